"""Which subjects were at a session: ticks beside their codes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from training.choices import AttendanceState
from training.models import Session


class SubjectsPresentField(forms.TypedMultipleChoiceField):
    """The subjects of one session, all ticked until somebody says that one did not come."""

    def __init__(self, session: Session):
        held = session.bookings.active().filter(subject__isnull=False).select_related("subject")
        rows = list(held.order_by("subject__code"))
        recorded = any(row.attendance != AttendanceState.EXPECTED for row in rows)
        super().__init__(
            label=_("Subjects who were there"),
            choices=[(row.subject_id, row.subject.code) for row in rows],
            initial=[
                row.subject_id for row in rows if not recorded or row.attendance == AttendanceState.PRESENT
            ],
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def clean(self, value) -> tuple[int, ...]:
        """Keys of those who were there."""
        return tuple(super().clean(value))
