"""Policy is data with a day it holds from (design.md §2.16)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from portal import policies
from portal.actions import Refused
from portal.models import AuditEntry, PolicyVersion
from portal.policies import IDLE_MINUTES, Policy, remembered, value
from portal.policy_actions import set_policy
from portal.roles import ADMINISTRATOR, AUDITOR, OFFICE_HEAD
from tests.factories.portal import login, user_with_role

pytestmark = pytest.mark.django_db

STARS = Policy("test.stars", "Stars", [{"hours": 100, "name": "一星"}])


def in_days(days: int) -> date:
    """Asked anew by each test: the suite may run across midnight."""
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def administrator():
    return user_with_role(ADMINISTRATOR)


def test_each_day_is_judged_by_the_rule_of_that_day():
    PolicyVersion.objects.create(key=IDLE_MINUTES.key, effective_from=date(2026, 3, 1), value=20)
    PolicyVersion.objects.create(key=IDLE_MINUTES.key, effective_from=date(2026, 6, 1), value=25)

    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1)]
    assert [value(IDLE_MINUTES, day) for day in days] == [15, 20, 20, 25]


def test_a_request_reads_the_policies_once_however_many_it_asks_for(django_assert_num_queries):
    with remembered(), django_assert_num_queries(1):
        for policy in policies.all_policies():
            for day in (in_days(0), in_days(1)):
                value(policy, day)


def test_outside_a_request_every_question_is_answered_afresh():
    assert value(IDLE_MINUTES, in_days(0)) == 15
    PolicyVersion.objects.create(key=IDLE_MINUTES.key, effective_from=in_days(0), value=10)
    assert value(IDLE_MINUTES, in_days(0)) == 10


def test_an_administrator_decides_and_it_is_written_down(administrator):
    with remembered():
        assert value(IDLE_MINUTES, in_days(1)) == 15
        set_policy(IDLE_MINUTES, 10, effective_from=in_days(1), reason="司发〔2026〕8号", by=administrator)
        assert (value(IDLE_MINUTES, in_days(0)), value(IDLE_MINUTES, in_days(1))) == (15, 10)

    entry = AuditEntry.objects.get(action="policy.set")
    assert entry.detail == {
        "key": "accounts.idle_minutes",
        "before": 15,
        "after": 10,
        "from": in_days(1).isoformat(),
    }


@pytest.mark.parametrize("role", [OFFICE_HEAD, AUDITOR])
def test_nobody_else_decides(role):
    with pytest.raises(PermissionDenied):
        set_policy(IDLE_MINUTES, 10, effective_from=in_days(1), reason="试行", by=user_with_role(role))


def test_every_fault_is_named_at_once(administrator):
    yesterday = in_days(-1)

    with pytest.raises(Refused) as refused:
        set_policy(IDLE_MINUTES, 600, effective_from=yesterday, reason=" ", by=administrator)

    assert set(refused.value.by_field()) == {"value", "effective_from", "reason"}


def test_a_day_that_has_its_value_keeps_it(administrator):
    set_policy(IDLE_MINUTES, 10, effective_from=in_days(1), reason="试行", by=administrator)

    with pytest.raises(Refused) as refused:
        set_policy(IDLE_MINUTES, 12, effective_from=in_days(1), reason="再改", by=administrator)

    assert refused.value.violations[0].code == "policy.day_taken"


def test_a_value_is_corrected_while_its_first_day_is_not_over_and_the_earlier_one_stays_to_be_read(
    administrator,
):
    first = set_policy(IDLE_MINUTES, 10, effective_from=in_days(0), reason="试行", by=administrator)
    again = set_policy(
        IDLE_MINUTES, 12, effective_from=in_days(0), reason="笔误", corrects=True, by=administrator
    )
    last = set_policy(
        IDLE_MINUTES, 14, effective_from=in_days(0), reason="再改", corrects=True, by=administrator
    )

    assert value(IDLE_MINUTES, in_days(0)) == 14
    assert (again.corrects, last.corrects) == (first, again)
    assert list(PolicyVersion.objects.standing()) == [last]
    detail = AuditEntry.objects.filter(action="policy.corrected").latest("pk").detail
    assert (detail["before"], detail["after"]) == (12, 14)


def test_a_day_that_is_over_is_corrected_by_nobody(administrator):
    PolicyVersion.objects.create(key=IDLE_MINUTES.key, effective_from=in_days(-1), value=10)

    with pytest.raises(Refused) as refused:
        set_policy(
            IDLE_MINUTES, 12, effective_from=in_days(-1), reason="更正", corrects=True, by=administrator
        )

    assert [violation.code for violation in refused.value.violations] == ["policy.in_the_past"]


def test_where_nothing_was_decided_nothing_is_corrected(administrator):
    with pytest.raises(Refused) as refused:
        set_policy(
            IDLE_MINUTES, 12, effective_from=in_days(0), reason="更正", corrects=True, by=administrator
        )

    assert refused.value.violations[0].field == "corrects"


def test_one_value_is_corrected_once(administrator):
    first = set_policy(IDLE_MINUTES, 10, effective_from=in_days(0), reason="试行", by=administrator)
    again = {"key": first.key, "effective_from": first.effective_from, "value": 12, "corrects": first}
    PolicyVersion.objects.create(**again)

    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyVersion.objects.create(**again)


@pytest.mark.parametrize("wrong", ["15", 15.0, True, None, [], -1, 4, 31])
def test_a_number_stays_a_whole_number_within_its_bounds(wrong):
    assert IDLE_MINUTES.violation(wrong) is not None


@pytest.mark.parametrize("right", [[{"hours": 90, "name": "一星"}], [], [{"hours": 1, "name": "a"}] * 2])
def test_a_table_may_change_its_figures(right):
    assert STARS.violation(right) is None


@pytest.mark.parametrize("wrong", [{}, [{"hours": "90", "name": "一星"}], [{"hours": 90}], [[]], None])
def test_a_table_keeps_its_shape(wrong):
    assert STARS.violation(wrong) is not None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    )
)
def test_any_json_value_is_judged_without_an_error(anything):
    for policy in [*policies.all_policies(), STARS]:
        policy.violation(anything)


def test_a_table_without_a_default_takes_any_entries():
    assert Policy("test.years", "Years", {}).violation({"2027": {"off": []}}) is None


def test_every_policy_accepts_its_own_default():
    assert [policy.key for policy in policies.all_policies() if policy.violation(policy.default)] == []


class TestTheScreens:
    @pytest.fixture(autouse=True)
    def english(self, settings):
        settings.LANGUAGE_CODE = "en"

    def test_the_list_shows_every_policy_with_its_value_of_today(self, client, administrator):
        PolicyVersion.objects.create(key=IDLE_MINUTES.key, effective_from=in_days(1), value=25)
        login(client, administrator)

        page = client.get("/admin/policies/").text

        assert all(escape(str(policy.label)) in page for policy in policies.all_policies())
        assert page.count("15 minutes") == 1
        assert page.count("25 minutes") == 1

    def test_the_list_costs_the_same_however_many_decisions_there_are(
        self, client, administrator, django_assert_max_num_queries
    ):
        login(client, administrator)
        client.get("/admin/policies/")
        for days in range(30):
            day = in_days(-days)
            PolicyVersion.objects.create(key=IDLE_MINUTES.key, effective_from=day, value=10)

        with django_assert_max_num_queries(12):
            client.get("/admin/policies/")

    def test_an_administrator_decides_on_the_screen(self, client, administrator):
        login(client, administrator)
        data = {"value": "10", "effective_from": in_days(1).isoformat(), "reason": "司发〔2026〕8号"}

        answer = client.post("/admin/policies/accounts.idle_minutes/decide/", data)

        assert answer["Location"] == "/admin/policies/accounts.idle_minutes/"
        assert "司发〔2026〕8号" in client.get(answer["Location"]).text

    def test_a_value_of_today_is_corrected_on_the_screen_and_marked_in_the_list(self, client, administrator):
        login(client, administrator)
        decide = "/admin/policies/accounts.idle_minutes/decide/"
        data = {"value": "10", "effective_from": in_days(0).isoformat(), "reason": "试行"}
        assert "corrects" not in client.get(decide).context["form"].fields
        client.post(decide, data)
        refused = client.post(decide, data | {"value": "12"})
        client.post(decide, data | {"value": "12", "corrects": "on", "reason": "笔误"})

        assert set(refused.context["form"].errors) == {"effective_from"}
        assert value(IDLE_MINUTES, in_days(0)) == 12
        assert "Corrected" in client.get("/admin/policies/accounts.idle_minutes/").text

    def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(self, client, administrator):
        login(client, administrator)
        data = {"value": "600", "effective_from": in_days(1).isoformat(), "reason": ""}

        answer = client.post("/admin/policies/accounts.idle_minutes/decide/", data)

        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {"value", "reason"}
        assert 'value="600"' in answer.text

    def test_a_table_is_edited_as_it_is_written(self, client, administrator, monkeypatch):
        monkeypatch.setitem(policies._register, STARS.key, STARS)
        login(client, administrator)
        assert "一星" in client.get("/admin/policies/test.stars/decide/").text

        data = {"value": '[{"hours": 90, "name": "一星"}]', "effective_from": in_days(0), "reason": "试行"}
        client.post("/admin/policies/test.stars/decide/", data)

        assert value(STARS, in_days(0)) == [{"hours": 90, "name": "一星"}]

    @pytest.mark.parametrize("text", ["[", "{}", "x" * 10, "\x00"])
    def test_nonsense_is_sent_back(self, client, administrator, monkeypatch, text):
        monkeypatch.setitem(policies._register, STARS.key, STARS)
        login(client, administrator)

        data = {"value": text, "effective_from": in_days(0), "reason": "试行"}

        assert client.post("/admin/policies/test.stars/decide/", data).status_code == 422

    def test_an_unknown_policy_is_not_found(self, client, administrator):
        login(client, administrator)

        assert client.get("/admin/policies/nothing/").status_code == 404


@pytest.mark.parametrize(
    ("key", "slip"),
    [
        ("helpers.minimum_age", 9999),
        ("helpers.minimum_age", 16),
        ("helpers.exit_working_days", 0),
        ("invitations.answer_days", 700),
        ("training.helper_buffer", 3000),
        ("training.yearly_minutes", 960_000),
    ],
)
def test_a_slip_of_the_hand_is_no_value(key, slip):
    assert policies.get(key).violation(slip) is not None
