"""The outbox: messages promised in a transaction, sent after it, and still promised after a crash."""

import uuid
from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone

from portal.privacy.fields import EncryptedTextField

from .notices import Notice

BACK_OFF_MINUTES = (1, 5, 30, 120, 720)
MOST_ATTEMPTS = 10
CLAIM = timedelta(minutes=5)


class PromiseQuerySet(models.QuerySet):
    """Messages promised in a transaction and sent after it."""

    def due(self):
        """Unsent, waiting no longer and not given up, oldest first."""
        return self.filter(sent_at=None, due_at__lte=timezone.now(), attempts__lt=MOST_ATTEMPTS).order_by(
            "pk"
        )

    def claim(self, pk: int):
        """Take one due message for a few minutes, or None if another worker has it.

        The claim is committed before anything leaves, so that no lock is held while a mail server
        thinks; if we die meanwhile, the message is due again when the claim runs out.
        """
        with transaction.atomic():
            message = self.select_for_update().due().filter(pk=pk).first()
            if message is not None:
                message.attempts += 1
                message.due_at = timezone.now() + CLAIM
                message.save(update_fields=["attempts", "due_at"])
        return message


class Promise(models.Model):
    """When a message is to leave, how often that was tried, and how it ended."""

    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=80, blank=True)

    class Meta:
        abstract = True

    def deliver(self, send) -> bool:
        """Call ``send()`` once for this claimed message; a failure is noted and tried again later."""
        try:
            send()
        except Exception as error:  # one bad message must not hold up the others
            self.last_error = type(error).__name__
            wait = BACK_OFF_MINUTES[min(self.attempts, len(BACK_OFF_MINUTES)) - 1]
            self.due_at = timezone.now() + timedelta(minutes=wait)
        else:
            self.sent_at = timezone.now()
            self.forget()
        self.save()
        return self.sent_at is not None

    def forget(self) -> None:
        """Drop what is not needed once the message has left."""


class OutboxMessage(Promise):
    """A promise to send one neutral mail; written with the change it tells of, delivered after it."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="messages")
    address = models.EmailField()

    objects = PromiseQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        indexes = [models.Index(fields=["sent_at", "due_at"], name="outbox_due")]

    def __str__(self):
        return f"{self.notice.kind} #{self.pk}"


class AccountMessageQuerySet(PromiseQuerySet):
    def due(self):
        """What has run out, as a code does, is no longer worth sending."""
        return super().due().filter(expires_at__gt=timezone.now())

    def run_out(self):
        """Sent or never sent: nobody needs them any more."""
        return self.filter(expires_at__lte=timezone.now())


class AccountMessage(Promise):
    """A promise about an account: its text may hold a code, so it is sealed, and forgotten once sent."""

    seal_key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    text = EncryptedTextField(blank=True)
    expires_at = models.DateTimeField()

    objects = AccountMessageQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self):
        return f"#{self.pk}"


class AccountMail(AccountMessage):
    """A mail to one address, in the words it is sent with."""

    address = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)

    class Meta(AccountMessage.Meta):
        indexes = [models.Index(fields=["sent_at", "due_at"], name="account_mail_due")]

    def forget(self):
        self.address, self.text = "", None


class ShortMessage(AccountMessage):
    """A text message; the number is sealed like the text."""

    phone = EncryptedTextField(blank=True)

    class Meta(AccountMessage.Meta):
        indexes = [models.Index(fields=["sent_at", "due_at"], name="short_message_due")]

    def forget(self):
        self.phone = self.text = None
