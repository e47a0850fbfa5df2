"""A helper: a volunteer, counsellor or social worker, from draft profile to leaving."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.models import Area, InAreaQuerySet, PrivacyNotice
from portal.privacy.fields import EncryptedTextField, SealedText
from volunteers.choices import HelperKind, HelperState, Sex


class HelperQuerySet(InAreaQuerySet):
    def awaiting_vetting(self):
        """Submitted applications, longest waiting first: the officer's queue."""
        return self.filter(state=HelperState.SUBMITTED).order_by("submitted_at", "pk")

    def serving(self):
        """Approved helpers who are not paused."""
        return self.filter(state=HelperState.APPROVED, accepting=True)


class Helper(models.Model):
    seal_key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="helper",
        verbose_name=_("account"),
    )
    number = models.CharField(_("volunteer number"), max_length=20, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=HelperState, default=HelperState.DRAFT)
    kind = models.CharField(_("kind of helper"), max_length=20, choices=HelperKind, blank=True)

    name = models.CharField(_("name"), max_length=60, blank=True)
    id_number = EncryptedTextField(_("ID number"), blank=True)
    id_index = models.CharField(max_length=64, blank=True, editable=False)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    phone = EncryptedTextField(_("phone number"), blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    work_unit = models.CharField(_("work unit"), max_length=100, blank=True)
    expertise = models.CharField(_("expertise"), max_length=200, blank=True)
    remarks = models.CharField(_("remarks"), max_length=300, blank=True)
    availability_note = models.CharField(_("available times as written"), max_length=200, blank=True)

    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="helpers", verbose_name=_("area")
    )
    served_areas = models.ManyToManyField(
        Area, blank=True, related_name="serving_helpers", verbose_name=_("areas served")
    )
    travels = models.BooleanField(_("also serves neighbouring areas"), default=False)
    remote = models.BooleanField(_("can serve by video"), default=False)
    help_kinds = models.JSONField(_("kinds of help"), default=list, blank=True)
    tags = models.JSONField(_("checked tags"), default=list, blank=True)
    dialects = models.JSONField(_("dialects"), default=list, blank=True)

    accepting = models.BooleanField(_("accepts invitations"), default=True)
    experienced = models.BooleanField(_("experienced"), default=False)
    caseload_limit = models.PositiveSmallIntegerField(_("most groups at once"), default=3)
    minutes_per_month = models.PositiveIntegerField(_("minutes a month"), default=480)
    trained_on = models.DateField(_("pre-service training passed"), null=True, blank=True)
    pledged_on = models.DateField(_("confidentiality pledge signed"), null=True, blank=True)

    step = models.PositiveSmallIntegerField(default=1, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    vetted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("vetted by"),
    )
    vetted_at = models.DateTimeField(_("vetted"), null=True, blank=True)
    vetting_reason = models.CharField(_("reason"), max_length=300, blank=True)
    search_text = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), db_default=Now())

    objects = HelperQuerySet.as_manager()

    class Meta:
        verbose_name = _("helper")
        verbose_name_plural = _("helpers")
        ordering = ["-pk"]
        permissions = [("vet_helper", _("Can vet helpers")), ("import_helper", _("Can import helpers"))]
        indexes = [models.Index(fields=["area", "state", "-id"], name="helper_by_area")]
        constraints = [
            models.UniqueConstraint(
                fields=["id_index"], condition=~Q(id_index=""), name="one_helper_a_person"
            ),
            models.CheckConstraint(
                condition=Q(account=None) | Q(vetted_by=None) | ~Q(vetted_by=F("account")),
                name="nobody_vets_themselves",
            ),
        ]

    def __str__(self):
        return f"{self.name or _('(no name yet)')} {self.number}"

    def save(self, *args, **kwargs):
        self.id_index = (
            self.id_number.blind_index("id_number") if isinstance(self.id_number, SealedText) else ""
        )
        fields = kwargs.get("update_fields")
        if fields is not None and "id_number" in fields:
            kwargs["update_fields"] = {*fields, "id_index"}
        super().save(*args, **kwargs)

    @property
    def audit_label(self) -> str:
        """How the audit log names a helper: by number, never by name."""
        return self.number


class ConsentKind(models.TextChoices):
    NOTICE = "notice", _("Processing of personal data")
    SENSITIVE = "sensitive", _("Processing of sensitive personal data")


class Consent(models.Model):
    """One box ticked by the helper, for one version of the notice (rule 3)."""

    helper = models.ForeignKey(Helper, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=10, choices=ConsentKind)
    notice = models.ForeignKey(PrivacyNotice, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["helper", "kind", "notice"],
                condition=Q(withdrawn_at=None),
                name="one_consent_a_kind_and_version",
            )
        ]

    def __str__(self):
        return f"{self.helper_id} {self.kind}"


class AvailabilityWindow(models.Model):
    """A weekly stretch of time on the quarter hour; it never crosses midnight (minutes from 0 to 1440)."""

    helper = models.ForeignKey(Helper, on_delete=models.CASCADE, related_name="windows")
    weekday = models.PositiveSmallIntegerField(_("weekday"))
    start_minute = models.PositiveSmallIntegerField(_("from"))
    end_minute = models.PositiveSmallIntegerField(_("to"))

    class Meta:
        default_permissions = ()
        ordering = ["weekday", "start_minute"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    weekday__gte=1, weekday__lte=7, start_minute__lt=F("end_minute"), end_minute__lte=1440
                ),
                name="window_within_one_day",
            )
        ]

    def __str__(self):
        return f"{self.weekday} {self.start_minute}-{self.end_minute}"
