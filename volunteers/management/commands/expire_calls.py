"""``manage.py expire_calls``: take recruitment calls off the board whose last day is over; once a day."""

from django.core.management.base import BaseCommand

from volunteers.tasks import expire_calls


class Command(BaseCommand):
    help = "Take recruitment calls off the needs board whose last day has passed."

    def handle(self, **options):
        self.stdout.write(str(expire_calls.func()))
