"""Text messages: stored sealed with the change they tell of, sent after it, tried again when that fails."""

import json
from datetime import timedelta
from pathlib import Path
from urllib.request import Request, urlopen

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from portal.models import ShortMessage
from portal.notifications import deliver_soon

LIFETIME = timedelta(minutes=15)


def promise(phone: str, text: str, **facts) -> None:
    """Keep a message to ``phone`` until the outbox sends it; ``text`` is translated and takes ``{facts}``."""
    ShortMessage.objects.create(
        phone=phone, text=str(text).format(**facts), expires_at=timezone.now() + LIFETIME
    )
    transaction.on_commit(deliver_soon)


def send(message: ShortMessage) -> None:
    """Hand one claimed message to the gateway."""
    backend = import_string(settings.SMS_BACKEND)()
    backend.send(message.phone.reveal(), message.text.reveal())


class FileBackend:
    """For the demo: each message becomes a file beside the e-mails."""

    def send(self, phone: str, text: str) -> None:
        folder = Path(settings.DATA_DIR) / "sms"
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{timezone.now():%Y%m%d-%H%M%S-%f}.txt"
        (folder / name).write_text(f"{phone}\n{text}\n", encoding="utf-8")


class GatewayBackend:
    """For production: one JSON POST to the office's own gateway (XIESHOU_SMS_GATEWAY)."""

    def send(self, phone: str, text: str) -> None:
        body = json.dumps({"phone": phone, "text": text}).encode()
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}",
        }
        request = Request(settings.SMS_GATEWAY, data=body, headers=headers)  # noqa: S310
        with urlopen(request, timeout=10):  # noqa: S310
            pass


class MemoryBackend:
    """For tests: keeps what was sent."""

    sent: list[tuple[str, str]] = []

    def send(self, phone: str, text: str) -> None:
        self.sent.append((phone, text))
