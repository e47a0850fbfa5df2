"""Settings of the test suite: fixed keys, fast hashes, nothing leaves the process."""

import os

os.environ.setdefault("XIESHOU_MODE", "demo")
os.environ.setdefault("XIESHOU_SECRET_KEY", "test-only-secret-key-test-only-secret-key-test-only")
os.environ.setdefault("XIESHOU_ENCRYPTION_KEYS", "t1:" + "A" * 43 + "=")
os.environ.setdefault("XIESHOU_INDEX_KEY", "B" * 43 + "=")

from portal.settings.main import *
from portal.settings.main import ALLOWED_HOSTS, BASE_DIR, DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS += ["testserver"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file instead of memory: live servers and second processes must see the same rows.
    (BASE_DIR / ".cache").mkdir(exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": BASE_DIR / ".cache" / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = DATABASES["default"]["OPTIONS"]["init_command"].replace(
        "synchronous=FULL", "synchronous=OFF"
    )
SMS_BACKEND = "portal.accounts.sms.MemoryBackend"
