"""Dates of a course for officers: fixing one, and recording who was there."""

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from portal.backoffice import ActionView, Panel, table_panel
from training import actions
from training.backoffice.chips import session_chip
from training.choices import AttendanceState, SessionState
from training.forms.course_dates import CourseDateForm
from training.forms.participants import LearnersForm
from training.models import Course
from volunteers.backoffice.links import helper_links

SHOWN = 20


class ParticipantsView(ActionView):
    """A list to tick; the button beside the search box adds people and records nothing."""

    template_name = "training/backoffice/participants.html"

    def post(self, request, *args, **kwargs):
        if "look_up" not in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.get_form()
        form.hand_back()
        return self.render_to_response(self.get_context_data(form=form))


class ScheduleView(ActionView):
    permission = "training.add_session"
    label = _("Fix a date")
    form_class = CourseDateForm
    success_message = _("The date is fixed. Helpers who still need the course are being told and may enrol.")

    @classmethod
    def is_offered(cls, instance, user):
        return super().is_offered(instance, user) and not instance.self_study

    def run(self, form):
        return actions.schedule_course(self.object, form.plan(), by=self.request.user)


class RecordLearnersView(ParticipantsView):
    permission = "training.change_session"
    label = _("Record who came")
    form_class = LearnersForm
    explanation = _(
        "Whoever is ticked has passed the course. Who enrolled and is not ticked is recorded as not come. "
        "The date is then closed."
    )
    states = (SessionState.PLANNED,)
    success_message = _("Recorded. The helpers are being told.")

    @classmethod
    def is_offered(cls, instance, user):
        begun = instance.course_id and instance.starts_at <= timezone.now()
        return bool(begun) and super().is_offered(instance, user)

    def run(self, form):
        chosen = form.cleaned_data["participants"]
        return actions.record_learners(self.object, helpers=chosen, by=self.request.user)


def dates_panel(course: Course, user) -> Panel:
    """The dates of a course that the officer may see, newest first, with how many enrolled."""
    rows = course.dates.visible_to(user).with_learners().order_by("-starts_at", "-pk")[:SHOWN]
    cells = [
        [
            format_html('<a href="{}">{}</a>', reverse("sessions:inspect", args=[row.pk]), row.when_listed),
            row.where,
            places(row),
            session_chip(row),
        ]
        for row in rows
    ]
    return table_panel(
        _("Dates of the course"),
        [_("When"), _("Where"), _("Enrolled"), _("State")],
        cells,
        empty=_("This course is read by oneself.")
        if course.self_study
        else _("No date yet. Fix one, so that helpers can enrol."),
    )


def places(session) -> str:
    """How many enrolled, of how many places."""
    if session.seats is None:
        return ngettext("{n} person", "{n} people", session.enrolled).format(n=session.enrolled)
    return f"{session.enrolled} / {session.seats}"


def learners_panel(bookings, user) -> Panel:
    """Who enrolled for the date, and who came."""
    enrolled = [row for row in bookings if row.active]
    people = helper_links([row.helper for row in enrolled], user)
    rows = [[people[row.helper_id], _word(row)] for row in enrolled]
    columns = [pgettext_lazy("session", "Helper"), _("Attendance")]
    return table_panel(_("Enrolled"), columns, rows, empty=_("Nobody has enrolled yet."))


def _word(booking):
    if booking.attendance == AttendanceState.PRESENT:
        return _("took part")
    if booking.attendance == AttendanceState.NO_SHOW:
        return _("did not come")
    return _("enrolled") if booking.agreed_at else _("asked again, the date was moved")
