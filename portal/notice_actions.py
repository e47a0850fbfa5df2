"""Reading notices. Nobody but the addressee can, and nothing is written down: it is their own mail."""

from django.db import transaction
from django.utils import timezone

from portal.actions import require_self
from portal.models import Notice


@transaction.atomic
def mark_read(notice: Notice, *, by) -> Notice:
    """Note when ``by`` opened the notice; the first time counts."""
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    require_self(by, notice.account, notice)
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
    return notice


def mark_all_read(*, by) -> int:
    """Note that ``by`` has seen all notices; returns how many were new."""
    return Notice.objects.visible_to(by).filter(read_at=None).update(read_at=timezone.now())
