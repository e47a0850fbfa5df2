"""What a session holds: a helper, a room or a subject, for an interval; and who really came."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.models import InAreaQuerySet
from training import rules
from training.choices import AttendanceState
from volunteers.models import Helper, Subject

from .rooms import Room
from .sessions import Session


class BookingQuerySet(InAreaQuerySet):
    area_lookup = "session__area"

    def active(self):
        """Bookings of sessions that were not cancelled."""
        return self.filter(active=True)

    def of_helper(self, helper):
        """A helper's appointments, also those that were cancelled, with what a calendar shows of them."""
        return self.filter(helper=helper).for_display()

    def for_display(self):
        """Joined with what a screen shows of the session."""
        return self.select_related(
            "session__area",
            "session__office",
            "session__course",
            "session__room__office",
            "session__group__subject",
        )

    def learning(self):
        """Those who come to learn, not to serve: their attendance is no service (rule 73)."""
        return self.filter(learns=True)

    def serving(self):
        """Helpers who hold a session, not those who attend its course."""
        return self.filter(helper__isnull=False, learns=False)

    def overlapping(self, starts_at, ends_at):
        """Active bookings that touch the half-open interval."""
        return self.active().filter(held_from__lt=ends_at, held_to__gt=starts_at)


class Booking(models.Model):
    """One resource of one session. ``held_from`` and ``held_to`` include the travel buffer (rule 23)."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="bookings")
    helper = models.ForeignKey(
        Helper, on_delete=models.PROTECT, null=True, blank=True, related_name="bookings"
    )
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="bookings")
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="bookings"
    )
    learns = models.BooleanField(_("enrolled for the course"), default=False)
    held_from = models.DateTimeField()
    held_to = models.DateTimeField()
    active = models.BooleanField(default=True)
    # Nobody is sent to a session against their will (rule 11): set when the helper agrees, or at once
    # for members of the group, who agreed when they took their seat.
    agreed_at = models.DateTimeField(_("agreed"), null=True, blank=True)

    attendance = models.CharField(
        _("attendance"), max_length=10, choices=AttendanceState, default=AttendanceState.EXPECTED
    )
    came_at = models.DateTimeField(_("came"), null=True, blank=True)
    left_at = models.DateTimeField(pgettext_lazy("session", "left"), null=True, blank=True)
    # What was tapped on the phone at the place; whatever is reported afterwards leaves it as it is.
    checked_in_at = models.DateTimeField(_("checked in"), null=True, blank=True, editable=False)
    checked_out_at = models.DateTimeField(_("checked out"), null=True, blank=True, editable=False)
    break_minutes = models.PositiveIntegerField(_("break, minutes"), default=0)
    travel_minutes = models.PositiveIntegerField(_("travel, minutes"), default=0)
    work_done = models.CharField(_("what was done"), max_length=500, blank=True)
    no_gifts = models.BooleanField(_("no payment or gift was taken from the subject"), default=False)
    needs_follow_up = models.BooleanField(_("the judicial office should follow up soon"), default=False)
    explanation = models.CharField(_("explanation"), max_length=300, blank=True)
    attendance_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        permissions = [("export_booking", _("Can export attendance"))]
        ordering = ["session", "pk"]
        indexes = [
            models.Index(fields=["helper", "held_from"], name="booking_by_helper"),
            models.Index(fields=["room", "held_from"], name="booking_by_room"),
            models.Index(fields=["subject", "held_from"], name="booking_by_subject"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(held_from__lt=F("held_to")), name="booking_in_order"),
            models.CheckConstraint(
                condition=Q(helper__isnull=False, room=None, subject=None)
                | Q(helper=None, room__isnull=False, subject=None)
                | Q(helper=None, room=None, subject__isnull=False),
                name="booking_of_one_resource",
            ),
            models.CheckConstraint(
                condition=Q(came_at=None) | Q(left_at=None) | Q(came_at__lt=F("left_at")),
                name="attendance_in_order",
            ),
            models.UniqueConstraint(fields=["session", "helper"], name="one_booking_a_session_and_helper"),
            models.UniqueConstraint(fields=["session", "subject"], name="one_booking_a_session_and_subject"),
        ]

    def __str__(self):
        """Who or what is held, as the pages about one booking say it."""
        return str(self.helper or self.room or self.subject)

    def forget_attendance(self) -> None:
        """As if nobody had come yet: the session is arranged anew, or the helper does not come."""
        self.attendance = AttendanceState.EXPECTED
        self.came_at = self.left_at = self.checked_in_at = self.checked_out_at = None

    @property
    def service_minutes(self) -> int | None:
        """Whole minutes of service: break taken off, travel not counted (rule 27); None until complete."""
        if self.came_at is None or self.left_at is None:
            return None
        return rules.service_minutes(self.came_at, self.left_at, self.break_minutes)
