"""``manage.py publish_pages``: timed pages appear and expire; one that may not appear stops no other."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from portal import audit
from portal.models import User
from public_site import scheduling


class Command(BaseCommand):
    help = (
        "Publish and expire timed pages. A page in which personal data was found is taken off the "
        "timetable, and whoever wrote it is told."
    )

    @audit.noting()
    def handle(self, **options):
        for page in scheduling.set_aside_personal(by=User.objects.system()):
            self.stdout.write(f"Not published, it seems to hold personal data: page {page.pk}.")
        call_command("publish_scheduled")
