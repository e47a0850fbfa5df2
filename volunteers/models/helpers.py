"""A helper: a volunteer, counsellor or social worker, from draft profile to leaving."""

import re
import uuid

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, LPad, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal import zh
from portal.models import Area, InAreaQuerySet, PrivacyNotice
from portal.privacy.encryption import blind_index
from portal.privacy.fields import EncryptedTextField, SealedText
from portal.privacy.masking import mask_id_number, mask_phone
from portal.text_index import containing, text_index
from volunteers.choices import MINOR_SPECIALIST, GroupState, HelperKind, HelperState, Sex
from volunteers.rules.credentials import RECORD_CHECK_DAYS
from volunteers.rules.people import Application

HELPER_NUMBER, NUMBER_LENGTH = re.compile(r" v\d+"), 20
SEARCHED = ("name", "work_unit", "expertise")


class HelperQuerySet(InAreaQuerySet):
    def visible_to(self, user):
        """Helpers of ``user``'s areas, from handing in to leaving.

        A draft is its owner's alone; whoever has left is locked away once the departure is handled (rule 4).
        """
        departures = apps.get_model("volunteers.Departure").objects
        leaving = departures.filter(helper=OuterRef("pk"), finished_at=None)
        return (
            super()
            .visible_to(user)
            .exclude(state=HelperState.DRAFT)
            .filter(~Q(state=HelperState.LEFT) | Exists(leaving))
        )

    def awaiting_vetting(self):
        """Submitted applications, longest waiting first: the officer's queue."""
        return self.filter(state=HelperState.SUBMITTED).order_by("submitted_at", "pk")

    def with_load(self):
        """Each with the groups joined (``groups_now``) and monthly minutes promised (``minutes_now``).

        The minutes are those of the positions they fill. A seat taken without a position has none
        on record: such seats are counted in ``seats_unrecorded``, and the minutes are ``None`` where no
        other seat has any.
        """
        seats = (
            apps.get_model("volunteers.Membership")
            .objects.present()
            .filter(helper=OuterRef("pk"))
            .exclude(group__state=GroupState.CLOSED)
            .order_by()
            .values("helper")
        )
        groups = seats.annotate(number=Count("group", distinct=True)).values("number")
        minutes = seats.annotate(number=Sum("position__minutes_per_month")).values("number")
        unrecorded = seats.filter(position=None).annotate(number=Count("pk")).values("number")
        return self.annotate(
            groups_now=Coalesce(Subquery(groups), 0),
            seats_unrecorded=Coalesce(Subquery(unrecorded), 0),
            minutes_now=Case(
                When(groups_now=0, then=0), default=Subquery(minutes), output_field=models.IntegerField()
            ),
        )

    def search(self, query: str):
        """Helpers whose name (also in pinyin), number, work unit or expertise contains ``query``."""
        rows, words = self, []
        for fragment in zh.fragments(query):
            if HELPER_NUMBER.fullmatch(fragment):
                first = fragment.strip().upper()
                rows = rows.filter(number__gte=first, number__lte=first.ljust(NUMBER_LENGTH, "9"))
            else:
                words.append(fragment)
        return containing(rows, words)

    def with_id_number(self, number: str):
        """The helper registered with this ID number, found by keyed hash (rule 1)."""
        return self.filter(id_index=Helper.id_index_of(number))

    def create_numbered(self, helpers: list["Helper"]) -> list["Helper"]:
        """Store many new helpers at once; their numbers follow from their keys, as in ``save``."""
        for helper in helpers:
            helper.number = uuid.uuid4().hex[:20]
            helper.derive_columns()
        stored = self.bulk_create(helpers, batch_size=200)
        digits = LPad(Cast("pk", models.CharField(max_length=20)), 7, Value("0"))
        self.filter(pk__in=[helper.pk for helper in stored]).update(
            number=Concat(Value(f"V{timezone.localdate():%Y}"), digits)
        )
        return stored


@text_index("search_text")
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
    number = models.CharField(_("volunteer number"), max_length=NUMBER_LENGTH, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=HelperState, default=HelperState.DRAFT)
    kind = models.CharField(_("kind of helper"), max_length=20, choices=HelperKind, blank=True)

    name = models.CharField(pgettext_lazy("person", "name"), max_length=60, blank=True)
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
    saved_at = models.DateTimeField(_("last saved"), null=True, blank=True, editable=False)
    import_batch = models.ForeignKey(
        "volunteers.ImportBatch",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="helpers",
    )
    paper_consent = models.CharField(_("consent on paper"), max_length=300, blank=True)
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
    # Who was never approved has not served: nothing obliges us to keep what they told us (rule 4).
    # Whoever left and applies anew is approved anew; a return after suspension is no approval.
    approved_at = models.DateTimeField(_("application approved"), null=True, blank=True, editable=False)
    vetting_reason = models.CharField(_("reason"), max_length=300, blank=True)
    search_text = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), db_default=Now())

    objects = HelperQuerySet.as_manager()
    revealable_fields = ("id_number", "phone")

    class Meta:
        verbose_name = _("helper")
        verbose_name_plural = _("helpers")
        ordering = ["-pk"]
        permissions = [
            ("vet_helper", _("Can vet helpers")),
            ("import_helper", _("Can import helpers")),
            ("export_helper", _("Can export helpers")),
        ]
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
        fields = kwargs.get("update_fields")
        self.derive_columns(fields)
        if fields is not None:
            kwargs["update_fields"] = {*fields, "id_index", "search_text"}
        if self.number:
            super().save(*args, **kwargs)
            return
        self.number = uuid.uuid4().hex[:20]
        super().save(*args, **kwargs)
        self.number = f"V{timezone.localdate():%Y}{self.pk:07}"
        super().save(update_fields=["number"])

    @staticmethod
    def id_index_of(number: str) -> str:
        """The keyed hash under which an ID number is found."""
        return blind_index(number, "id_number")

    def derive_columns(self, fields=None):
        """Keep the keyed hash and the searchable text in step with the ``fields`` they are made of."""
        if fields is None or "id_number" in fields:
            sealed = self.id_number if isinstance(self.id_number, SealedText) else None
            self.id_index = sealed.blind_index("id_number") if sealed else ""
        if fields is None or not {*SEARCHED}.isdisjoint(fields):
            self.search_text = zh.column(self.name, zh.name_column(self.name), self.work_unit, self.expertise)

    def application(
        self,
        *,
        today,
        minimum_age: int,
        record_check_days: int = RECORD_CHECK_DAYS,
        notice=None,
        decided_by=None,
    ) -> Application:
        """The facts that applying and vetting are judged by.

        Consents count for ``notice`` when one is given, for any version otherwise.
        """
        consents = self.consents.filter(withdrawn_at=None)
        if notice is not None:
            consents = consents.filter(notice=notice)
        return Application(
            today=today,
            minimum_age=minimum_age,
            record_check_days=record_check_days,
            name=self.name,
            has_identity=self.id_number is not None,
            birth_date=self.birth_date,
            has_phone=self.phone is not None,
            kind=self.kind,
            has_area=self.area_id is not None,
            offers_help=bool(self.help_kinds),
            has_windows=self.windows.exists() or bool(self.availability_note),
            consents=frozenset(consents.values_list("kind", flat=True)),
            consent_on_paper=bool(self.paper_consent),
            has_account=self.account_id is not None,
            decided_by_applicant=decided_by is not None and decided_by.pk == self.account_id,
            wants_to_leave=self.is_leaving,
            clear_check_on=self.record_checks.last_clear(today).get(self.pk),
            trained_on=self.trained_on,
            pledged_on=self.pledged_on,
        )

    @property
    def experience(self) -> list[str]:
        """The confirmed experience in the words of the officer; "familiar with minors" stands apart."""
        return [tag for tag in self.tags if tag != MINOR_SPECIALIST]

    @property
    def is_leaving(self) -> bool:
        """Asked to leave or withdrew consent, and no officer has closed that yet."""
        return self.departures.unfinished().exists()

    @property
    def audit_label(self) -> str:
        """How the audit log names a helper: by number, never by name."""
        return self.number

    @property
    def masked_id_number(self) -> str:
        """``110***********1234`` (rule 56)."""
        return mask_id_number(self.id_number.reveal()) if self.id_number else ""

    @property
    def masked_phone(self) -> str:
        """``138****8000`` (rule 56)."""
        return mask_phone(self.phone.reveal()) if self.phone else ""


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
