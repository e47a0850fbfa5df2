"""``import_areas FILE.csv``: loads counties, towns and communities by their statistical codes."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal import audit
from portal.area_import import FileRefused, import_areas
from portal.models import User


class Command(BaseCommand):
    help = "Load areas from a CSV file with the columns code,name. Running it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    @audit.noting()
    def handle(self, file: Path, **options):
        try:
            counts = import_areas(file.read_bytes(), by=User.objects.system())
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except FileRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(", ".join(f"{word} {counts[word]}" for word in ("created", "renamed", "unchanged")))
