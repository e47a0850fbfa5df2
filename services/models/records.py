"""A service record: one helper's time at one service, from the log to the payment."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.models import Area, AreaLevel, Office, visible_area_ids
from services.choices import CLAIMING, Account, RecordState
from training.choices import SessionKind
from training.models import Booking
from volunteers.choices import HelpKind
from volunteers.models import Helper, Subject

from .contracts import ContractItem
from .suppliers import supplier_office_id


class ServiceRecordQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A helper's own records, a supplier's, or those inside an office's areas (plain comparisons)."""
        if user.is_superuser:
            return self.all()
        own = supplier_office_id(user)
        if own is not None:
            return self.filter(contract_item__contract__supplier__office=own)
        if not user.office_id:
            return self.filter(helper__account=user)
        return self.filter(_inside(user))

    def awaiting_verification(self):
        """Logged and not yet judged by anyone, oldest first: the officer's to-do list."""
        # Without a verifier: the condition of the queue's index, which a bound state would not prove.
        return self.filter(state=RecordState.LOGGED, verified_by=None).order_by("served_on", "pk")

    def verifiable_by(self, officer):
        """What ``officer`` may verify: their areas, never their own log nor their own service (rule 30)."""
        others = self.visible_to(officer).exclude(recorded_by=officer)
        return others.exclude(helper__account=officer).awaiting_verification()

    def withdrawable_by(self, user):
        """What ``user`` logged and nobody has judged yet; attendance is corrected on its session instead."""
        return self.awaiting_verification().filter(recorded_by=user, booking=None)

    def confirmed(self):
        """Verified and standing: what counts."""
        return self.filter(state=RecordState.VERIFIED)

    def claiming(self):
        """Records that hold their time: logged or verified, neither rejected nor reversed."""
        return self.filter(state__in=CLAIMING)

    def of_session(self, session_id):
        """What claims its time at one session, of all its helpers, in the order in which rows are locked."""
        return self.claiming().filter(booking__session=session_id).order_by("served_on", "pk")

    def of_contract(self, contract):
        """The purchased hours of one contract."""
        return self.filter(contract_item__contract=contract)

    def awaiting_acceptance(self):
        """Verified purchased hours that no acceptance sheet holds yet, oldest first."""
        waiting = self.confirmed().filter(account=Account.PURCHASED, acceptance=None)
        return waiting.order_by("served_on", "pk")

    def unsettled(self):
        """Records for which no settlement was made yet."""
        return self.filter(settlement=None)

    def hands(self) -> set[int]:
        """The accounts that logged, verified, accepted or settled any of these records. One query."""
        columns = ("recorded_by_id", "verified_by_id", "accepted_by_id", "settled_by_id")
        rows = self.order_by().values_list(*columns).distinct()
        return {person for row in rows for person in row} - {None}


def _inside(user) -> Q:
    """The user's areas as a comparison of one indexed column wherever their office allows it."""
    levels = {area.level for area in user.areas}
    ids = [area.pk for area in user.areas]
    if levels == {AreaLevel.COUNTY}:
        return Q(county__in=ids)
    if levels == {AreaLevel.TOWN}:
        return Q(town__in=ids)
    return Q(area__in=visible_area_ids(user))


def _person(label, **options):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
        **options,
    )


HANDS = ("recorded_by", "verified_by", "accepted_by", "settled_by", "paid_by")


def _different_hands():
    """No two of the five hands of a record are one person (rule 50), whatever the code above does."""
    pairs = [(one, other) for n, one in enumerate(HANDS) for other in HANDS[n + 1 :]]
    return [
        models.CheckConstraint(
            condition=Q(**{f"{other}__isnull": True}) | ~Q(**{one: F(other)}),
            name=f"record_{one.removesuffix('_by')}_not_{other.removesuffix('_by')}",
        )
        for one, other in pairs
    ]


class ServiceRecord(models.Model):
    account = models.CharField(_("counted as"), max_length=10, choices=Account)
    state = models.CharField(_("state"), max_length=10, choices=RecordState, default=RecordState.LOGGED)
    helper = models.ForeignKey(
        Helper, on_delete=models.PROTECT, related_name="service_records", verbose_name=_("helper")
    )
    # Kept beside the record so that the database itself can refuse a helper who verifies their own hours.
    helper_account = _person(_("helper's account"), editable=False)
    booking = models.ForeignKey(
        Booking, on_delete=models.PROTECT, null=True, blank=True, related_name="service_records"
    )
    contract_item = models.ForeignKey(
        ContractItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
        verbose_name=_("contract item"),
    )
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="service_records", verbose_name=_("recording unit")
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    county = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", editable=False)
    # The county itself where the service belongs to no town.
    town = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", editable=False)
    ym = models.PositiveIntegerField(_("month"), editable=False)

    kind = models.CharField(_("form of service"), max_length=30, choices=SessionKind)
    help_kind = models.CharField(_("kind of help"), max_length=25, choices=HelpKind, blank=True)
    served_on = models.DateField(_("date"))
    starts_at = models.DateTimeField(_("service begins"))
    ends_at = models.DateTimeField(_("service ends"))
    break_minutes = models.PositiveIntegerField(_("break, minutes"), default=0)
    travel_minutes = models.PositiveIntegerField(_("travel, minutes"), default=0)
    minutes = models.PositiveIntegerField(_("counted, minutes"))
    is_excess = models.BooleanField(_("above the daily limit"), default=False)
    excess_reason = models.CharField(_("explanation of the excess"), max_length=200, blank=True)
    is_late = models.BooleanField(_("recorded late"), default=False)
    late_reason = models.CharField(_("explanation of the late record"), max_length=200, blank=True)
    subjects = models.ManyToManyField(Subject, blank=True, related_name="+")
    person_times = models.PositiveIntegerField(_("person-times"), default=0)
    content = models.CharField(_("what was done"), max_length=500)
    nil_gift = models.BooleanField(_("took neither pay nor gift from anyone served"), default=False)

    # Where the helper's consent is kept, if somebody else entered their volunteering (rule 76).
    consent_evidence = models.CharField(_("evidence of the helper's consent"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("logged by")
    )
    recorded_at = models.DateTimeField(_("logged"), db_default=Now())
    verified_by = _person(_("verified by"))
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    rejected_by = _person(_("not verified by"))
    reject_reason = models.CharField(_("reason for not verifying"), max_length=200, blank=True)
    reversed_by = _person(_("reversed by"))
    reversed_at = models.DateTimeField(_("reversed"), null=True, blank=True)
    reversal_reason = models.CharField(_("reason for the reversal"), max_length=200, blank=True)
    reverses = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="correction",
        verbose_name=_("corrects"),
    )

    rate_fen = models.PositiveIntegerField(_("rate, fen an hour"), default=0)
    amount_fen = models.PositiveBigIntegerField(_("value, fen"), default=0)
    acceptance = models.ForeignKey(
        "services.Acceptance", on_delete=models.PROTECT, null=True, blank=True, related_name="records"
    )
    accepted_by = _person(_("accepted by"))
    settlement = models.ForeignKey(
        "services.Settlement", on_delete=models.PROTECT, null=True, blank=True, related_name="records"
    )
    settled_by = _person(_("settled by"))
    payable_minutes = models.PositiveIntegerField(_("payable, minutes"), default=0)
    payable_fen = models.PositiveBigIntegerField(_("payable, fen"), default=0)
    payment = models.ForeignKey(
        "services.Payment", on_delete=models.PROTECT, null=True, blank=True, related_name="records"
    )
    paid_by = _person(_("paid by"))

    objects = ServiceRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("service record")
        verbose_name_plural = _("service records")
        default_permissions = ("add", "view")
        permissions = [
            ("verify_servicerecord", _("Can verify service records")),
            ("reverse_servicerecord", _("Can reverse verified service records")),
            ("export_servicerecord", _("Can export service records")),
        ]
        ordering = ["-served_on", "-pk"]
        indexes = [
            models.Index(fields=["county", "-served_on", "-id"], name="record_by_county"),
            models.Index(fields=["town", "-served_on", "-id"], name="record_by_town"),
            models.Index(fields=["helper", "starts_at"], name="record_by_helper"),
            models.Index(fields=["contract_item", "served_on", "id"], name="record_by_item"),
            models.Index(fields=["served_on", "id"], condition=Q(verified_by=None), name="record_unverified"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(account=Account.PURCHASED, contract_item__isnull=False)
                | Q(account=Account.VOLUNTEER, contract_item=None, acceptance=None, amount_fen=0),
                name="record_in_one_account",
            ),
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="record_in_order"),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=1440), name="record_within_a_day"
            ),
            models.CheckConstraint(
                condition=Q(payable_minutes__lte=F("minutes"), payable_fen__lte=F("amount_fen")),
                name="record_payable_within_value",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True, acceptance=None)
                & Q(state__in=[RecordState.LOGGED, RecordState.REJECTED])
                | Q(verified_by__isnull=False, state__in=[RecordState.VERIFIED, RecordState.REVERSED]),
                name="record_verified_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(helper_account=None) | ~Q(verified_by=F("helper_account")),
                name="nobody_verifies_their_own_hours",
            ),
            models.CheckConstraint(
                condition=(
                    Q(acceptance=None, accepted_by=None)
                    | Q(acceptance__isnull=False, accepted_by__isnull=False)
                )
                & (
                    Q(settlement=None, settled_by=None)
                    | Q(acceptance__isnull=False, settled_by__isnull=False)
                )
                & (Q(payment=None, paid_by=None) | Q(settlement__isnull=False, paid_by__isnull=False)),
                name="record_moves_hand_to_hand",
            ),
            *_different_hands(),
            models.UniqueConstraint(
                # What exceeds eight hours of one booking stands in a record of its own (rule 28).
                fields=["booking", "is_excess"],
                condition=Q(state__in=CLAIMING),
                name="one_record_a_booking",
                violation_error_message=_("This booking has been logged already."),
            ),
        ]

    def __str__(self):
        return f"#{self.pk}"

    @property
    def audit_label(self) -> str:
        return f"#{self.pk}"
