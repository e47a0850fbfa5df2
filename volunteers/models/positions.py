"""An open seat of a group, who must not take it, and the invitations to it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.fixed_columns import fixed_columns
from portal.models import Area, InAreaQuerySet
from volunteers.choices import (
    CredentialKind,
    HelperKind,
    HelpKind,
    InvitationState,
    PositionState,
    Priority,
    RecusalReason,
)

from .groups import SupervisionGroup
from .helpers import Helper


class PositionQuerySet(InAreaQuerySet):
    def open(self):
        """Seats that nobody holds or is invited to, most pressing first."""
        return self.filter(state=PositionState.OPEN).order_by("deadline", "pk")

    def on_needs_board(self):
        """Open seats the public may see: published with a risk text (rule 12)."""
        return self.open().filter(published_at__isnull=False).exclude(risk_text="")

    def unfilled(self):
        """Open seats and seats whose invitation waits for its answer."""
        return self.filter(state__in=[PositionState.OPEN, PositionState.INVITED]).order_by("deadline", "pk")


class Position(models.Model):
    """One seat. Windows are ``[{"day": 1, "from": "09:00", "to": "11:00"}]`` on the quarter hour."""

    group = models.ForeignKey(
        SupervisionGroup,
        on_delete=models.PROTECT,
        related_name="positions",
        verbose_name=_("supervision group"),
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="positions", verbose_name=_("area"))
    helper_kind = models.CharField(_("kind of helper"), max_length=20, choices=HelperKind)
    help_kind = models.CharField(_("kind of help"), max_length=25, choices=HelpKind)
    credential = models.CharField(_("credential"), max_length=30, choices=CredentialKind, blank=True)
    required_tags = models.JSONField(pgettext_lazy("position", "required"), default=list, blank=True)
    preferred_tags = models.JSONField(_("preferred"), default=list, blank=True)
    dialects = models.JSONField(_("dialects"), default=list, blank=True)
    wants_female = models.BooleanField(_("a woman is needed"), default=False)
    minutes_per_month = models.PositiveIntegerField(_("minutes a month"), default=120)
    session_minutes = models.PositiveIntegerField(_("minutes a session"), default=60)
    remote_possible = models.BooleanField(_("by video possible"), default=False)
    fixed_time = models.BooleanField(_("at fixed times"), default=False)
    windows = models.JSONField(_("times"), default=list, blank=True)
    has_risk = models.BooleanField(_("personal danger possible"), default=False)
    priority = models.CharField(_("priority"), max_length=8, choices=Priority, default=Priority.NORMAL)
    starts_on = models.DateField(_("begins"))
    deadline = models.DateField(_("to be filled by"))
    state = models.CharField(_("state"), max_length=10, choices=PositionState, default=PositionState.OPEN)
    public_title = models.CharField(_("title on the needs board"), max_length=60, blank=True)
    risk_text = models.CharField(_("possible risks and precautions"), max_length=300, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created"), db_default=Now())

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("open position")
        verbose_name_plural = _("open positions")
        ordering = ["deadline", "pk"]
        indexes = [models.Index(fields=["area", "state", "deadline"], name="position_by_area")]

    def __str__(self):
        return f"{self.get_helper_kind_display()} · {self.get_help_kind_display()}"

    @property
    def audit_label(self) -> str:
        return f"#{self.pk}"

    @property
    def risk_words(self) -> str:
        """What a helper reads of the risks before answering (rule 12)."""
        if self.risk_text:
            return self.risk_text
        if self.has_risk:
            return gettext("Personal danger is possible. Ask the judicial office which before you answer.")
        return gettext("No particular risk is stated.")

    @property
    def need_id(self) -> str:
        """How the matching engine and its explanations name this seat."""
        return f"{self.group.subject.code}/{self.pk}"


class RecusalQuerySet(InAreaQuerySet):
    area_lookup = "group__area"


class Recusal(models.Model):
    """A helper who may not serve this group."""

    group = models.ForeignKey(SupervisionGroup, on_delete=models.PROTECT, related_name="recusals")
    helper = models.ForeignKey(Helper, on_delete=models.PROTECT, related_name="recusals")
    reason = models.CharField(_("reason"), max_length=20, choices=RecusalReason)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = RecusalQuerySet.as_manager()

    class Meta:
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")
        constraints = [models.UniqueConstraint(fields=["group", "helper"], name="one_recusal_a_pair")]

    def __str__(self):
        return f"{self.group_id} {self.helper_id}"


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A helper's own invitations, and those to positions in an officer's areas."""
        from portal.models import visible_area_ids

        if user.is_superuser:
            return self.all()
        return self.filter(Q(helper__account=user) | Q(position__area__in=visible_area_ids(user)))

    def unanswered(self):
        """Sent and still waiting, oldest first."""
        return self.filter(state=InvitationState.SENT).order_by("sent_at", "pk")

    def overdue(self, today):
        """Unanswered after the last day for an answer."""
        return self.unanswered().filter(answer_by__lt=today)


@fixed_columns("position_id", "helper_id", "plan_id", "snapshot")
class Invitation(models.Model):
    """An offer to one helper. ``snapshot`` keeps what was known; a database trigger refuses to change it."""

    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("position")
    )
    helper = models.ForeignKey(
        Helper, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("helper")
    )
    state = models.CharField(_("state"), max_length=10, choices=InvitationState, default=InvitationState.SENT)
    snapshot = models.JSONField(_("what was known"), default=dict, editable=False)
    override_reason = models.CharField(_("reason for this choice"), max_length=200, blank=True)
    plan = models.ForeignKey(
        "volunteers.MatchPlan",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("area plan"),
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(_("sent"), db_default=Now())
    answer_by = models.DateField(_("answer by"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("reason for withdrawing"), max_length=200, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["helper", "state", "-id"], name="invitation_by_helper")]
        constraints = [
            models.UniqueConstraint(
                fields=["position"],
                condition=Q(state__in=[InvitationState.SENT, InvitationState.ACCEPTED]),
                name="one_invitation_in_force_a_position",
            )
        ]

    def __str__(self):
        return f"#{self.pk}"

    @property
    def audit_label(self) -> str:
        return f"#{self.pk}"

    @property
    def area_id(self) -> int:
        return self.position.area_id
