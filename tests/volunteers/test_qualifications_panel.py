"""The helper's first page says which certificate, record check or insurance runs out, and when."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.portal import UserFactory, login
from tests.factories.volunteers import HelperFactory, RecordCheckFactory
from volunteers.choices import CredentialState, HelperState
from volunteers.home_qualifications import validities
from volunteers.models import Credential, Insurance, RecordCheck

pytestmark = pytest.mark.django_db


@pytest.fixture
def helper():
    return HelperFactory(state=HelperState.APPROVED, account=UserFactory())


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def holds(helper, title, days, state=CredentialState.VERIFIED):
    valid_to = None if days is None else in_days(days)
    return Credential.objects.create(helper=helper, title=title, valid_to=valid_to, state=state)


@pytest.mark.parametrize(("days", "tone"), [(-1, "bad"), (0, "warn"), (90, "warn"), (91, "ok"), (None, "ok")])
def test_a_certificate_is_in_order_runs_out_soon_or_has_run_out(helper, days, tone):
    holds(helper, "社会工作师", days)

    [row] = validities(helper, timezone.localdate())

    assert row.tone == tone


def test_the_record_check_counts_from_its_day(helper):
    RecordCheck.objects.create(
        helper=helper, checked_on=in_days(-333), clear=True, number="查〔2026〕1号", recorded_by=UserFactory()
    )

    [row] = validities(helper, timezone.localdate())

    assert row.days == 32


def test_the_page_begins_with_what_ends_first_and_leaves_out_what_nobody_checked(helper, client):
    holds(helper, "心理咨询师二级", None)
    holds(helper, "教师资格证", 10, state=CredentialState.CLAIMED)
    Insurance.objects.create(
        helper=helper, policy_number="P1", valid_from=in_days(-300), valid_to=in_days(20)
    )
    login(client, helper.account)

    page = client.get(reverse("me")).text

    assert page.index("20 天后到期") < page.index("心理咨询师二级")
    assert "教师资格证" not in page


def test_a_check_that_found_something_ends_an_older_clear_one(helper):
    RecordCheckFactory(helper=helper, checked_on=in_days(-30))
    RecordCheckFactory(helper=helper, checked_on=in_days(-1), clear=False)

    assert validities(helper, timezone.localdate()) == []
