"""A session: one meeting of helpers, subjects and a place at a time."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal import moments
from portal.models import Area, InAreaQuerySet, Office
from training.choices import OFFICERS_ONLY, SessionKind, SessionState
from volunteers.choices import HelpKind
from volunteers.models import SupervisionGroup

from .courses import Course
from .rooms import Room, areas_above


class SessionQuerySet(InAreaQuerySet):
    def planned(self):
        """Still to come or not closed yet, soonest first."""
        return self.filter(state=SessionState.PLANNED).order_by("starts_at", "pk")

    def without_helper(self, now):
        """To come, and nobody serves any more: every helper declined or stopped."""
        serving = Q(bookings__helper__isnull=False, bookings__active=True, bookings__learns=False)
        ahead = self.planned().filter(starts_at__gt=now, course=None).exclude(kind__in=OFFICERS_ONLY)
        return ahead.annotate(serving=Count("bookings", filter=serving)).filter(serving=0)

    def around(self, helper):
        """Sessions in the area of ``helper`` or one above it."""
        if helper.area is None:
            return self.none()
        return self.filter(area__in=[helper.area_id, *areas_above([helper.area.path])])

    def for_enrolment(self, helper, now):
        """Dates of courses still to come that ``helper`` may enrol for, soonest first."""
        return self.planned().around(helper).filter(course__isnull=False, starts_at__gt=now)

    def with_learners(self):
        """Joined with place and office, and with the number of those who enrolled as ``enrolled``."""
        learning = Q(bookings__learns=True, bookings__active=True)
        rows = self.select_related("course", "office", "room__office", "area")
        return rows.annotate(enrolled=Count("bookings", filter=learning))

    def of_helper(self, helper):
        """The sessions a helper is booked for."""
        return self.filter(bookings__helper=helper, bookings__active=True).distinct()


class Session(models.Model):
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind of session"), max_length=30, choices=SessionKind)
    help_kind = models.CharField(_("kind of help"), max_length=25, choices=HelpKind, blank=True)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="sessions", verbose_name=pgettext_lazy("session", "area")
    )
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("organised by")
    )
    group = models.ForeignKey(
        SupervisionGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("supervision group"),
    )
    course = models.ForeignKey(
        Course,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dates",
        verbose_name=_("training course"),
    )
    seats = models.PositiveSmallIntegerField(
        _("places"), null=True, blank=True, help_text=_("How many helpers may enrol.")
    )
    room = models.ForeignKey(
        Room,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("room"),
    )
    place = models.CharField(
        _("place"), max_length=100, blank=True, help_text=_("Where to meet, if not in a room of the office.")
    )
    starts_at = models.DateTimeField(pgettext_lazy("session", "begins"))
    ends_at = models.DateTimeField(pgettext_lazy("session", "ends"))
    state = models.CharField(_("state"), max_length=10, choices=SessionState, default=SessionState.PLANNED)
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("chaired by"),
    )
    has_risk = models.BooleanField(_("personal danger possible"), default=False)
    fitness_confirmed = models.BooleanField(
        _("labour ability and health of the subjects are fit for this activity"), default=False
    )
    fitness_confirmed_again = models.BooleanField(
        _("fitness confirmed a second time, outside prison for illness"), default=False
    )
    guardian_notified = models.BooleanField(_("the guardian was told to attend"), default=False)
    necessity = models.CharField(_("why in working hours"), max_length=200, blank=True)
    cancel_reason = models.CharField(_("reason for cancelling"), max_length=200, blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("arranged by"),
    )
    created_at = models.DateTimeField(db_default=Now())

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        permissions = [("export_session", _("Can export sessions"))]
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["area", "-starts_at", "-id"], name="session_by_area")]
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="session_in_order")
        ]

    def __str__(self):
        return f"{self.name} {self.when}"

    @property
    def audit_label(self) -> str:
        return f"#{self.pk}"

    @property
    def minutes(self) -> int:
        """Planned length in whole minutes."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def places_left(self) -> int | None:
        """Free places of a row read ``with_learners``; None where they are not counted."""
        return None if self.seats is None else max(0, self.seats - self.enrolled)

    @property
    def name(self) -> str:
        """What it is called: the course that is held, else the kind of session."""
        return self.course.title if self.course else self.get_kind_display()

    @property
    def where(self) -> str:
        """Where to meet, as those who take part read it."""
        return f"{self.room.office.name} {self.room.name}" if self.room else self.place

    @property
    def when(self) -> str:
        """Local day and time, in the reader's language."""
        return moments.span(self.starts_at, self.ends_at)

    @property
    def when_kept(self) -> str:
        """The same for a notice, whose reader's language is not known yet."""
        return moments.kept(self.starts_at, self.ends_at)

    @property
    def terms(self) -> str:
        """Time and place in one word, to see whether somebody answers what they have read."""
        starts_at, ends_at = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        return f"{starts_at:%Y%m%d%H%M}-{ends_at:%Y%m%d%H%M}-{self.room_id or self.place}"

    @property
    def when_listed(self) -> str:
        """Day with its year, and time: what a long list needs."""
        day = date_format(timezone.localtime(self.starts_at))
        return f"{day} {moments.clock(self.starts_at)}–{moments.clock(self.ends_at)}"

    # What lists and detail pages write over these values.
    when.fget.short_description = when_listed.fget.short_description = _("day and time")
    where.fget.short_description = _("place")
