"""The way back: build beside, prove, put in place."""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit
from portal.models import User
from portal.privacy import encryption

from . import databases
from .archive import DATABASE, UPLOADS, BackupRefused, Manifest, unpack

# What every restored database goes through before anybody reaches it.
PROOFS = (("migrate", "--no-input", "--verbosity=0"), ("verify_ledger",))


@dataclass
class Restored:
    """What was put in place, and where what was there before is kept (``None``: nothing was there)."""

    manifest: Manifest
    database_before: str | None
    uploads_before: Path | None


def restore(source: Path, *, replace: bool) -> Restored:
    """Put the database and the uploads of a backup in place, once the ledger in it is proven.

    Args:
        replace: allow it where the present database already has accounts.

    Raises:
        BackupRefused: the backup is damaged, of another kind of database, of a newer version or sealed
            with keys that are not here; its ledger is not whole; or the present data would be replaced
            unasked. Everything is then as before.
    """
    uploads = Path(settings.MEDIA_ROOT)
    uploads.parent.mkdir(parents=True, exist_ok=True)
    if _is_occupied() and not replace:
        raise BackupRefused(
            _("This installation has data. Add --replace to put the backup in its place; the data is kept.")
        )
    with tempfile.TemporaryDirectory(dir=uploads.parent) as name:
        folder = Path(name)
        manifest = unpack(source, folder)
        _check(manifest)
        engine = databases.engine()
        engine.require_alone()
        try:
            _fill(engine, folder / DATABASE, manifest)
            stamp = timezone.localtime().strftime("%Y%m%d%H%M%S")
            before = engine.exchange(stamp)
        except BaseException:
            engine.drop()
            raise
        uploads_before = _exchange_uploads(folder / UPLOADS, uploads, stamp)
    cache.clear()
    audit.record("backup.restored", by=User.objects.system(), file=source.name, made_at=manifest.made_at)
    return Restored(manifest, before, uploads_before)


def _is_occupied() -> bool:
    tables = connection.introspection.table_names()
    return User._meta.db_table in tables and User.objects.exists()


def _check(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        message = _("The backup is of a %(theirs)s database, this installation runs on %(ours)s.")
        raise BackupRefused(message % {"theirs": manifest.vendor, "ours": connection.vendor})
    if newer := _newer(manifest.migrations):
        message = _("The backup is of a newer version: it has %(migration)s. Update the portal first.")
        raise BackupRefused(message % {"migration": newer})
    ours = encryption.fingerprints()
    if missing := sorted(name for name, mark in manifest.keys.items() if ours.get(name) != mark):
        message = _("The key %(key)s of the backup is not among the keys of this installation. Set it first.")
        raise BackupRefused(message % {"key": missing[0]})


def _newer(migrations: list[str]) -> str | None:
    """A migration of the backup that comes after all of ours; older ones may have been merged since."""
    last: dict[str, str] = {}
    for app, name in MigrationLoader(None).disk_migrations:
        last[app] = max(name, last.get(app, ""))
    split = (migration.split(".", 1) for migration in migrations)
    return next((f"{app}.{name}" for app, name in split if app in last and name > last[app]), None)


def _fill(engine, copy: Path, manifest: Manifest) -> None:
    """Fill a database beside the present one and prove it: its rows, its form, its ledger."""
    address = engine.fill(copy)
    found = engine.count(list(manifest.tables))
    if wrong := sorted(table for table, rows in manifest.tables.items() if found[table] != rows):
        message = _("The table %(table)s was not restored whole.")
        raise BackupRefused(message % {"table": wrong[0]})
    for proof in PROOFS:
        done = subprocess.run(  # noqa: S603, our own interpreter and commands
            [sys.executable, settings.BASE_DIR / "manage.py", *proof],
            env=os.environ | {"DATABASE_URL": address},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            message = _("The backup did not pass %(proof)s: %(why)s. Nothing was changed.")
            raise BackupRefused(message % {"proof": proof[0], "why": done.stderr.strip()[-500:]})


def _exchange_uploads(restored: Path, uploads: Path, stamp: str) -> Path | None:
    restored.mkdir(exist_ok=True)
    kept = uploads.with_name(f"{uploads.name}.before-{stamp}") if uploads.exists() else None
    if kept:
        os.replace(uploads, kept)
    os.replace(restored, uploads)
    return kept
