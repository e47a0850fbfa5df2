"""Plans of a whole area: the job that computes one, the plan as it came, what an officer decides on it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.append_only import append_only
from portal.models import Area, InAreaQuerySet
from volunteers.choices import PairDecision, PlanRunState

from .helpers import Helper
from .positions import Position

UNDER_WAY = (PlanRunState.WAITING, PlanRunState.RUNNING)
# A worker writes a sign of life about every second; a longer silence means that it is gone.
LOST_AFTER = timedelta(seconds=60)
# An answer is bounded; whoever began it longer ago will not come back with it.
ANSWER_LOST_AFTER = timedelta(minutes=3)
QUESTION_LOST_AFTER = timedelta(minutes=30)


class MatchPlanQuerySet(InAreaQuerySet):
    def newest_of(self, area: Area):
        """The latest plan made for exactly this area, or None."""
        return self.filter(area=area).order_by("-pk").first()

    def is_newest(self, plan: "MatchPlan") -> bool:
        """Whether no later plan was made for exactly the same area."""
        return not self.filter(area=plan.area_id, pk__gt=plan.pk).exists()

    def without_content(self):
        """For lists: input and output of a county weigh megabytes."""
        return self.defer("input", "output")


@append_only
class MatchPlan(models.Model):
    """Input, output and their hashes, written once."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"), db_default=Now())
    input = models.JSONField(editable=False)
    output = models.JSONField(editable=False)
    input_sha256 = models.CharField(max_length=64, editable=False)
    output_sha256 = models.CharField(max_length=64, editable=False)
    filled = models.PositiveIntegerField(_("seats filled"), default=0, editable=False)
    unmet = models.PositiveIntegerField(_("seats still empty"), default=0, editable=False)

    objects = MatchPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("area plan")
        verbose_name_plural = _("area plans")
        default_permissions = ("add", "view")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.area} #{self.pk}"

    @property
    def audit_label(self) -> str:
        return f"#{self.pk}"

    @property
    def proposed(self) -> dict[str, str]:
        """Seat and helper of each proposal, by their codes in the engine."""
        return {entry["need"]: entry["helper"] for entry in self.output["assignments"]}

    def scored(self, need: str, helper: str) -> dict | None:
        """Score and parts of a pair as the plan's pages show them; None where they name none for it."""
        seats = [*self.output["assignments"], *self.output["unmet"]]
        seat = next((one for one in seats if one["need"] == need), {})
        named = [seat, *seat.get("alternatives", ()), *seat.get("candidates", ())]
        found = next((one for one in named if one.get("helper") == helper), None)
        return found and {"score": found["score"], "parts": found["parts"]}


class PlanRunQuerySet(InAreaQuerySet):
    def under_way(self):
        """Waiting for a worker, or being computed."""
        return self.filter(state__in=UNDER_WAY)

    def overlapping(self, area: Area):
        """Of this area, of one that covers it, or of one that lies inside it."""
        return self.filter(Q(area__path__in=area.path_and_above) | Q(area__path__startswith=area.path))

    def still_alive(self, now: datetime):
        """Under way, and heard of lately if a worker has begun."""
        silent = Q(state=PlanRunState.RUNNING, alive_at__lt=now - LOST_AFTER)
        return self.under_way().exclude(silent)

    def lost(self, now: datetime):
        """Said to be computed, but their worker has been silent for too long."""
        return self.filter(state=PlanRunState.RUNNING, alive_at__lt=now - LOST_AFTER)


class PlanRun(models.Model):
    """One "plan now": a job in the background, how far it is, and the plan that came of it.

    ``progress`` is the engine's last report; ``steps`` the reports in which the plan or its bound grew
    better, oldest first. ``failure`` is a code; its words stand on the screen.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"), db_default=Now())
    seconds = models.PositiveSmallIntegerField(_("time limit in seconds"), default=60)
    based_on = models.ForeignKey(
        MatchPlan, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("planned around")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=PlanRunState, default=PlanRunState.WAITING, editable=False
    )
    began_at = models.DateTimeField(null=True, editable=False)
    alive_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    stop_asked_at = models.DateTimeField(null=True, editable=False)
    progress = models.JSONField(default=dict, editable=False)
    steps = models.JSONField(default=list, editable=False)
    failure = models.CharField(max_length=20, blank=True, editable=False)
    failure_detail = models.TextField(blank=True, editable=False)
    plan = models.OneToOneField(MatchPlan, on_delete=models.PROTECT, null=True, related_name="run")

    objects = PlanRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("computation of a plan")
        verbose_name_plural = _("computations of plans")
        default_permissions = ("add", "view")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["area"], condition=Q(state__in=UNDER_WAY), name="one_plan_run_an_area"
            )
        ]

    def __str__(self):
        return f"{self.area} #{self.pk}"

    @property
    def audit_label(self) -> str:
        return f"#{self.pk}"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    def is_lost(self, now: datetime) -> bool:
        """Whether its worker has been silent for too long."""
        silent_since = self.alive_at or self.asked_at
        return self.state == PlanRunState.RUNNING and silent_since < now - LOST_AFTER


class PlanDecisionQuerySet(InAreaQuerySet):
    area_lookup = "plan__area"

    def locks(self):
        """Pairs that stay, also those the officer chose instead of the plan's."""
        return self.filter(kind=PairDecision.LOCK)

    def with_names(self):
        """Joined with what a screen or the engine calls the pair."""
        return self.select_related("position__group__subject", "helper", "decided_by")


class PlanDecision(models.Model):
    """A pair that the officer locked or struck while looking at a plan.

    ``reason`` and ``loss`` stand where the officer chose somebody else than the plan: whom the plan proposed
    (``instead_of``), what the best plan with this pair gives away, and how the pair scores (``score``,
    ``parts``), as the engine answered on that day. Both follow the pair into later plans.
    """

    plan = models.ForeignKey(MatchPlan, on_delete=models.PROTECT, related_name="decisions")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    helper = models.ForeignKey(Helper, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("decision"), max_length=6, choices=PairDecision)
    reason = models.CharField(_("reason for this choice"), max_length=200, blank=True)
    loss = models.JSONField(null=True, editable=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(db_default=Now())

    objects = PlanDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision on a plan")
        verbose_name_plural = _("decisions on plans")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position", "helper"], name="one_decision_a_pair"),
            models.UniqueConstraint(
                fields=["plan", "position"], condition=Q(kind=PairDecision.LOCK), name="one_lock_a_position"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.position.need_id} {self.helper.number}"

    @property
    def pair(self) -> dict[str, str]:
        """The pair as the engine writes it."""
        return {"need": self.position.need_id, "helper": self.helper.number}


class PlanQuestionQuerySet(InAreaQuerySet):
    area_lookup = "plan__area"

    def waiting(self):
        """Not answered, and nobody has begun to."""
        return self.filter(answer__isnull=True, began_at=None, failed=False)

    def given_up(self, now: datetime):
        """Begun some time ago and never answered, or failed: asking again starts afresh."""
        begun = Q(began_at__lt=now - ANSWER_LOST_AFTER)
        forgotten = Q(began_at=None, asked_at__lt=now - QUESTION_LOST_AFTER)
        return self.filter(begun | forgotten, answer__isnull=True)


class PlanQuestion(models.Model):
    """ "Why not her?" about one pair of a plan. The plan never changes, so its answer is kept with it."""

    plan = models.ForeignKey(MatchPlan, on_delete=models.PROTECT, related_name="questions")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    helper = models.ForeignKey(Helper, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    began_at = models.DateTimeField(null=True, editable=False)
    answer = models.JSONField(null=True, editable=False)
    failed = models.BooleanField(default=False, editable=False)

    objects = PlanQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question about a plan")
        verbose_name_plural = _("questions about plans")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position", "helper"], name="one_question_a_pair")
        ]

    def __str__(self):
        return f"{self.plan} {self.position.need_id} {self.helper.number}"
