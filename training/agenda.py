"""How an appointment stands in the helper's calendar: its day, its part of the day, its state in a word."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import moments
from training import verified_reports
from training.choices import AttendanceState, SessionState
from training.models import Booking

MORNING, AFTERNOON, EVENING = "morning", "afternoon", "evening"
PARTS = (
    (MORNING, gettext_lazy("Morning")),
    (AFTERNOON, gettext_lazy("Afternoon")),
    (EVENING, gettext_lazy("Evening")),
)
NOON, SIX = 12 * 60, 18 * 60


@dataclass(frozen=True, slots=True)
class Slot:
    """One booking as a calendar entry; ``verified``: its hours are confirmed and the report is final."""

    booking: Booking
    verified: bool = False

    @property
    def session(self):
        return self.booking.session

    @property
    def day(self) -> date:
        return timezone.localdate(self.session.starts_at)

    @property
    def part(self) -> str:
        local = timezone.localtime(self.session.starts_at)
        minute = local.hour * 60 + local.minute
        return MORNING if minute < NOON else AFTERNOON if minute < SIX else EVENING

    @property
    def starts(self) -> str:
        return moments.clock(self.session.starts_at)

    @property
    def ends(self) -> str:
        return moments.clock(self.session.ends_at)

    @property
    def url(self) -> str:
        return reverse("training:session", args=[self.booking.session_id])

    @property
    def cancelled(self) -> bool:
        return self.session.state == SessionState.CANCELLED or not self.booking.active

    @property
    def asks(self) -> bool:
        """Whether the helper still has to say if they come."""
        return (
            not self.cancelled and self.booking.agreed_at is None and self.session.starts_at > timezone.now()
        )

    @property
    def to_report(self) -> bool:
        """Over, and the helper has not yet told how it was."""
        return (
            not self.cancelled
            and not self.booking.learns
            and self.booking.attendance == AttendanceState.EXPECTED
            and self.session.ends_at <= timezone.now()
        )

    @property
    def forgot_check_out(self) -> bool:
        """Over, checked in before its end and never checked out."""
        came = self.booking.came_at
        return (
            self.to_report
            and self.booking.left_at is None
            and came is not None
            and came < self.session.ends_at
        )

    @property
    def state(self) -> dict:
        """Word and tone of the chip."""
        if self.session.state == SessionState.CANCELLED:
            return {"text": _("Cancelled"), "tone": "bad", "icon": ""}
        if not self.booking.active and self.booking.learns:
            return {"text": _("Enrolment cancelled"), "tone": "", "icon": ""}
        if not self.booking.active:
            return {"text": _("Not coming"), "tone": "", "icon": ""}
        if self.booking.learns:
            return self._learning()
        if self.verified:
            return {"text": _("Verified"), "tone": "ok", "icon": ""}
        if self.booking.attendance == AttendanceState.PRESENT:
            return {"text": _("Reported"), "tone": "info", "icon": ""}
        if self.booking.attendance != AttendanceState.EXPECTED:
            return {"text": self.booking.get_attendance_display(), "tone": "warn", "icon": ""}
        if self.asks:
            return {"text": _("Waits for you"), "tone": "warn", "icon": "mail"}
        if self.to_report:
            return {"text": _("Not reported"), "tone": "warn", "icon": "clock"}
        return {"text": _("Confirmed"), "tone": "ok", "icon": ""}

    def _learning(self) -> dict:
        """How a course one enrolled for stands."""
        if self.booking.attendance == AttendanceState.PRESENT:
            return {"text": _("Took part"), "tone": "ok", "icon": ""}
        if self.booking.attendance == AttendanceState.NO_SHOW:
            return {"text": _("Did not take part"), "tone": "", "icon": ""}
        if self.asks:
            return {"text": _("Waits for you"), "tone": "warn", "icon": "mail"}
        return {"text": _("Enrolled"), "tone": "ok", "icon": ""}


def slots_of(bookings: Iterable[Booking]) -> list[Slot]:
    """Each booking as a calendar entry, what was verified read at once."""
    bookings = list(bookings)
    reported = [row.pk for row in bookings if row.attendance == AttendanceState.PRESENT]
    verified = verified_reports.verified(reported) if reported else set()
    return [Slot(booking, booking.pk in verified) for booking in bookings]


def by_day(slots: list[Slot]) -> dict[date, list[Slot]]:
    """Slots under their days, in the order given."""
    days: dict[date, list[Slot]] = {}
    for slot in slots:
        days.setdefault(slot.day, []).append(slot)
    return days


def free_parts(windows) -> set[tuple[str, int]]:
    """Which parts of which weekdays a helper named as available."""
    free = set()
    for window in windows:
        for part, begins, ends in ((MORNING, 0, NOON), (AFTERNOON, NOON, SIX), (EVENING, SIX, 24 * 60)):
            if window.start_minute < ends and begins < window.end_minute:
                free.add((part, window.weekday))
    return free
