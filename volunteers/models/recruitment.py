"""A recruitment call: helpers of one kind are looked for in a town or county, said on the needs board."""

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.models import Area, InAreaQuerySet
from volunteers.choices import CallState, HelperKind, HelperState, HelpKind

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

    def with_found(self):
        """Each with the number of helpers it has ``found``, up to its end where it has ended.

        Found is whose application was approved after the instant of publication, for this kind of helper
        and help and with a home in this area, and who still serves and takes groups. The forecast that the
        call follows counts everybody else already: who served before, takes a seat, or comes back from a
        pause was part of the supply that falls short (decision 47).
        """
        offered = Concat(Value('"'), OuterRef("help_kind"), Value('"'))
        found = (
            Helper.objects.filter(
                state=HelperState.APPROVED,
                accepting=True,
                kind=OuterRef("helper_kind"),
                area__path__startswith=OuterRef("area__path"),
                approved_at__gt=OuterRef("published_at"),
                approved_at__lte=Coalesce(OuterRef("closed_at"), Value(timezone.now())),
            )
            .annotate(offered=Cast("help_kinds", models.TextField()))
            .filter(offered__contains=offered)
            .order_by()
            .values("kind")
            .annotate(number=Count("pk"))
            .values("number")
        )
        return self.annotate(found=Coalesce(Subquery(found), 0))


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
    def missing(self) -> int:
        """How many helpers are still looked for: the number the office and the public read."""
        return max(0, self.count - self.found)
