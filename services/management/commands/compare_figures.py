"""Compares the kept monthly figures with the service records behind them; run every night."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from services.ledger import summing


class Command(BaseCommand):
    help = "Compare the monthly figures with the service records; exit 1 names every month that disagrees."

    def handle(self, *args, **options):
        found = summing.differences()
        if not found:
            self.stdout.write(_("The monthly figures agree with the service records."))
            return
        lines = (
            " ".join(f"{name}={value}" for name, value in zip(summing.KEY, key, strict=True)) for key in found
        )
        raise CommandError("\n".join(lines), returncode=1)
