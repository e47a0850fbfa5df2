"""One date of a course: when, where, for how many, and who teaches."""

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.backoffice import ActionForm
from portal.widgets import DateInput, TimeInput
from training import planning
from training.choices import SessionKind
from training.forms.booking import NamesField
from training.models import Course, Room, Session
from training.planning import Plan
from volunteers.models import Helper

FIRST_HOUR = 9
MOST_SEATS = 500


class CourseDateForm(ActionForm):
    """``instance`` is the course of a new date, or the session of one that is moved."""

    day = forms.DateField(label=_("Day"), widget=DateInput)
    starts_at = forms.TimeField(label=pgettext_lazy("session", "Begins"), widget=TimeInput)
    ends_at = forms.TimeField(label=pgettext_lazy("session", "Ends"), widget=TimeInput)
    room = forms.ModelChoiceField(
        label=_("Room"), queryset=Room.objects.none(), required=False, empty_label=_("no room of the office")
    )
    place = forms.CharField(
        label=_("Place"),
        help_text=_("Where to meet, if not in a room of the office."),
        max_length=100,
        required=False,
    )
    seats = forms.IntegerField(
        label=_("Places"),
        help_text=_("How many helpers may enrol."),
        min_value=1,
        max_value=MOST_SEATS,
        initial=20,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            format_lazy(_("Enter how many places there are, from 1 to {most}."), most=MOST_SEATS),
        ),
    )
    helpers = NamesField(
        label=_("Teachers from among the helpers, by volunteer number"),
        help_text=_("Leave it empty where staff teach. Helpers are asked first."),
        model=Helper,
        key="number",
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = Room.objects.bookable_by(self.for_user).select_related("office")
        moved = isinstance(self.instance, Session)
        self.session = self.instance if moved else None
        self.course = self.instance.course if moved else self.instance
        if not moved:
            begins = datetime(2000, 1, 1, FIRST_HOUR)
            self.fields["starts_at"].initial = begins.time()
            self.fields["ends_at"].initial = (begins + timedelta(minutes=self.course.minutes)).time()
        self.fields["ends_at"].help_text = format_lazy(
            _("The course takes {length}; breaks come on top."), length=self.course.length
        )

    def clean_helpers(self):
        rows = Helper.objects.visible_to(self.for_user)
        return self.fields["helpers"].rows(self.cleaned_data["helpers"], rows)

    def plan(self) -> Plan:
        """The date as typed; the rules judge it."""
        given = dict(self.cleaned_data)
        day = given.pop("day")
        times = {
            name: timezone.make_aware(datetime.combine(day, given.pop(name)))
            for name in ("starts_at", "ends_at")
        }
        stored = planning.plan_of(self.session) if self.session else None
        return Plan(
            **given,
            **times,
            kind=SessionKind.HELPER_TRAINING,
            course=self.course,
            chair=(stored and stored.chair) or self.for_user,
            area=stored.area if stored else area_for(self.course, self.for_user),
            office=stored.office if stored else self.for_user.office,
            learners=stored.learners if stored else (),
        )

    @staticmethod
    def initial_for(session: Session) -> dict:
        """What the form shows of a stored date."""
        plan = planning.plan_of(session)
        starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        return {
            "day": starts.date(),
            "starts_at": starts.time(),
            "ends_at": ends.time(),
            "room": plan.room,
            "place": plan.place,
            "seats": plan.seats,
            "helpers": plan.helpers,
        }


def area_for(course: Course, user):
    """Whom a date is for: the whole area of the course if the officer covers it, else the officer's own."""
    if any(area.covers(course.area) for area in user.areas):
        return course.area
    return user.areas.order_by("path").first()
