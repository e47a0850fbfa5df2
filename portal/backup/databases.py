"""Copying a whole database at one moment, filling a new one beside it, and exchanging the two."""

import os
import sqlite3
import subprocess
from pathlib import Path
from urllib.parse import quote

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from .archive import BackupRefused

COUNT = 'SELECT COUNT(*) FROM "{}"'


def engine():
    """How the database of this installation is copied and exchanged."""
    return SQLite() if connection.vendor == "sqlite" else PostgreSQL()


def tables() -> list[str]:
    """The tables of our models that the present database has."""
    return sorted(connection.introspection.django_table_names(only_existing=True, include_views=False))


def _in_use() -> BackupRefused:
    message = _("The database is in use. Stop the portal and its workers, then restore again.")
    return BackupRefused(message)


class SQLite:
    """One file, and beside it the journal of a database that is open."""

    def __init__(self):
        self.path = Path(connection.settings_dict["NAME"])
        self.beside = self.path.with_name(f"{self.path.name}.restored")

    def copy(self, target: Path) -> dict[str, int]:
        """Copy the database as it is at one moment, beside everybody's work; returns its rows by table."""
        connection.ensure_connection()
        copy = sqlite3.connect(target)
        try:
            connection.connection.backup(copy)
            return self._counts(copy, tables())
        finally:
            copy.close()

    def fill(self, source: Path) -> str:
        """Put a copy beside the database; returns its address."""
        self.drop()
        os.replace(source, self.beside)
        return f"sqlite:///{self.beside}"

    def count(self, names: list[str]) -> dict[str, int]:
        """The rows of the tables ``names`` in the database beside."""
        beside = sqlite3.connect(self.beside)
        try:
            return self._counts(beside, names)
        finally:
            beside.close()

    def require_alone(self) -> None:
        """Refuse while anybody else has the database open."""
        connection.close()
        if self.path.exists():
            self._fold(self.path)

    def exchange(self, stamp: str) -> str | None:
        """Put the database beside in place; returns where the one before is kept, if there was one.

        Raises:
            BackupRefused: somebody has the database open.
        """
        connection.close()
        kept = self.path.with_name(f"{self.path.name}.before-{stamp}")
        self._fold(self.beside)
        if there := self.path.exists() and self.path.stat().st_size > 0:
            self._fold(self.path)
            os.replace(self.path, kept)
        os.replace(self.beside, self.path)
        return str(kept) if there else None

    def drop(self) -> None:
        """Remove what an attempt left beside."""
        for left in self.path.parent.glob(f"{self.beside.name}*"):
            left.unlink()

    def _counts(self, database: sqlite3.Connection, names: list[str]) -> dict[str, int]:
        return {table: database.execute(COUNT.format(table)).fetchone()[0] for table in names}

    def _fold(self, path: Path) -> None:
        """Write the journal into the file. SQLite does so only while nobody else has it open."""
        alone = sqlite3.connect(path, timeout=0)
        try:
            alone.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            raise _in_use() from error
        finally:
            alone.close()


class PostgreSQL:
    """A database on a server; ``pg_dump`` and ``pg_restore`` of the server's version do the work."""

    def __init__(self):
        self.name = connection.settings_dict["NAME"]
        self.beside = f"{self.name}_restored"

    def copy(self, target: Path) -> dict[str, int]:
        """Copy the database as it is at one moment, beside everybody's work; returns its rows by table."""
        names = tables()
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            [snapshot] = cursor.fetchone()
            self._run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}", self.name)
            return self._counts(cursor, names)

    def fill(self, source: Path) -> str:
        """Fill a new database beside this one; returns its address."""
        self.drop()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{self.beside}"')
        self._run("pg_restore", "--exit-on-error", f"--dbname={self.beside}", str(source))
        return self._address(self.beside)

    def count(self, names: list[str]) -> dict[str, int]:
        """The rows of the tables ``names`` in the database beside."""
        beside = connection.copy()
        beside.settings_dict = connection.settings_dict | {"NAME": self.beside, "OPTIONS": {}}
        try:
            with beside.cursor() as cursor:
                return self._counts(cursor, names)
        finally:
            beside.close()

    def require_alone(self) -> None:
        """Refuse while anybody else is connected to the database."""
        self._leave()
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = %s", [self.name])
            if cursor.fetchone() != (0,):
                raise _in_use()

    def exchange(self, stamp: str) -> str:
        """Put the database beside in place; returns the name under which the one before is kept.

        Raises:
            BackupRefused: somebody is connected to the database.
        """
        self._leave()
        kept = f"{self.name}_before_{stamp}"
        with connection._nodb_cursor() as cursor:
            try:
                cursor.execute(f'ALTER DATABASE "{self.name}" RENAME TO "{kept}"')
            except OperationalError as error:
                raise _in_use() from error
            cursor.execute(f'ALTER DATABASE "{self.beside}" RENAME TO "{self.name}"')
        return kept

    def drop(self) -> None:
        """Remove what an attempt left beside."""
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.beside}" WITH (FORCE)')

    def _leave(self) -> None:
        connection.close()
        connection.close_pool()

    def _counts(self, cursor, names: list[str]) -> dict[str, int]:
        counts = {}
        for table in names:
            cursor.execute(COUNT.format(table))
            [counts[table]] = cursor.fetchone()
        return counts

    def _run(self, program: str, *arguments: str) -> None:
        settings = connection.settings_dict
        given = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
        environment = {name: str(settings[key]) for name, key in given.items() if settings[key]}
        command = [program, "--no-owner", "--no-privileges", *arguments]
        try:
            subprocess.run(  # noqa: S603, a program of the database's own package, arguments ours
                command, env=os.environ | environment, check=True, capture_output=True, text=True
            )
        except FileNotFoundError as error:
            message = _("%(program)s is not installed; it comes with PostgreSQL's client programs.")
            raise BackupRefused(message % {"program": program}) from error
        except subprocess.CalledProcessError as error:
            message = _("%(program)s could not do its work: %(why)s")
            raise BackupRefused(message % {"program": program, "why": error.stderr.strip()}) from error

    def _address(self, name: str) -> str:
        settings = connection.settings_dict
        user, password = quote(settings["USER"], safe=""), quote(settings["PASSWORD"], safe="")
        login = f"{user}:{password}" if password else user
        return f"postgresql://{login}@{settings['HOST']}:{settings['PORT'] or 5432}/{name}"
