"""Backup, loss, restore: whole installations of their own, as their operators run them."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests import databases

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

FILL = """
from django.core.management import call_command
from django.db import transaction
from portal.models import User
from services.ledger.appending import Body, append
call_command("createcachetable")
User.objects.create_user(email="clerk@xieshou.example", password="a-long-pass-phrase")
with transaction.atomic():
    append("volunteering", [Body({"type": "test", "minutes": n}) for n in range(3)])
"""
CHANGE = 'UPDATE services_ledgerentry SET body = \'{"type":"forged"}\' WHERE seq = 2'


class Installation:
    """A database and uploads in a folder of their own; migrated, or empty as on a new machine."""

    def __init__(self, folder: Path, name: str, *, empty: bool = False):
        self.folder, self.name = folder, name
        self.uploads = folder / "media"
        self.uploads.mkdir(parents=True)
        create = self._file if connection.vendor == "sqlite" else self._database
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.main",
            "XIESHOU_DATA_DIR": str(folder),
            "XIESHOU_SECRET_KEY": "of-this-test-only-" * 4,
            "XIESHOU_HOSTS": "localhost",
            "DATABASE_URL": create(empty),
        }

    def _file(self, empty: bool) -> str:
        file = self.folder / "xieshou.sqlite3"
        if not empty:
            shutil.copyfile(databases.CACHE / f"template-{databases.fingerprint()}.sqlite3", file)
        return f"sqlite:///{file}"

    def _database(self, empty: bool) -> str:
        self.drop()
        migrated = f"xieshou_template_{databases.CHECKOUT}_{databases.fingerprint()}"
        template = "template0" if empty else migrated
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{template}"')
        given = connection.settings_dict
        login = f"{given['USER']}:{given['PASSWORD']}".rstrip(":")
        return f"postgresql://{login}@{given['HOST']}:{given['PORT'] or 5432}/{self.name}"

    def connect(self):
        """A bare connection to the database, as an intruder or a forgotten program has one."""
        address = self.environment["DATABASE_URL"]
        if connection.vendor == "sqlite":
            return sqlite3.connect(address.removeprefix("sqlite:///"), isolation_level=None)
        return psycopg.connect(address, autocommit=True)

    def ask(self, sql: str) -> list:
        """The first column of what a statement answers."""
        database = self.connect()
        try:
            return [row[0] for row in database.execute(sql).fetchall()]
        finally:
            database.close()

    def run(self, *arguments: object) -> subprocess.CompletedProcess:
        command = [sys.executable, settings.BASE_DIR / "manage.py", *map(str, arguments)]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)

    def manage(self, *arguments: object) -> str:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def forge(self) -> None:
        """Change an entry of the ledger, as only the owner of the database can: past its trigger."""
        database = self.connect()
        if connection.vendor == "sqlite":
            name = "services_ledgerentry_no_update"
            [[trigger]] = database.execute("SELECT sql FROM sqlite_master WHERE name = ?", [name]).fetchall()
            before, after = f"DROP TRIGGER {name}", trigger
        else:
            before, after = (
                f"ALTER TABLE services_ledgerentry {word} TRIGGER USER" for word in ("DISABLE", "ENABLE")
            )
        for statement in (before, CHANGE, after):
            database.execute(statement)
        database.close()

    def drop(self) -> None:
        """Remove from the server what this installation and its restores made there."""
        if connection.vendor == "sqlite":
            return
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{self.name}%"])
            for (found,) in cursor.fetchall():
                cursor.execute(f'DROP DATABASE "{found}" WITH (FORCE)')


@pytest.fixture
def installation(tmp_path, worker_id):
    made = []

    def make(word: str, **options) -> Installation:
        made.append(Installation(tmp_path / word, f"restore_{worker_id}_{word}", **options))
        return made[-1]

    yield make
    for one in made:
        one.drop()


@pytest.fixture(scope="module")
def night(django_db_setup, django_db_blocker, tmp_path_factory, worker_id):
    """A backup of an installation with one account, three ledger entries and one picture."""
    folder = tmp_path_factory.mktemp("night")
    with django_db_blocker.unblock():
        lost = Installation(folder / "lost", f"restore_{worker_id}_lost")
        lost.manage("shell", "-v0", "-c", FILL)
        (lost.uploads / "picture.png").write_bytes(b"a picture")
        lost.manage("backup", folder / "night.tar.gz")
        lost.drop()
    return folder / "night.tar.gz"


@pytest.fixture(scope="module")
def new_machine(night, django_db_blocker, tmp_path_factory, worker_id):
    """Where that backup was restored on a machine that had nothing."""
    with django_db_blocker.unblock():
        there = Installation(tmp_path_factory.mktemp("new"), f"restore_{worker_id}_new", empty=True)
        there.manage("restore", night)
        yield there
        there.drop()


def test_an_installation_that_was_lost_comes_back_on_a_new_machine(new_machine):
    found = new_machine.ask("SELECT email FROM portal_user WHERE email LIKE 'clerk%'")
    assert found == ["clerk@xieshou.example"]
    assert new_machine.ask("SELECT COUNT(*) FROM services_ledgerentry") == [3]
    assert (new_machine.uploads / "picture.png").read_bytes() == b"a picture"


def test_the_audit_log_says_what_was_restored(new_machine):
    acts = "SELECT action FROM portal_auditentry WHERE action LIKE 'backup%' ORDER BY id"
    assert new_machine.ask(acts) == ["backup.made", "backup.restored"]


def test_what_was_there_before_is_kept_and_named(night, installation):
    here = installation("here")
    (here.uploads / "old.png").write_bytes(b"an old picture")
    printed = here.manage("restore", night, "--replace")
    kept = f"{here.name}_before_" if connection.vendor == "postgresql" else "xieshou.sqlite3.before-"
    assert kept in printed
    [uploads] = here.folder.glob("media.before-*")
    assert (uploads / "old.png").exists()


def test_a_ledger_that_was_altered_is_not_put_in_place(night, installation, tmp_path):
    forger, here = installation("forger", empty=True), installation("here")
    forger.manage("restore", night)
    forger.forge()
    forger.manage("backup", tmp_path / "forged.tar.gz")
    done = here.run("restore", tmp_path / "forged.tar.gz", "--replace")
    assert done.returncode == 1
    assert "volunteering 2 hash_mismatch" in done.stderr
    assert here.ask("SELECT COUNT(*) FROM services_ledgerentry") == [0]


def test_a_database_in_use_is_left_alone(night, installation):
    here = installation("here")
    reader = here.connect()
    try:
        reader.execute("SELECT COUNT(*) FROM services_ledgerentry").fetchone()
        assert here.run("restore", night, "--replace").returncode == 1
    finally:
        reader.close()
    assert here.ask("SELECT COUNT(*) FROM services_ledgerentry") == [0]
    assert [path.name for path in here.folder.glob("*.restored*")] == []
