"""``manage.py rotate_encryption_key``: seals every stored personal value with the newest key."""

from django.core.management.base import BaseCommand, CommandError

from portal import audit
from portal.key_rotation import rotate
from portal.privacy import encryption


class Command(BaseCommand):
    help = (
        "Seal all encrypted values with the newest key of XIESHOU_ENCRYPTION_KEYS. Append the new key, "
        "restart, run this, and remove the old key twelve hours later, when no session needs it."
    )

    @audit.noting()
    def handle(self, **options):
        outcome = rotate()
        self.stdout.write(f"Sealed {outcome.sealed} values with key {encryption.current_key_id()}.")
        if outcome.unreadable:
            listed = "\n".join(outcome.unreadable)
            raise CommandError(f"{len(outcome.unreadable)} values could not be opened:\n{listed}")
