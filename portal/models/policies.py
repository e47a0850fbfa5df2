"""Policy as data: each value holds from a day on, so an old record is judged by the rule of its day."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PolicyVersionQuerySet(models.QuerySet):
    def standing(self):
        """What holds on its days, without the values that were corrected before their first day was over."""
        return self.filter(correction=None)


class PolicyVersion(models.Model):
    """One decided value. A correction has the day of what it ``corrects``, which stays to be read."""

    key = models.CharField(_("policy"), max_length=60)
    effective_from = models.DateField(_("in force from"))
    value = models.JSONField(_("value"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    corrects = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="correction",
        verbose_name=_("corrects"),
    )

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        ordering = ["key", "-effective_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "effective_from"], condition=Q(corrects=None), name="one_policy_value_a_day"
            )
        ]

    def __str__(self):
        return f"{self.key} {self.effective_from}"
