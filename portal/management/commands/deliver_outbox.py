"""``manage.py deliver_outbox``: sends due mails and text messages once; for cron."""

from django.core.management.base import BaseCommand

from portal.models import AccountMail, OutboxMessage, ShortMessage
from portal.tasks import deliver_outbox


class Command(BaseCommand):
    help = "Send all mails and text messages that are due. Safe to run beside the worker."

    def handle(self, **options):
        sent = deliver_outbox.call()
        promises = (OutboxMessage, AccountMail, ShortMessage)
        waiting = sum(model.objects.filter(sent_at=None).count() for model in promises)
        self.stdout.write(f"Sent {sent}, still waiting: {waiting}.")
