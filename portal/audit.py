"""Who did what to which object, when, from where, and with what result.

``record`` writes inside the action's own transaction. A denied or refused attempt would roll
back with it, so ``note_attempt`` keeps it beside the request, task or command, and ``noting`` stores it
once the transaction is over.
"""

from collections.abc import Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import models
from django.utils import timezone

DONE, DENIED, REFUSED = "done", "denied", "refused"


@dataclass
class RequestFacts:
    """What is known about the present request; a task or command has no address."""

    address: str | None = None
    request_id: str = ""
    attempts: list[dict] = field(default_factory=list)


_current: ContextVar[RequestFacts | None] = ContextVar("audit_request", default=None)


@contextmanager
def noting(address: str | None = None, request_id: str = ""):
    """Keep the denied and refused attempts of a request, task or command, and write them at its end.

    Stands outside every transaction of theirs; within another such block it changes nothing.
    """
    if _current.get() is not None:
        yield
        return
    facts = RequestFacts(address=address, request_id=request_id)
    token = _current.set(facts)
    try:
        yield
    finally:
        _current.reset(token)
        if facts.attempts:
            _write(facts.attempts)


def _area_of(about: models.Model | None) -> int | None:
    """Where an object lies: as its ``audit_area_id`` says, else in its ``area``."""
    return getattr(about, "audit_area_id", None) or getattr(about, "area_id", None)


def _row(action: str, about: models.Model | None, by, result: str, detail: dict) -> dict:
    facts = _current.get()
    known = by is not None and getattr(by, "pk", None) is not None
    return {
        "at": timezone.now(),
        "action": action,
        "result": result,
        "actor_id": by.pk if known else None,
        "object_type": about._meta.label_lower if about is not None else "",
        "object_id": str(about.pk) if about is not None and about.pk is not None else "",
        "object_label": getattr(about, "audit_label", "") if about is not None else "",
        "area_id": _area_of(about),
        "address": facts.address if facts else None,
        "request_id": facts.request_id if facts else "",
        "detail": detail,
    }


def record(action: str, about: models.Model | None = None, *, by, result: str = DONE, **detail):
    """Append one audit entry. ``detail`` carries old and new values, never secrets or personal data."""
    from portal.models import AuditEntry

    return AuditEntry.objects.create(**_row(action, about, by, result, detail))


def record_each(action: str, things: Iterable[models.Model], *, by, **detail) -> None:
    """Append one entry about each of ``things``, in one statement."""
    from portal.models import AuditEntry

    AuditEntry.objects.bulk_create([AuditEntry(**_row(action, thing, by, DONE, detail)) for thing in things])


def note_attempt(action: str, about: models.Model | None, *, by, result: str, **detail) -> None:
    """Remember a denied or refused attempt until its transaction has rolled back."""
    facts = _current.get()
    if facts is not None:
        facts.attempts.append(_row(action, about, by, result, detail))


def _write(attempts: list[dict]) -> None:
    from portal.models import AuditEntry

    AuditEntry.objects.bulk_create([AuditEntry(**attempt) for attempt in attempts])
