"""``manage.py replace_letters``: groups sign the letter that begins today; run it after midnight."""

from django.core.management.base import BaseCommand

from volunteers.tasks import replace_letters


class Command(BaseCommand):
    help = "Put a responsibility letter that begins today before every group in use."

    def handle(self, **options):
        self.stdout.write(str(replace_letters.func()))
