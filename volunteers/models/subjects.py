"""A person in community corrections, known here by a code and nothing else."""

from django.conf import settings
from django.db import models
from django.db.models import Value
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.fixed_columns import fixed_columns
from portal.models import Area, InAreaQuerySet
from volunteers.choices import CorrectionKind, ManagementCategory, SubjectState

# A shorter code would be found in any text with a number in it.
SHORTEST_CODE = 5


class SubjectQuerySet(InAreaQuerySet):
    def in_correction(self):
        """Neither released nor terminated nor moved away."""
        return self.filter(state=SubjectState.ACTIVE)

    def codes_in(self, text: str) -> list[str]:
        """The codes that occur in ``text``, whosever they are: what a public page must not name (rule 57)."""
        haystack = Value(text, output_field=models.TextField())
        named = self.annotate(haystack=haystack).filter(haystack__icontains=models.F("code"))
        return [code for code in named.values_list("code", flat=True) if len(code) >= SHORTEST_CODE]


@fixed_columns("code", "is_female", "is_minor")
class Subject(models.Model):
    """Sex and minority are fixed at intake; a database trigger refuses to change them (rule 16)."""

    code = models.CharField(_("subject code"), max_length=20, unique=True)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="subjects", verbose_name=_("execution place")
    )
    is_female = models.BooleanField(_("woman"), default=False)
    is_minor = models.BooleanField(
        _("minor at intake"),
        default=False,
        help_text=_("Fixed at intake: the rules for minors continue after the eighteenth birthday."),
    )
    correction_kind = models.CharField(_("correction kind"), max_length=25, choices=CorrectionKind)
    management_category = models.CharField(
        _("management category"),
        max_length=10,
        choices=ManagementCategory,
        default=ManagementCategory.ORDINARY,
    )
    starts_on = models.DateField(_("correction begins"))
    ends_on = models.DateField(_("correction ends"))
    work_hours = models.JSONField(_("working hours"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=SubjectState, default=SubjectState.ACTIVE)
    ended_on = models.DateField(_("correction ended"), null=True, blank=True)
    handed_over_to = models.CharField(
        _("handed over to"),
        max_length=80,
        blank=True,
        help_text=_("Resettlement help, or the agency of the new execution place."),
    )
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(db_default=Now())

    objects = SubjectQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("correction", "subject")
        verbose_name_plural = _("subjects")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__lte=models.F("ends_on")), name="subject_term_in_order"
            )
        ]

    def __str__(self):
        return self.code

    @property
    def audit_label(self) -> str:
        return self.code
