"""Background work of the portal: mails, text messages, big exports. Safe to run twice."""

from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.tasks import task
from django.template.loader import render_to_string
from django.utils import translation

from portal import audit, export_actions
from portal.accounts import mails, sms
from portal.models import AccountMail, ExportFile, OutboxMessage, ShortMessage
from portal.models.exports import ExportState

BATCH = 200
# Messages that somebody waits for before a page, and who sends them.
URGENT = ((ShortMessage, sms.send), (AccountMail, mails.send))


@task(queue_name="default", backend="background", priority=100)
@audit.noting()
def deliver_outbox() -> int:
    """Send what is due, each code before the next notice; what fails is tried again later.

    Returns how many have left.
    """
    sent = _deliver_urgent()
    for pk in OutboxMessage.objects.due().values_list("pk", flat=True)[:BATCH]:
        sent += deliver_mail(pk) + _deliver_urgent()
    for model, _send in URGENT:
        model.objects.run_out().delete()
    export_actions.delete_run_out()
    return sent


def _deliver_urgent() -> int:
    return sum(
        _deliver(model.objects, pk, send)
        for model, send in URGENT
        for pk in model.objects.due().values_list("pk", flat=True)[:BATCH]
    )


@task(queue_name="slow", backend="background")
@audit.noting()
def write_export(pk: int) -> None:
    """Write an ordered workbook and tell who ordered it; files that ran out are deleted on the way."""
    from portal.backoffice import background

    export_actions.delete_run_out()
    export = ExportFile.objects.select_related("account").get(pk=pk)
    if export.state == ExportState.WAITING:
        background.write(export)


def deliver_mail(pk: int) -> bool:
    """Send one promised mail in its reader's language."""
    return _deliver(OutboxMessage.objects.select_related("notice__account"), pk, _send_notice)


def _deliver(promises, pk: int, send) -> bool:
    message = promises.claim(pk)
    return message is not None and message.deliver(partial(send, message))


def _send_notice(message: OutboxMessage) -> None:
    with translation.override(message.notice.account.language):
        text = render_to_string("portal/mail/notice.txt", {"notice": message.notice})
        sender, reader = settings.DEFAULT_FROM_EMAIL, [message.address]
        send_mail(message.notice.title, text, sender, reader, using=mails.SERVER)
