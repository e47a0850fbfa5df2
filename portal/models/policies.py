"""Policy as data: each value holds from a day on, so an old record is judged by the rule of its day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PolicyVersion(models.Model):
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

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        ordering = ["key", "-effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["key", "effective_from"], name="one_policy_value_a_day")
        ]

    def __str__(self):
        return f"{self.key} {self.effective_from}"
