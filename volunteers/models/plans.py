"""A plan of a whole area as the engine gave it: input, output and their hashes, written once."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.append_only import append_only
from portal.models import Area, InAreaQuerySet


class MatchPlanQuerySet(InAreaQuerySet):
    def newest_of(self, area: Area):
        """The latest plan made for exactly this area, or None."""
        return self.filter(area=area).order_by("-pk").first()


@append_only
class MatchPlan(models.Model):
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"), db_default=Now())
    input = models.JSONField(editable=False)
    output = models.JSONField(editable=False)
    input_sha256 = models.CharField(max_length=64, editable=False)
    output_sha256 = models.CharField(max_length=64, editable=False)

    objects = MatchPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("area plan")
        verbose_name_plural = _("area plans")
        default_permissions = ("add", "view")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.area} #{self.pk}"

    @property
    def filled(self) -> int:
        """How many seats the plan fills."""
        return self.output["counts"]["filled"]

    @property
    def unmet(self) -> int:
        """How many seats stay empty."""
        return self.output["counts"]["unmet"]

    @property
    def audit_label(self) -> str:
        return f"#{self.pk}"
