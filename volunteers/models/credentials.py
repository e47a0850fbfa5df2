"""What an officer checks before a helper serves: certificates, record checks, insurance."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from portal.models import InAreaQuerySet
from volunteers.choices import CredentialKind, CredentialState, HelperState

from .helpers import Helper


class OfHelperQuerySet(InAreaQuerySet):
    area_lookup = "helper__area"


class CredentialQuerySet(OfHelperQuerySet):
    def valid_on(self, day):
        """Checked certificates in force on ``day`` (rule 6)."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day),
            Q(valid_to=None) | Q(valid_to__gte=day),
            state=CredentialState.VERIFIED,
        )

    def valid_on_or_later(self, day):
        """Checked certificates that have not lapsed on ``day``, also those that begin later."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), state=CredentialState.VERIFIED)

    def lapsing(self, first, last):
        """Checked certificates of serving helpers that end from ``first`` to ``last``, the nearest first.

        A certificate that another of its kind outlasts is left out.
        """
        checked = self.model.objects.filter(state=CredentialState.VERIFIED)
        longer = checked.filter(
            Q(valid_to=None) | Q(valid_to__gt=OuterRef("valid_to")),
            helper=OuterRef("helper"),
            kind=OuterRef("kind"),
        ).exclude(kind="")
        return self.filter(
            ~Exists(longer),
            state=CredentialState.VERIFIED,
            helper__state=HelperState.APPROVED,
            valid_to__range=(first, last),
        ).order_by("valid_to", "pk")


class Credential(models.Model):
    helper = models.ForeignKey(Helper, on_delete=models.PROTECT, related_name="credentials")
    kind = models.CharField(_("kind of certificate"), max_length=30, choices=CredentialKind, blank=True)
    title = models.CharField(_("title as printed"), max_length=60)
    number = models.CharField(_("certificate number"), max_length=60, blank=True)
    issuer = models.CharField(_("issued by"), max_length=80, blank=True)
    valid_from = models.DateField(_("issued on"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=CredentialState, default=CredentialState.CLAIMED
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = CredentialQuerySet.as_manager()

    class Meta:
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")
        ordering = ["helper", "pk"]

    def __str__(self):
        return self.title


class RecordCheckQuerySet(OfHelperQuerySet):
    def last_clear(self, day: date) -> dict[int, date]:
        """By helper the day of their newest check by ``day``, where that check found nothing (rule 9).

        Of two checks of one day the one entered later counts: it corrects the other.
        """
        checks = self.filter(checked_on__lte=day).order_by("checked_on", "pk")
        newest = {check.helper_id: check for check in checks}
        return {helper: check.checked_on for helper, check in newest.items() if check.clear}

    def lapsing(self, first, last):
        """The newest clear checks of serving helpers, made from ``first`` to ``last``, the oldest first."""
        later = Q(checked_on__gt=OuterRef("checked_on")) | Q(
            checked_on=OuterRef("checked_on"), pk__gt=OuterRef("pk")
        )
        newer = self.model.objects.filter(later, helper=OuterRef("helper"))
        return self.filter(
            ~Exists(newer), clear=True, helper__state=HelperState.APPROVED, checked_on__range=(first, last)
        ).order_by("checked_on", "pk")


class RecordCheck(models.Model):
    """The outcome of a lawful record check: result, date and number only, no scan (rules 9 and 83)."""

    helper = models.ForeignKey(Helper, on_delete=models.PROTECT, related_name="record_checks")
    checked_on = models.DateField(_("checked on"))
    clear = models.BooleanField(_("nothing found that bars service"))
    number = models.CharField(_("number of the answer"), max_length=60)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = RecordCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("record check")
        verbose_name_plural = _("record checks")
        ordering = ["-checked_on", "-pk"]

    def __str__(self):
        return f"{self.checked_on}"


class Insurance(models.Model):
    """An accident insurance that covers a span of days (rule 13)."""

    helper = models.ForeignKey(Helper, on_delete=models.PROTECT, related_name="insurances")
    policy_number = models.CharField(_("policy number"), max_length=60)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"))

    objects = OfHelperQuerySet.as_manager()

    class Meta:
        verbose_name = _("accident insurance")
        verbose_name_plural = _("accident insurances")
        ordering = ["-valid_to", "-pk"]

    def __str__(self):
        return f"{self.valid_from} - {self.valid_to}"
