"""One migrated database for every worker: migrations run once and are copied, not repeated.

A test with real transactions leaves rows behind; its worker then gets a fresh copy. Emptying the
tables instead would take away what migrations wrote, and the next test would miss it.

The template carries the checkout and a fingerprint of the migrations, the roles and the locked
dependencies in its name, so a change of any of them makes a new one; a copy carries the run, so that
two runs at the same time keep out of each other's way.
"""

import fcntl
import hashlib
import os
import shutil
import uuid
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

ROOT = Path(settings.BASE_DIR)
CACHE = ROOT / ".cache"
CHECKOUT = hashlib.sha256(str(ROOT).encode()).hexdigest()[:6]
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid.uuid4().hex)[:8]
COPY = f"test_xieshou_{RUN}_{os.environ.get('PYTEST_XDIST_WORKER', 'master')}"
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


def prepare() -> None:
    """Point the default connection at a fresh copy, this worker's own, of the migrated template."""
    connection.close()
    if connection.vendor == "sqlite":
        _prepare_sqlite()
    else:
        _prepare_postgresql()


def drop() -> None:
    """Take this worker's copy away when the run is over."""
    connection.close()
    if connection.vendor == "sqlite":
        _drop_files(COPY)
    else:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{COPY}" WITH (FORCE)')


def _drop_files(name: str) -> None:
    """A database file with the journals beside it."""
    for file in CACHE.glob(f"{name}.sqlite3*"):
        file.unlink(missing_ok=True)


def _point_at(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


def _prepare_sqlite() -> None:
    template = CACHE / f"template-{fingerprint()}.sqlite3"
    with one_at_a_time():
        if not template.exists():
            _drop_files("template-*")
            _drop_files("building")
            building = CACHE / "building.sqlite3"
            _point_at(str(building))
            call_command("migrate", verbosity=0)
            connection.close()
            building.rename(template)
        copy = CACHE / f"{COPY}.sqlite3"
        _drop_files(COPY)
        shutil.copyfile(template, copy)
    _point_at(str(copy))


def _prepare_postgresql() -> None:
    own, building = f"xieshou_template_{CHECKOUT}_", f"xieshou_building_{CHECKOUT}"
    template = f"{own}{fingerprint()}"
    with one_at_a_time(), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [own])
        existing = {name for (name,) in cursor.fetchall()}
        for old in existing - {template}:
            cursor.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
        if template not in existing:
            cursor.execute(f'DROP DATABASE IF EXISTS "{building}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{building}"')
            _point_at(building)
            call_command("migrate", verbosity=0)
            connection.close()
            cursor.execute(f'ALTER DATABASE "{building}" RENAME TO "{template}"')
        cursor.execute(f'DROP DATABASE IF EXISTS "{COPY}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{COPY}" TEMPLATE "{template}"')
    _point_at(COPY)
