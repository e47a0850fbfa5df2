"""A matching policy that is thought about but not in force, and what it would do to a day's plan."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.models import Area, InAreaQuerySet
from volunteers.choices import DraftState, TrialState

LOST_AFTER = timedelta(minutes=10)
# Raise it when the shape of what ``matching.comparing`` finds changes: results are stored and read later.
TRIAL_FORMAT = 2


class PolicyDraft(models.Model):
    """``value`` is the whole table of the engine, with the days a record check counts.

    ``decided_against`` keeps the table in force on the day of the decision: what it was compared with then.
    """

    value = models.JSONField(editable=False)
    decided_against = models.JSONField(null=True, editable=False)
    effective_from = models.DateField(_("in force from"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=DraftState, default=DraftState.OPEN)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"), db_default=Now())
    decided_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("draft of a matching policy")
        verbose_name_plural = _("drafts of matching policies")
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self):
        return f"#{self.pk}"

    @property
    def audit_label(self) -> str:
        return f"#{self.pk}"


class PolicyTrialQuerySet(InAreaQuerySet):
    def waiting(self):
        """Asked for and not begun."""
        return self.filter(state=TrialState.WAITING)


class PolicyTrial(models.Model):
    """An area planned under the policy in force and under a draft; ``value`` is the draft as it then was.

    ``result`` is what ``matching.comparing`` found: codes and numbers, no names.
    """

    draft = models.ForeignKey(PolicyDraft, on_delete=models.PROTECT, related_name="trials")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    value = models.JSONField(editable=False)
    state = models.CharField(_("state"), max_length=10, choices=TrialState, default=TrialState.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"), db_default=Now())
    ended_at = models.DateTimeField(null=True, editable=False)
    result = models.JSONField(default=dict, editable=False)

    objects = PolicyTrialQuerySet.as_manager()

    class Meta:
        verbose_name = _("trial of a matching policy")
        verbose_name_plural = _("trials of matching policies")
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.area} #{self.pk}"

    @property
    def audit_label(self) -> str:
        return f"#{self.pk}"

    @property
    def is_readable(self) -> bool:
        """Whether its answer has the shape that is read today; an earlier version stored another one."""
        return self.state == TrialState.DONE and self.result.get("format") == TRIAL_FORMAT

    @property
    def is_under_way(self) -> bool:
        return self.state in (TrialState.WAITING, TrialState.RUNNING)

    def is_lost(self, now: datetime) -> bool:
        """Whether nobody has computed it for so long that it should be asked for again."""
        return self.is_under_way and self.asked_at < now - LOST_AFTER
