"""Settings of the test suite: fixed keys, fast hashes, nothing leaves the process."""

import os

os.environ.setdefault("XIESHOU_MODE", "demo")
os.environ.setdefault("XIESHOU_SECRET_KEY", "test-only-secret-key-test-only-secret-key-test-only")
os.environ.setdefault("XIESHOU_ENCRYPTION_KEYS", "t1:" + "A" * 43 + "=")
os.environ.setdefault("XIESHOU_INDEX_KEY", "B" * 43 + "=")

from portal.settings.main import *
from portal.settings.main import ALLOWED_HOSTS, DATABASES, MAILERS, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS["server"] = {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
SMS_BACKEND = "portal.accounts.sms.MemoryBackend"
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS += ["testserver"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
STORAGES["exports"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"]["init_command"] = DATABASES["default"]["OPTIONS"]["init_command"].replace(
        "synchronous=FULL", "synchronous=OFF"
    )
else:
    # Each worker moves to a database of its own (tests.databases); a pool would keep the old one open.
    DATABASES["default"]["OPTIONS"] = {}
