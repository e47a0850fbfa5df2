"""Background work of the portal: delivering the outbox. Safe to run twice."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.tasks import task
from django.utils import timezone, translation

from portal.models import OutboxMessage

BACK_OFF_MINUTES = (1, 5, 30, 120, 720)


@task(queue_name="default", backend="background")
def deliver_outbox() -> int:
    """Send what is due; a failed message is tried again later, a sent one never twice. Returns how many."""
    sent = 0
    for pk in OutboxMessage.objects.due().values_list("pk", flat=True)[:200]:
        with transaction.atomic():
            message = OutboxMessage.objects.select_for_update().due().filter(pk=pk).first()
            if message:
                sent += _deliver(message)
    return sent


def _deliver(message: OutboxMessage) -> bool:
    account = message.notice.account
    message.attempts += 1
    try:
        with translation.override(account.language):
            send_mail(
                message.notice.title, message.notice.body, settings.DEFAULT_FROM_EMAIL, [message.address]
            )
        message.sent_at = timezone.now()
    except OSError as error:
        message.last_error = type(error).__name__
        wait = BACK_OFF_MINUTES[min(message.attempts, len(BACK_OFF_MINUTES)) - 1]
        message.due_at = timezone.now() + timedelta(minutes=wait)
    message.save()
    return message.sent_at is not None
