"""The helper's report: when I came and left, what was done."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.widgets import TimeInput
from training.actions.attendance import Report
from training.forms.subjects_present import SubjectsPresentField
from training.forms.visits import MinutesField, add_faults, full_times
from training.models import Booking
from training.rules.attendance import GIFTS_ARE_REFUSED

SHORT = {"class": "short"}


class AttendanceForm(forms.Form):
    """Times of the session's day, the work in words, and the declaration."""

    came_at = forms.TimeField(label=_("Began"), widget=TimeInput(SHORT))
    left_at = forms.TimeField(label=_("Ended"), widget=TimeInput(SHORT))
    break_minutes = MinutesField(label=_("Break"), help_text=_("minutes"))
    travel_minutes = MinutesField(
        label=_("Travel there and back"), help_text=_("minutes, not counted as service")
    )
    work_done = forms.CharField(
        label=_("What was done"),
        help_text=_("The content of the service only; no name, phone number or address of anybody."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    no_gifts = forms.BooleanField(
        label=_("I took no payment and no gift from the subject"),
        error_messages={"required": GIFTS_ARE_REFUSED},
    )
    needs_follow_up = forms.BooleanField(label=_("The judicial office should follow up soon"), required=False)
    explanation = forms.CharField(
        label=_("Explanation"),
        help_text=_("Only for a late report, or for more hours on one day than the daily limit."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, booking: Booking, **kwargs):
        self.booking = booking
        super().__init__(*args, initial=_what_is_known(booking), **kwargs)
        subjects = SubjectsPresentField(booking.session)
        if subjects.choices:
            self.fields["subjects_came"] = subjects

    def clean(self):
        add_faults(self, self.booking.session)
        return self.cleaned_data

    def report(self) -> Report:
        """The cleaned answers with full times."""
        answers = dict(self.cleaned_data)
        came, left = full_times(self.booking.session, answers.pop("came_at"), answers.pop("left_at"))
        return Report(came_at=came, left_at=left, **answers)


def _what_is_known(booking: Booking) -> dict:
    """What was reported or checked in before, otherwise the planned times."""
    session = booking.session
    return {
        "came_at": timezone.localtime(booking.came_at or session.starts_at).time(),
        "left_at": timezone.localtime(booking.left_at or session.ends_at).time(),
        "break_minutes": booking.break_minutes,
        "travel_minutes": booking.travel_minutes,
        "work_done": booking.work_done,
        "no_gifts": booking.no_gifts,
        "needs_follow_up": booking.needs_follow_up,
        "explanation": booking.explanation,
    }
