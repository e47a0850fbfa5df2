"""``manage.py demo``: fictional, repeatable data of a stated size."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from portal import demo
from portal.database import refresh_statistics
from portal.models import User


class Command(BaseCommand):
    help = "Load the fictional county, city or province. Refuses a database that already holds accounts."

    def add_arguments(self, parser):
        parser.add_argument("--scale", choices=demo.SCALES, default="county")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *, scale, seed, **options):
        if not settings.DEMO:
            raise CommandError("Demo data is loaded in demo mode only (XIESHOU_MODE=demo).")
        if User.objects.filter(is_system=False).exists():
            raise CommandError("This database is not empty. Demo data is loaded into an empty one only.")
        started = time.monotonic()
        with transaction.atomic():
            demo.load(
                demo.Demo(
                    scale=demo.SCALES[scale],
                    today=timezone.localdate(),
                    seed=seed,
                    say=lambda text: self.stdout.write(f"  {text}"),
                )
            )
        refresh_statistics()
        self.stdout.write(f"Demo data loaded in {time.monotonic() - started:.0f} s.")
