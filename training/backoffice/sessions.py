"""Sessions for officers: the list, one session in evidence, cancelling, closing."""

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
    FirstShown,
    GuardedViewSet,
    ReasonForm,
    facts_panel,
    table_panel,
)
from portal.backoffice.detail import Panel, trail_panel
from portal.durations import hours
from training import actions, planning, rules
from training.backoffice.attendance import RecordAttendanceView
from training.backoffice.booking import BookView, RescheduleView
from training.backoffice.chips import SESSION_TONES, attendance_chip, session_chip
from training.backoffice.course_dates import RecordLearnersView, learners_panel
from training.choices import AttendanceState, SessionState
from training.models import Session
from volunteers.backoffice.links import link


class CancelView(ActionView):
    action = actions.cancel
    permission = "training.change_session"
    label = _("Cancel the session")
    states = (SessionState.PLANNED,)
    danger = True
    form_class = ReasonForm
    explanation = _("Room, helpers and subjects are free again, and the helpers are told at once.")
    success_message = _("The session is cancelled.")


class CloseView(ActionView):
    action = actions.close_session
    permission = "training.change_session"
    label = _("Close as held")
    states = (SessionState.PLANNED,)
    explanation = _("For a session that took place and whose attendance is recorded.")
    success_message = _("The session is closed.")

    @classmethod
    def is_offered(cls, instance, user):
        """Once it is over; a date of a course closes when its participants are recorded."""
        over = instance.course_id is None and instance.ends_at <= timezone.now()
        return over and super().is_offered(instance, user)


class SessionDetail(DetailView):
    select_related = ("area", "office", "room__office", "group__subject", "course", "chair", "created_by")

    def get_state_display_value(self):
        return session_chip(self.object)

    def get_group_display_value(self):
        group = self.object.group
        return link("supervision_groups:inspect", group, group.subject.code) if group else ""

    def get_bookings(self):
        return list(
            self.object.bookings.select_related("helper", "subject").order_by(
                "helper__number", "subject__code"
            )
        )

    def get_panels(self):
        bookings = self.get_bookings()
        serving = [booking for booking in bookings if booking.helper_id and not booking.learns]
        if self.object.course_id:
            learning = [booking for booking in bookings if booking.learns]
            people = [learners_panel(learning, self.request.user)]
            people += [self.helpers(serving)] if serving else []
        else:
            cancelled = self.object.state == SessionState.CANCELLED
            subjects = [row for row in bookings if row.subject_id and (row.active or cancelled)]
            people = [self.helpers(serving), self.subjects(subjects)]
        return [
            self.unlawful(),
            *people,
            facts_panel(self.get_facts()),
            trail_panel(self.object),
        ]

    def unlawful(self) -> Panel:
        """Rules that the planned session breaks as of now; shown only if there are any."""
        broken = ()
        if self.object.state == SessionState.PLANNED and self.object.ends_at > timezone.now():
            plan = planning.plan_of(self.object)
            broken = rules.broken_rules(
                planning.facts_of(plan, viewer=self.request.user, apart_from=self.object)
            )
        return Panel(
            _("Rules that are not met any more"),
            "portal/components/refusal.html",
            {"violations": broken},
            shown=bool(broken),
        )

    def helpers(self, bookings) -> Panel:
        rows = [
            [
                self._who(booking),
                "" if self.object.state == SessionState.CANCELLED else _answer(booking),
                self._attendance(booking),
                _times(booking),
                _hours(booking),
            ]
            for booking in bookings
        ]
        columns = [
            pgettext_lazy("session", "Helper"),
            pgettext_lazy("helper", "Answer"),
            _("Attendance"),
            pgettext_lazy("session", "Times"),
            pgettext_lazy("session", "Hours") + "#",
        ]
        return table_panel(
            pgettext_lazy("session", "Helpers"), columns, rows, empty=_("No helper takes part.")
        )

    def _who(self, booking):
        url = reverse("bookings:inspect", args=[booking.pk])
        return format_html('<a href="{}">{}</a>', url, booking.helper)

    def _attendance(self, booking):
        """Whether the helper came, or the way to record it while that is still open."""
        open_to_record = (
            booking.active
            and booking.attendance == AttendanceState.EXPECTED
            and self.object.state == SessionState.PLANNED
            and self.object.starts_at <= timezone.now()
            and self.request.user.has_perm(RecordAttendanceView.permission)
        )
        if open_to_record:
            return link("bookings:attendance", booking, RecordAttendanceView.label)
        return attendance_chip(booking)

    def subjects(self, bookings) -> Panel:
        rows = [
            [
                booking.subject.code,
                _("minor") if booking.subject.is_minor else "",
                attendance_chip(booking),
            ]
            for booking in bookings
        ]
        columns = [_("Subject code"), _("Remark"), _("Attendance")]
        return table_panel(pgettext_lazy("session", "Subjects"), columns, rows, empty=_("None."))

    def get_callout(self):
        session = self.object
        if session.state == SessionState.CANCELLED:
            return {"title": _("This session was cancelled"), "text": session.cancel_reason, "tone": "bad"}
        if session.state == SessionState.PLANNED and session.ends_at <= timezone.now():
            text = _("Record who came.") if session.course_id else _("Record who came, then close it.")
            return {"title": _("This session is over"), "text": text, "tone": "warn"}
        return None


def _answer(booking):
    if not booking.active:
        return _("does not come")
    return _("comes") if booking.agreed_at else pgettext_lazy("session", "asked")


def _times(booking):
    if booking.came_at is None:
        return ""
    left = moments.clock(booking.left_at) if booking.left_at else "…"
    return f"{moments.clock(booking.came_at)}–{left}"


def _hours(booking):
    minutes = booking.service_minutes
    return "" if minutes is None or booking.attendance != AttendanceState.PRESENT else hours(minutes)


class SessionViewSet(GuardedViewSet):
    model = Session
    icon = "date"
    menu_label = _("Sessions")
    menu_order = 220
    menu_hook = "register_sessions_menu_item"
    add_enabled = True
    list_display = [
        "when_listed",
        Column("name", label=_("Kind of session")),
        ChipColumn(tones=SESSION_TONES),
        Column("group.subject.code", label=_("Subject code")),
        "area",
    ]
    list_filter = ["state", "kind", "area"]
    search_fields = ["group__subject__code", "place", "room__name"]
    select_related = ("group__subject", "area", "course")
    keyset = ("-starts_at", "-pk")
    first_shown = FirstShown(
        "state",
        (SessionState.PLANNED,),
        _("sessions to come and those not closed yet"),
        keyset=("starts_at", "pk"),
    )
    list_export = [
        "starts_at",
        "ends_at",
        "kind",
        "course__title",
        "help_kind",
        "state",
        "group__subject__code",
        "place",
        "room__name",
        "office__name",
        "area__name",
    ]
    export_headings = {
        "course__title": _("Course"),
        "group__subject__code": _("Subject code"),
        "room__name": _("Room"),
        "office__name": _("Office"),
        "area__name": _("Area"),
    }
    empty_message = _("Arrange the first session with the button above.")
    detail_view_class = SessionDetail
    inspect_view_fields = [
        "kind",
        "course",
        "help_kind",
        "when",
        "where",
        "seats",
        "state",
        "office",
        "area",
        "group",
        "chair",
        "has_risk",
        "necessity",
        "created_by",
    ]
    action_views = {
        "learners": RecordLearnersView,
        "close": CloseView,
        "reschedule": RescheduleView,
        "cancel": CancelView,
    }
    add_item_label = _("Arrange a session")

    @property
    def add_view(self):
        return self.construct_view(BookView)
