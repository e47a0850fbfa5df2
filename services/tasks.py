"""Background work on the ledger."""

from django.tasks import task

from portal import audit
from portal.models import User
from services.actions import proving


@task(queue_name="slow", backend="background")
@audit.noting()
def check_ledger_for(account: int) -> None:
    """Verify every chain for whoever asked; running twice keeps two results."""
    proving.check_and_keep(by=User.objects.get(pk=account))
