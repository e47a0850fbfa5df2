"""The times of one visit, as a helper or an officer enters them, and what is wrong with them."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.widgets import DigitsInput
from training import rules
from training.models import Session

MOST_MINUTES = 720


class MinutesField(forms.IntegerField):
    """Whole minutes of a break or a journey, none up to half a day."""

    def __init__(self, *, label, **options):
        wanted = format_lazy(
            _("“{field}” takes a number of minutes from 0 to {most}."), field=label, most=MOST_MINUTES
        )
        messages = dict.fromkeys(("required", "invalid", "min_value", "max_value"), wanted)
        options = {"min_value": 0, "max_value": MOST_MINUTES, "error_messages": messages, **options}
        super().__init__(label=label, widget=DigitsInput({"class": "short"}), **options)


def full_times(session: Session, came: time, left: time) -> tuple[datetime, datetime]:
    """Both times on the session's day; a session past midnight ends on the next one."""
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    began = timezone.make_aware(datetime.combine(starts.date(), came))
    ended = timezone.make_aware(datetime.combine(starts.date(), left))
    if ended < began and ends.date() > starts.date():
        ended += timedelta(days=1)
    return began, ended


def add_faults(form: forms.Form, session: Session) -> None:
    """Judge the answers given so far by the rules of attendance, so that every fault comes back at once."""
    given = form.cleaned_data
    if given.get("came_at") is None or given.get("left_at") is None:
        return
    came_at, left_at = full_times(session, given["came_at"], given["left_at"])
    facts = rules.AttendanceFacts(
        came_at=came_at,
        left_at=left_at,
        now=timezone.now(),
        break_minutes=given.get("break_minutes", 0),
        no_gifts=given.get("no_gifts", True),
        work_done=given.get("work_done", "…"),
    )
    for rule in rules.ATTENDANCE:
        fault = rule(facts)
        if fault is not None and fault.field not in form.errors:
            form.add_error(fault.field, str(fault.message))
