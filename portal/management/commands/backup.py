"""``manage.py backup FILE``: one file with the database, the uploads and a manifest."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.backup.archive import BackupRefused
from portal.backup.making import make


class Command(BaseCommand):
    help = "Write the database and the uploads into one file while the portal serves. Keep the keys apart."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE.tar.gz")

    def handle(self, *, file: Path, **options):
        try:
            manifest = make(file.absolute())
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        message = _("%(file)s holds %(rows)s rows and %(uploads)s uploads. Keep the keys in another place.")
        uploads = len(manifest.files) - 1
        rows = sum(manifest.tables.values())
        self.stdout.write(message % {"file": file, "rows": rows, "uploads": uploads})
