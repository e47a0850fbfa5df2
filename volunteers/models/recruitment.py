"""A recruitment call: helpers of one kind are looked for in a town or county, said on the needs board."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.models import Area, InAreaQuerySet
from volunteers.choices import CallState, HelperKind, HelperState, HelpKind

from .groups import Membership
from .helpers import Helper


class RecruitmentCallQuerySet(InAreaQuerySet):
    def open(self):
        """Calls that still look for somebody, the one that ends first at the top."""
        return self.filter(state=CallState.OPEN).order_by("until", "pk")

    def on_needs_board(self):
        """Open calls the public reads: up to and including their last day."""
        return self.open().filter(until__gte=timezone.localdate())

    def over(self, today):
        """Open calls whose last day has passed."""
        return self.open().filter(until__lt=today)


class RecruitmentCall(models.Model):
    """``count`` helpers are wanted until a day; the text names risks (rule 12) and nobody (rule 57)."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    helper_kind = models.CharField(_("kind of helper"), max_length=20, choices=HelperKind)
    help_kind = models.CharField(_("kind of help"), max_length=25, choices=HelpKind)
    count = models.PositiveSmallIntegerField(_("how many are wanted"))
    title = models.CharField(_("title on the needs board"), max_length=60)
    text = models.CharField(_("what a helper does"), max_length=500)
    risk_text = models.CharField(_("possible risks and precautions"), max_length=300)
    until = models.DateField(_("last day of the call"))
    state = models.CharField(_("state"), max_length=10, choices=CallState, default=CallState.OPEN)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who published it"),
    )
    published_at = models.DateTimeField(_("published"), db_default=Now())
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closing_reason = models.CharField(_("reason for withdrawing"), max_length=200, blank=True)

    objects = RecruitmentCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("recruitment call")
        verbose_name_plural = _("recruitment calls")
        ordering = ["-pk"]
        default_permissions = ("add", "change", "view")
        indexes = [models.Index(fields=["state", "until"], name="call_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="call_wants_somebody"),
            models.CheckConstraint(condition=~Q(risk_text=""), name="call_states_risks"),
            models.UniqueConstraint(
                fields=["area", "helper_kind", "help_kind"],
                condition=Q(state=CallState.OPEN),
                name="one_open_call_a_duty_and_area",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def audit_label(self) -> str:
        return f"#{self.pk}"

    @property
    def found(self) -> int:
        """How many helpers the call has brought: approved since for this duty, or seated in it since."""
        kinds = {"kind": self.helper_kind, "area__path__startswith": self.area.path}
        approved = Helper.objects.filter(
            state=HelperState.APPROVED, vetted_at__gte=self.published_at, **kinds
        ).values_list("pk", "help_kinds")
        seated = Membership.objects.present().filter(
            helper__isnull=False,
            joined_on__gte=timezone.localdate(self.published_at),
            position__helper_kind=self.helper_kind,
            position__help_kind=self.help_kind,
            group__area__path__startswith=self.area.path,
        )
        return len(
            {pk for pk, offered in approved if self.help_kind in offered}
            | set(seated.values_list("helper", flat=True))
        )
