"""A volunteer's certificate of recorded service: free, checkable by anyone, revocable with a reason."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.models import InAreaQuerySet, Office
from services.choices import CertificateState
from volunteers.models import Helper


class CertificateQuerySet(InAreaQuerySet):
    area_lookup = "office__areas"

    def visible_to(self, user):
        """A volunteer's own certificates, and those issued by offices of an officer's areas."""
        if user.is_superuser:
            return self.all()
        if not user.office_id:
            return self.filter(helper__account=user)
        return super().visible_to(user).distinct()


class Certificate(models.Model):
    number = models.CharField(_("number of the certificate"), max_length=40, unique=True)
    helper = models.ForeignKey(
        Helper, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("volunteer")
    )
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("issuing unit")
    )
    state = models.CharField(
        _("state"), max_length=8, choices=CertificateState, default=CertificateState.ISSUED
    )
    period_from = models.DateField(_("first day"))
    period_to = models.DateField(_("last day"))
    minutes = models.PositiveIntegerField(_("confirmed, minutes"))
    # [{"kind": "home_visit", "times": 31, "minutes": 4470}], as confirmed on the day of issue.
    lines = models.JSONField(_("content of service"), default=list)
    wants_seal = models.BooleanField(_("to be sealed by the unit"), default=False)
    signature = models.TextField(editable=False)
    issued_on = models.DateField(_("issued"))
    issued_at = models.DateTimeField(db_default=Now())

    revoked_on = models.DateField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revoked by"),
    )
    revocation_reason = models.CharField(
        _("reason for the revocation"),
        max_length=200,
        blank=True,
        help_text=_("Anyone who checks the certificate reads it. No names."),
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("volunteer service certificate")
        verbose_name_plural = _("volunteer service certificates")
        default_permissions = ("view",)
        permissions = [
            ("revoke_certificate", _("Can revoke certificates")),
            ("export_certificate", _("Can export certificates")),
        ]
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_from__lte=F("period_to")), name="certificate_period_in_order"
            ),
            models.CheckConstraint(
                condition=Q(state=CertificateState.ISSUED, revoked_on=None, revoked_by=None)
                | Q(state=CertificateState.REVOKED, revoked_on__isnull=False, revoked_by__isnull=False)
                & ~Q(revocation_reason=""),
                name="certificate_revoked_with_a_reason",
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def audit_label(self) -> str:
        return self.number
