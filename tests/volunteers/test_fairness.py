"""Fairness from the database on: who somebody is changes no score, nor does declining; the load is shown."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.models import AuditEntry
from tests.factories.groups import (
    InvitationFactory,
    MembershipFactory,
    PositionFactory,
    drafted_group,
)
from tests.factories.portal import AreaFactory, login
from tests.factories.volunteers import HelperFactory
from volunteers import candidates
from volunteers.actions import invitations
from volunteers.actions.plans import store_plan
from volunteers.backoffice.load_panel import load_spread
from volunteers.choices import HelperKind, InvitationState, MemberRole
from volunteers.matching import plan
from volunteers.matching_input import input_for
from volunteers.models import Helper, Position

pytestmark = pytest.mark.django_db


@pytest.fixture
def helper(town):
    return HelperFactory(area=town, sex="female", birth_date=date(1990, 5, 1))


@pytest.fixture
def position(town, officer):
    return PositionFactory(group=drafted_group(town, officer), preferred_tags=["法律"], dialects=["四川话"])


def judged(position, helper) -> tuple:
    """Score, parts and verdicts of the pair, read from the database."""
    entry = candidates.pair(Position.objects.get(pk=position.pk), Helper.objects.get(pk=helper.pk)).entry
    return entry["score"], entry["parts"], entry["failed"]


@pytest.mark.parametrize(
    "change",
    [
        {"sex": "male"},
        {"birth_date": date(1948, 1, 1)},
        {"birth_date": date(2007, 1, 1)},
        {"sex": "male", "birth_date": date(1948, 1, 1), "name": "别人", "work_unit": "（退休）"},
    ],
    ids=["sex", "old", "young", "everything"],
)
def test_who_somebody_is_changes_neither_score_nor_verdict(position, helper, change):
    before = judged(position, helper)
    Helper.objects.filter(pk=helper.pk).update(**change)

    assert judged(position, helper) == before
    assert before[0] > 0


@pytest.mark.parametrize("kind", HelperKind.values)
def test_status_changes_no_score(position, helper, kind):
    """The kind decides only whether the seat is for such a helper; a seat for that kind scores the same."""
    before = judged(position, helper)
    Helper.objects.filter(pk=helper.pk).update(kind=kind)
    score, parts, failed = judged(position, helper)
    Position.objects.filter(pk=position.pk).update(helper_kind=kind)

    assert (score, parts) == before[:2]
    assert failed == ([] if kind == HelperKind.VOLUNTEER else ["KIND"])
    assert judged(position, helper) == before


def test_sex_enters_only_where_the_law_asks_for_a_woman(town, officer, helper):
    """Rule 14: the group of a woman needs a female member; the score stays the same."""
    seat = PositionFactory(group=drafted_group(town, officer, is_female=True), wants_female=True)
    woman = candidates.pair(seat, helper)
    Helper.objects.filter(pk=helper.pk).update(sex="male")
    man = candidates.pair(seat, Helper.objects.get(pk=helper.pk))

    assert (woman.is_lawful, man.is_lawful) == (True, False)
    assert woman.entry["score"] == man.entry["score"]


@pytest.mark.parametrize("state", [InvitationState.DECLINED, InvitationState.EXPIRED])
def test_declining_costs_nothing_anywhere_else(town, officer, position, helper, state):
    before = judged(position, helper)
    for _time in range(5):
        other = PositionFactory(group=drafted_group(town, officer))
        InvitationFactory(position=other, helper=helper, state=state)

    assert judged(position, helper) == before


def test_saying_no_on_the_screen_costs_nothing_anywhere_else(town, officer, position, helper):
    before = judged(position, helper)
    other = PositionFactory(group=drafted_group(town, officer))
    invitation = invitations.invite(other, helper=helper, by=officer)

    invitations.decline(invitation, by=helper.account)

    assert judged(position, helper) == before


def test_what_the_engine_sees_of_a_helper_names_no_age_and_no_number_of_refusals(town, position, helper):
    InvitationFactory(
        position=PositionFactory(group=position.group), helper=helper, state=InvitationState.DECLINED
    )
    (seen,) = [entry for entry in input_for(town.code)["helpers"] if entry["id"] == helper.number]

    assert not {"age", "birth_date", "sex", "status", "refusals", "name"} & seen.keys()
    assert seen["declined"] == [position.group.subject.code]


@pytest.fixture
def stored(town, officer, helper, position):
    """A plan that gives its only seat to the only helper without a group."""
    HelperFactory(area=town, accepting=False)
    data = input_for(town.code)
    return store_plan(data, plan(data, seconds=5), by=officer)


def test_a_plan_tells_the_load_before_and_after(stored):
    found = load_spread(stored)

    assert (found.before.by_load(), found.after.by_load()) == ({0: 2}, {0: 1, 1: 1})
    assert (found.before.gini, found.after.gini) == (0, 0.5)


def test_the_load_stands_on_the_page_of_the_plan(client, officer, stored):
    login(client, officer)

    page = client.get(reverse("area_plans:inspect", args=[stored.pk])).text

    assert "基尼系数从 0.0000 升至 0.5000" in page


class TestTheReport:
    def _loaded(self, town, officer, groups: int):
        helper = HelperFactory(area=town)
        for _number in range(groups):
            MembershipFactory(group=drafted_group(town, officer), role=MemberRole.HELPER, helper=helper)
        return helper

    def test_it_counts_groups_in_use_only(self, town, officer):
        helper = self._loaded(town, officer, 3)
        seats = list(helper.memberships.order_by("pk"))
        type(seats[0]).objects.filter(pk=seats[0].pk).update(left_on=date(2026, 1, 1))
        seats[1].group.state = "closed"
        seats[1].group.save()

        assert Helper.objects.with_load().get(pk=helper.pk).groups_now == 1

    def test_minutes_nobody_wrote_down_are_not_called_zero(self, client, town, officer):
        self._loaded(town, officer, 1)
        mixed, idle = self._loaded(town, officer, 1), self._loaded(town, officer, 0)
        seat = PositionFactory(group=drafted_group(town, officer), minutes_per_month=120)
        MembershipFactory(group=seat.group, role=MemberRole.HELPER, helper=mixed, position=seat)
        login(client, officer)

        page = client.get(reverse("helper_loads:index")).text

        assert Helper.objects.with_load().get(pk=idle.pk).minutes_now == 0
        assert "2.00 · 1 个席位未登记" in page
        assert page.count("未登记") == 2

    def test_it_shows_the_most_loaded_first_and_how_evenly_the_work_lies(self, client, town, officer):
        idle, busy = self._loaded(town, officer, 0), self._loaded(town, officer, 2)
        HelperFactory.submitted(area=town, name="未审核")
        stranger = HelperFactory(area=AreaFactory())
        login(client, officer)

        page = client.get(reverse("helper_loads:index")).text

        assert page.index(busy.number) < page.index(idle.number)
        assert "0.5000" in page
        assert "未审核" not in page
        assert stranger.number not in page

    def test_filters_narrow_the_summary_as_well(self, client, town, officer):
        self._loaded(town, officer, 0)
        teacher = self._loaded(town, officer, 2)
        Helper.objects.filter(pk=teacher.pk).update(kind=HelperKind.TEACHER)
        login(client, officer)

        answer = client.get(reverse("helper_loads:index"), {"kind": HelperKind.TEACHER})

        assert (answer.context["helpers"], answer.context["figures"][1]["value"]) == (1, "0.0000")

    def test_the_list_costs_the_same_for_more_helpers(self, client, town, officer):
        login(client, officer)
        self._loaded(town, officer, 1)
        address = reverse("helper_loads:index")
        client.get(address)

        def count():
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            return len(captured)

        few = count()
        for _number in range(5):
            self._loaded(town, officer, 2)

        assert count() <= few <= 16

    def test_it_is_taken_away_with_a_reason_only(self, client, town, officer):
        helper = self._loaded(town, officer, 2)
        login(client, officer)
        address = reverse("helper_loads:export")

        assert client.post(address, {"file_format": "csv"}).status_code == 422
        answer = client.post(address, {"file_format": "csv", "reason": "联席会议材料"})

        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert helper.number in text
        assert AuditEntry.objects.get(action="helper.exported").detail["reason"] == "联席会议材料"
