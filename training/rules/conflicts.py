"""Nobody and nothing is in two places at once (rule 23)."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.rules import SAFEGUARD, Violation

from .facts import Busy, SessionFacts


def conflicts(session: SessionFacts) -> tuple[Violation, ...]:
    """Every session that already holds the room, a helper or a subject in this time."""
    found: list[Violation] = []
    if session.room is not None:
        found += _clashes(session, session.room.busy, session.room_buffer, "room")
    for helper in session.helpers:
        found += _clashes(session, helper.busy, session.helper_buffer, "helpers", helper.who)
    for subject in session.subjects:
        found += _clashes(session, subject.busy, 0, "subjects", subject.code)
    return tuple(found)


def _clashes(
    session: SessionFacts, busy: Iterable[Busy], buffer: int, field: str, who: str = ""
) -> list[Violation]:
    held_to = session.ends_at + timedelta(minutes=buffer)
    return [
        Violation(f"session.overlap_{field}", _clash_text(other.label, who, buffer), SAFEGUARD, field)
        for other in busy
        if other.overlaps(session.starts_at, held_to)
    ]


def _clash_text(label: str, who: str, buffer: int):
    text = format_lazy(_("This time overlaps with “{session}”."), session=label)
    if buffer:
        kept = _("{minutes} minutes are kept free after each.")
        text = format_lazy("{text}{kept}", text=text, kept=format_lazy(kept, minutes=buffer))
    return format_lazy("{who}：{text}", who=who, text=text) if who else text
