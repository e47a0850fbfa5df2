"""``manage.py purge_audit``: old entries leave the audit log; the purge itself stays in it (rule 61)."""

from django.core.management.base import BaseCommand, CommandError

from portal import audit, audit_retention
from portal.actions import Refused
from portal.models import User


class Command(BaseCommand):
    help = (
        "Delete audit entries older than the policy says, never younger than 180 days; acts about money "
        "stay for ever, what was shown of personal data stays three years. Safe to run every night."
    )

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, help="Instead of the policy's number of days.")

    @audit.noting()
    def handle(self, *, days, **options):
        try:
            purged = audit_retention.purge(days=days, by=User.objects.system())
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"{purged.ordinary} entries deleted, and {purged.personal} about personal data after three years."
        )
