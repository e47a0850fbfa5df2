"""Making a backup while the portal serves."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit
from portal.models import User
from portal.privacy import encryption

from . import archive, databases


def make(target: Path) -> archive.Manifest:
    """Write the database as it is now, and the uploads, into one file; the log says that it was made.

    The uploads are read after the database, so every file that a row names is there. The keys are not
    in it: whoever steals the file opens nothing.

    Raises:
        BackupRefused: the file cannot be written, or the database's own program failed.
    """
    audit.record("backup.made", by=User.objects.system(), file=target.name)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            copy = Path(folder) / archive.DATABASE
            manifest = archive.Manifest(
                made_at=timezone.now().isoformat(timespec="seconds"),
                vendor=connection.vendor,
                tables=databases.engine().copy(copy),
                migrations=sorted(map(".".join, MigrationRecorder(connection).applied_migrations())),
                keys=encryption.fingerprints(),
            )
            archive.write(target, manifest, copy, Path(settings.MEDIA_ROOT))
    except OSError as error:
        message = _("%(name)s cannot be written: %(why)s.")
        raise archive.BackupRefused(message % {"name": target, "why": error.strerror}) from error
    return manifest
