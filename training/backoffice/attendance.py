"""Attendance for officers: who was expected where, and recording one helper's presence."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column

from portal import moments
from portal.backoffice import (
    ActionView,
    ChipColumn,
    DetailView,
    ExportView,
    GuardedViewSet,
    ListView,
    facts_panel,
)
from portal.backoffice.detail import trail_panel
from portal.durations import hours
from training import actions, wording
from training.backoffice.chips import ATTENDANCE_TONES, attendance_chip
from training.choices import AttendanceState
from training.forms.attendance_record import AttendanceRecordForm
from training.models import Booking


class RecordAttendanceView(ActionView):
    permission = "training.change_booking"
    label = _("Record attendance")
    form_class = AttendanceRecordForm
    explanation = _("For helpers who cannot report themselves, and for those who did not come.")

    @classmethod
    def is_offered(cls, instance, user):
        return bool(instance.helper_id) and not instance.learns and super().is_offered(instance, user)

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if self.object.helper_id is None:  # a room or a subject is not asked
            raise Http404

    success_message = _("The attendance is recorded. Somebody else confirms the hours.")

    def get_initial(self):
        booking = self.object
        session = booking.session
        return {
            "state": booking.attendance,
            "came_at": timezone.localtime(booking.came_at or session.starts_at).time(),
            "left_at": timezone.localtime(booking.left_at or session.ends_at).time(),
            "break_minutes": booking.break_minutes,
            "travel_minutes": booking.travel_minutes,
            "work_done": booking.work_done,
            "no_gifts": booking.no_gifts,
            "explanation": booking.explanation,
        }

    def run(self, form):
        state = AttendanceState(form.cleaned_data["state"])
        return actions.record_attendance(self.object, state, form.report(), by=self.request.user)

    def get_success_url(self):
        return reverse("sessions:inspect", args=[self.object.session_id])


class HelpersOnly:
    """Helpers' bookings only: rooms and subjects are not asked whether they came."""

    def get_base_queryset(self):
        return super().get_base_queryset().serving()


class BookingList(HelpersOnly, ListView):
    page_title = _("Attendance")


class BookingExport(HelpersOnly, ExportView):
    """The file holds the rows of the list."""


class BookingDetail(DetailView):
    select_related = ("session__office", "session__room__office", "helper", "attendance_by")

    def get_panels(self):
        return [facts_panel(self.get_facts(), aside=False), trail_panel(self.object.session)]

    def get_facts(self):
        booking, session = self.object, self.object.session
        minutes = booking.service_minutes
        times = (
            f"{moments.clock(booking.came_at)}–{moments.clock(booking.left_at)}"
            if minutes is not None
            else ""
        )
        where = format_html(
            '<a href="{}">{} {}</a>',
            reverse("sessions:inspect", args=[session.pk]),
            session.get_kind_display(),
            session.when,
        )
        return [
            (_("Session"), where),
            (pgettext_lazy("session", "Helper"), booking.helper),
            (_("Attendance"), attendance_chip(booking)),
            (pgettext_lazy("session", "Times"), times),
            (_("Checked in and out"), wording.tapped(booking)),
            (_("Break"), wording.duration(booking.break_minutes) if minutes else ""),
            (_("Travel, not counted"), wording.duration(booking.travel_minutes) if minutes else ""),
            (_("Hours counted"), hours(minutes) if minutes else ""),
            (_("What was done"), booking.work_done),
            (_("Follow-up wanted"), pgettext_lazy("session", "Yes") if booking.needs_follow_up else ""),
            (_("Explanation"), booking.explanation),
            (_("Recorded by"), booking.attendance_by),
        ]


class BookingViewSet(GuardedViewSet):
    model = Booking
    icon = "check"
    menu_label = _("Attendance")
    menu_order = 225
    menu_hook = "register_sessions_menu_item"
    index_view_class = BookingList
    export_view_class = BookingExport
    list_display = [
        Column("helper", label=pgettext_lazy("session", "Helper")),
        Column("session.get_kind_display", label=_("Kind of session")),
        Column("session.when", label=_("When")),
        ChipColumn("attendance", label=_("Attendance"), tones=ATTENDANCE_TONES),
    ]
    list_filter = ["attendance"]
    search_fields = ["helper__number", "helper__name"]
    select_related = ("session", "helper")
    keyset = ("-held_from", "-pk")
    list_export = [
        "session__starts_at",
        "session__ends_at",
        "session__kind",
        "helper__number",
        "attendance",
        "came_at",
        "left_at",
        "break_minutes",
        "travel_minutes",
        "session__office__name",
        "session__area__name",
    ]
    export_headings = {
        "helper__number": pgettext_lazy("session", "Helper"),
        "session__office__name": _("Office"),
        "session__area__name": _("Area"),
    }
    empty_message = _("Helpers appear here once a session is arranged.")
    detail_view_class = BookingDetail
    action_views = {"attendance": RecordAttendanceView}
