"""``manage.py demo_code EMAIL``: the second-factor code of a demo account, now."""

from django.core.management.base import BaseCommand, CommandError

from portal.accounts import demo
from portal.models import User


class Command(BaseCommand):
    help = "Print the current second-factor code of a demo account. Works in demo mode only."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *, email, **options):
        try:
            code = demo.current_code(User.objects.get_by_natural_key(email))
        except demo.NotInDemo as error:
            raise CommandError(str(error)) from error
        except User.DoesNotExist as error:
            raise CommandError(f"There is no account {email}.") from error
        if not code:
            raise CommandError(f"{email} has no authenticator.")
        self.stdout.write(code)
