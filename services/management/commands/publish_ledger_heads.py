"""Publishes today's head of every chain; run once a day by the operator's clock."""

from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit
from portal.models import User
from services.actions import publish_heads
from services.models import LedgerHead


class Command(BaseCommand):
    help = "Publish the ledger's heads of today, and append them to a file kept outside the database."

    def add_arguments(self, parser):
        parser.add_argument("--file", metavar="FILE", help="append the heads to this file")

    @audit.noting()
    def handle(self, *args, **options):
        today = timezone.localdate()
        if publish_heads(today, by=User.objects.system()) is None:
            self.stdout.write(
                _("Nothing to publish: the heads of today are published, or the ledger is empty.")
            )
            return
        heads = LedgerHead.objects.filter(day=today).select_related("chain").order_by("chain__name")
        lines = [f"{today} {head.chain.name} {head.seq} {head.hash}\n" for head in heads]
        self.stdout.write("".join(lines), ending="")
        if options["file"]:
            with Path(options["file"]).open("a", encoding="utf-8") as file:
                file.writelines(lines)
