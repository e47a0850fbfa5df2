"""What an officer records about one helper's presence."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.backoffice import ActionForm
from portal.widgets import TimeInput
from training.actions.attendance import Report
from training.choices import AttendanceState
from training.forms.subjects_present import SubjectsPresentField
from training.forms.visits import MinutesField, add_faults, full_times

WHO_CAME = _("Needed for somebody who came.")


class AttendanceRecordForm(ActionForm):
    """An officer's word on one helper: came and how long, was excused, or did not come."""

    state = forms.ChoiceField(
        label=_("Attendance"),
        widget=forms.RadioSelect,
        choices=[choice for choice in AttendanceState.choices if choice[0] != AttendanceState.EXPECTED],
    )
    came_at = forms.TimeField(label=_("Began"), help_text=WHO_CAME, widget=TimeInput, required=False)
    left_at = forms.TimeField(label=_("Ended"), help_text=WHO_CAME, widget=TimeInput, required=False)
    break_minutes = MinutesField(label=_("Break, minutes"), initial=0)
    travel_minutes = MinutesField(label=_("Travel there and back, minutes"), initial=0)
    work_done = forms.CharField(
        label=_("What was done"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    no_gifts = forms.BooleanField(
        label=_("The helper declares: no payment and no gift was taken"), required=False
    )
    explanation = forms.CharField(label=_("Explanation"), max_length=300, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        subjects = SubjectsPresentField(self.instance.session)
        if subjects.choices:
            self.fields["subjects_came"] = subjects

    def clean(self):
        given = super().clean()
        if given.get("state") == AttendanceState.PRESENT:
            for name in ("came_at", "left_at"):
                if given.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Enter the time for somebody who came."))
            add_faults(self, self.instance.session)
        return given

    def report(self) -> Report | None:
        """Full times of the session's day; nothing for somebody who did not come."""
        given = dict(self.cleaned_data)
        if given.pop("state") != AttendanceState.PRESENT:
            return None
        came, left = full_times(self.instance.session, given.pop("came_at"), given.pop("left_at"))
        return Report(came_at=came, left_at=left, **given)
