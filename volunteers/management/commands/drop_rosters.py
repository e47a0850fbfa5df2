"""``manage.py drop_rosters``: delete rosters that were read and never saved; run it once a day."""

from django.core.management.base import BaseCommand

from volunteers.tasks import drop_rosters


class Command(BaseCommand):
    help = "Delete uploaded rosters that nobody saved within a week."

    def handle(self, **options):
        self.stdout.write(str(drop_rosters.func()))
