"""What this app hears: attendance becomes hours in its own transaction; an ordered check is done later."""

from dataclasses import replace

from django.dispatch import receiver

from portal.actions import Refused
from services import actions
from services.signals import ledger_check_ordered
from services.tasks import check_ledger_for
from training.signals import attendance_recorded

# The fields of our rules, as the attendance form calls them.
FORM_FIELDS = {"starts": "came_at", "ends": "left_at"}


@receiver(attendance_recorded, dispatch_uid="services.log_attendance")
def log_hours(sender, booking, by, **kwargs):
    """Log what was attended; a refusal stops the attendance too and stands beside its form."""
    try:
        actions.log_attendance(booking, by=by)
    except Refused as refused:
        raise Refused(
            *(replace(v, field=FORM_FIELDS.get(v.field, v.field)) for v in refused.violations)
        ) from refused


@receiver(ledger_check_ordered, dispatch_uid="services.check_ledger")
def check_ledger(sender, account, **kwargs):
    """Check in the background, once the order stands."""
    check_ledger_for.enqueue(account)
