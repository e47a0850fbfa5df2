"""``manage.py reset_second_factor EMAIL --reason …``: for when no other administrator can help."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal import audit
from portal.models import User
from portal.second_factor_actions import start_anew


class Command(BaseCommand):
    help = "Remove the second factor of an account and end its sessions. Written into the audit log."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--reason", required=True, help="How you made sure who is asking.")

    @audit.noting()
    @transaction.atomic
    def handle(self, *, email, reason, **options):
        try:
            account = User.objects.get_by_natural_key(email)
        except User.DoesNotExist as error:
            raise CommandError(f"There is no account {email}.") from error
        start_anew(account, reason=reason, by=User.objects.system())
        self.stdout.write(f"{email} sets up a new second factor at the next sign-in.")
