"""``manage.py expire_invitations``: end the invitations nobody answered in time; run it once a day."""

from django.core.management.base import BaseCommand

from volunteers.tasks import expire_invitations


class Command(BaseCommand):
    help = "End the invitations that nobody answered in time, and open their positions again."

    def handle(self, **options):
        self.stdout.write(str(expire_invitations.func()))
