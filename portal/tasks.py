"""Background work of the portal: mails, text messages, big exports. Safe to run twice."""

from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.tasks import task
from django.template.loader import render_to_string
from django.utils import translation

from portal import audit, export_actions
from portal.accounts import sms
from portal.models import ExportFile, OutboxMessage, ShortMessage
from portal.models.exports import ExportState

BATCH = 200


@task(queue_name="default", backend="background")
def deliver_outbox() -> int:
    """Send what is due; what fails is tried again later. Returns how many have left."""
    ShortMessage.objects.run_out().delete()
    export_actions.delete_run_out()
    codes = ShortMessage.objects.due().values_list("pk", flat=True)[:BATCH]
    mails = OutboxMessage.objects.due().values_list("pk", flat=True)[:BATCH]
    return sum([sms.deliver(pk) for pk in codes]) + sum([deliver_mail(pk) for pk in mails])


@task(queue_name="default", backend="background")
def write_export(pk: int) -> None:
    """Write an ordered workbook and tell who ordered it; files that ran out are deleted on the way."""
    from portal.backoffice import background

    export_actions.delete_run_out()
    export = ExportFile.objects.select_related("account").get(pk=pk)
    if export.state == ExportState.WAITING:
        with audit.noting():
            background.write(export)


def deliver_mail(pk: int) -> bool:
    """Send one promised mail in its reader's language."""
    message = OutboxMessage.objects.select_related("notice__account").claim(pk)
    return message is not None and message.deliver(partial(_send, message))


def _send(message: OutboxMessage) -> None:
    with translation.override(message.notice.account.language):
        text = render_to_string("portal/mail/notice.txt", {"notice": message.notice})
        send_mail(message.notice.title, text, settings.DEFAULT_FROM_EMAIL, [message.address])
