"""Telling people: a notice in the portal and a promise of mail, both in the action's transaction.

Texts are neutral: they name a code or a date, never a reason for service or a person served.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone

from portal.models import Notice, OutboxMessage


def notify(
    accounts: Iterable, kind: str, *, about: models.Model | None = None, url: str = "", **facts
) -> None:
    """Leave each account a notice of ``kind`` (see ``portal.notice_texts``) and queue a neutral mail.

    ``facts`` fill the text's placeholders; they are stored, so they must be neutral strings that read the
    same in every language. A day is worded when somebody reads it, and so is a span (``moments.kept``).
    """
    told = {
        "created_at": timezone.now(),
        "kind": kind,
        "facts": {key: str(value) for key, value in facts.items()},
        "url": url,
        "object_type": about._meta.label_lower if about is not None else "",
        "object_id": str(about.pk) if about is not None else "",
    }
    notices = Notice.objects.bulk_create(
        [Notice(account=account, **told) for account in accounts if account is not None]
    )
    OutboxMessage.objects.bulk_create(
        [OutboxMessage(notice=notice, address=notice.account.email) for notice in notices]
    )
    if notices:
        transaction.on_commit(deliver_soon)


def notify_once_a_day(accounts: Iterable, kind: str, *, url: str = "") -> None:
    """Like ``notify``, but whoever got such a notice within a day and has not read it is not told again."""
    accounts = list(accounts)
    recent = Notice.objects.unread().filter(
        kind=kind, account__in=accounts, created_at__gt=timezone.now() - timedelta(days=1)
    )
    told = set(recent.values_list("account", flat=True))
    notify([account for account in accounts if account.pk not in told], kind, url=url)


def deliver_soon() -> None:
    """Let the worker send what is due."""
    from portal.tasks import deliver_outbox

    deliver_outbox.enqueue()
