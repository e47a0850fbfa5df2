"""One migrated database for every worker: migrations run once and are copied, not repeated.

A test with real transactions leaves rows behind; its worker then gets a fresh copy. Emptying the
tables instead would take away what migrations wrote, and the next test would miss it.

The template carries a fingerprint of the migrations, the roles and the locked dependencies in its
name, so a change of any of them makes a new one.
"""

import fcntl
import hashlib
import shutil
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

ROOT = Path(settings.BASE_DIR)
CACHE = ROOT / ".cache"
SOURCES = (
    "*/migrations/*.py",
    "*/roles.py",
    "portal/append_only.py",
    "portal/audit_retention.py",
    "portal/fixed_columns.py",
    "portal/text_index.py",
    "*/no_overlap.py",
    "*/final_records.py",
    "uv.lock",
)


def fingerprint() -> str:
    """Changes whenever the migrated database would."""
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for file in sorted(ROOT.glob(pattern)):
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def one_at_a_time():
    """Workers wait here while one of them migrates."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare(worker: str) -> None:
    """Point the default connection at a fresh copy, this worker's own, of the migrated template."""
    connection.close()
    if connection.vendor == "sqlite":
        _prepare_sqlite(worker)
    else:
        _prepare_postgresql(worker)


def _point_at(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


def _prepare_sqlite(worker: str) -> None:
    template = CACHE / f"template-{fingerprint()}.sqlite3"
    with one_at_a_time():
        if not template.exists():
            for old in CACHE.glob("template-*.sqlite3*"):
                old.unlink()
            building = CACHE / "building.sqlite3"
            for left in CACHE.glob("building.sqlite3*"):
                left.unlink()
            _point_at(str(building))
            call_command("migrate", verbosity=0)
            connection.close()
            building.rename(template)
    copy = CACHE / f"test-{worker}.sqlite3"
    for old in CACHE.glob(f"{copy.name}*"):
        old.unlink()
    shutil.copyfile(template, copy)
    _point_at(str(copy))


def _prepare_postgresql(worker: str) -> None:
    template, copy = f"xieshou_template_{fingerprint()}", f"test_xieshou_{worker}"
    with one_at_a_time(), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'xieshou_template_%%'")
        existing = {name for (name,) in cursor.fetchall()}
        for old in existing - {template}:
            cursor.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
        if template not in existing:
            cursor.execute("DROP DATABASE IF EXISTS xieshou_building WITH (FORCE)")
            cursor.execute("CREATE DATABASE xieshou_building")
            _point_at("xieshou_building")
            call_command("migrate", verbosity=0)
            connection.close()
            cursor.execute(f'ALTER DATABASE xieshou_building RENAME TO "{template}"')
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{template}"')
    _point_at(copy)
