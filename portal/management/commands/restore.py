"""``manage.py restore FILE``: a backup back in place, once its ledger is proven."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.backup.archive import BackupRefused
from portal.backup.restoring import restore


class Command(BaseCommand):
    help = "Prove a backup beside what is there, then put it in place. Stop the portal and its workers first."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE.tar.gz")
        parser.add_argument(
            "--replace", action="store_true", help="put it in the place of data that is there; that is kept"
        )

    def handle(self, *, file: Path, replace: bool, **options):
        try:
            restored = restore(file.absolute(), replace=replace)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        rows = sum(restored.manifest.tables.values())
        message = _("Restored %(rows)s rows as they were at %(when)s; the ledger is intact.")
        self.stdout.write(message % {"rows": rows, "when": restored.manifest.made_at})
        for kept in filter(None, (restored.database_before, restored.uploads_before)):
            self.stdout.write(_("What was there before is kept as %(name)s.") % {"name": kept})
