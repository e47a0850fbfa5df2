"""Helpers and their papers for tests.

``HelperFactory()`` is approved, prepared and lawful in a town of its own; ``HelperFactory.draft()``
has only an account, ``HelperFactory.submitted()`` waits in the queue.
"""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from portal import identity
from portal.models import Area, AreaLevel, PrivacyNotice
from tests.factories.portal import AreaFactory, UserFactory
from volunteers.choices import CredentialKind, CredentialState, HelperKind, HelperState, HelpKind, Sex
from volunteers.matching.default_policy import DEFAULT_POLICY
from volunteers.models import (
    Consent,
    ConsentKind,
    Credential,
    Departure,
    Helper,
    Insurance,
    PolicyDraft,
    RecordCheck,
)
from volunteers.policies import RECORD_CHECK_DAYS


def id_number(order: int, born: date = date(1980, 5, 1), *, female: bool = True) -> str:
    """The ``order``-th invented person born on that day, with a right check digit."""
    body = f"000000{born:%Y%m%d}{(order * 2 + (not female)) % 1000:03}"
    return body + identity.check_digit(body)


class TownFactory(AreaFactory):
    """A town in a county of its own."""

    class Meta:
        model = Area

    parent = factory.LazyFunction(AreaFactory)
    level = AreaLevel.TOWN


class HelperFactory(DjangoModelFactory):
    """An approved volunteer, a woman of 1980, who agreed, was trained and signed the pledge."""

    class Meta:
        model = Helper
        skip_postgeneration_save = True

    class Params:
        order = factory.Sequence(lambda n: n)

    account = factory.SubFactory(UserFactory, roles=["helper"])
    state = HelperState.APPROVED
    kind = HelperKind.VOLUNTEER
    name = factory.Sequence(lambda n: f"周{chr(0x5C9A + n % 900)}")
    sex = Sex.FEMALE
    birth_date = factory.LazyAttribute(lambda helper: date(1980, 5, 1) + timedelta(days=helper.order // 400))
    id_number = factory.LazyAttribute(
        lambda helper: id_number(helper.order, helper.birth_date, female=helper.sex == Sex.FEMALE)
    )
    phone = factory.Sequence(lambda n: f"138{n:08}")
    email = factory.LazyAttribute(lambda helper: helper.account.email if helper.account else "")
    area = factory.SubFactory(TownFactory)
    help_kinds = factory.LazyFunction(lambda: [HelpKind.HOME_VISIT.value, HelpKind.LEGAL_EDUCATION.value])
    trained_on = pledged_on = date(2026, 3, 1)
    step = 5
    submitted_at = saved_at = factory.LazyFunction(timezone.now)
    vetted_at = factory.LazyAttribute(
        lambda helper: timezone.now() if helper.state == HelperState.APPROVED else None
    )
    approved_at = factory.SelfAttribute("vetted_at")

    @factory.post_generation
    def consents(helper, create, extracted, **kwargs):
        if create and extracted is not False:
            give_consents(helper)

    @factory.post_generation
    def windows(helper, create, windows, **kwargs):
        for weekday, start, end in windows or [(6, 540, 720)]:
            helper.windows.create(weekday=weekday, start_minute=start, end_minute=end)

    @classmethod
    def submitted(cls, **fields) -> Helper:
        """An application that waits for an officer."""
        fresh = {"state": HelperState.SUBMITTED, "trained_on": None, "pledged_on": None}
        return cls(**{**fresh, **fields})

    @classmethod
    def draft(cls, **fields) -> Helper:
        """A profile that was only just begun."""
        account = fields.pop("account", None) or UserFactory(roles=["helper"])
        return Helper.objects.create(account=account, email=account.email, **fields)


def give_consents(helper: Helper) -> None:
    """Both boxes ticked for the notice in force."""
    notice = PrivacyNotice.objects.in_force(timezone.localdate()) or PrivacyNotice.objects.create(
        version="test", effective_from=date(2026, 1, 1), text="…", sensitive_text="…"
    )
    for kind in ConsentKind.values:
        Consent.objects.create(helper=helper, kind=kind, notice=notice)


class CredentialFactory(DjangoModelFactory):
    """A checked social worker certificate without an end."""

    class Meta:
        model = Credential

    helper = factory.SubFactory(HelperFactory)
    kind = CredentialKind.SOCIAL_WORKER
    title = "社会工作师"
    number = factory.Sequence(lambda n: f"SW-{n:05}")
    valid_from = date(2024, 3, 1)
    state = CredentialState.VERIFIED


class RecordCheckFactory(DjangoModelFactory):
    """A clear record check of today."""

    class Meta:
        model = RecordCheck

    helper = factory.SubFactory(HelperFactory)
    checked_on = factory.LazyFunction(timezone.localdate)
    clear = True
    number = factory.Sequence(lambda n: f"查-{n:05}")
    recorded_by = factory.SubFactory(UserFactory)


class InsuranceFactory(DjangoModelFactory):
    """An accident insurance for this and the next years."""

    class Meta:
        model = Insurance

    helper = factory.SubFactory(HelperFactory)
    policy_number = factory.Sequence(lambda n: f"保-{n:05}")
    valid_from = date(2026, 1, 1)
    valid_to = date(2028, 12, 31)


class PolicyDraftFactory(DjangoModelFactory):
    """A draft that shares the work more evenly."""

    class Meta:
        model = PolicyDraft

    value = factory.LazyFunction(
        lambda: DEFAULT_POLICY | {"record_check_days": RECORD_CHECK_DAYS.default, "load_points": 5}
    )
    effective_from = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=7))
    reason = "联席会议决定"
    made_by = factory.SubFactory(UserFactory)


class DepartureFactory(DjangoModelFactory):
    """A request to leave, due in the far future."""

    class Meta:
        model = Departure

    helper = factory.SubFactory(HelperFactory)
    kind = "leaving"
    due_on = date(2030, 1, 31)
