"""The forecast as officers see it: numbers, their rows, and who may look."""

import html
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories.groups import (
    MembershipFactory,
    PositionFactory,
    RecruitmentCallFactory,
    drafted_group,
    leading_officer,
)
from tests.factories.portal import AreaFactory, login
from tests.factories.volunteers import (
    CredentialFactory,
    DepartureFactory,
    HelperFactory,
    InsuranceFactory,
    RecordCheckFactory,
)
from volunteers.choices import CredentialKind, HelperKind, MemberRole, PositionState
from volunteers.forecasting import outlook
from volunteers.rules.forecast import MINORS, RISK, Balance, Change

pytestmark = pytest.mark.django_db


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def counsellor(town):
    helper = HelperFactory(area=town, kind=HelperKind.COUNSELLOR, caseload_limit=2)
    CredentialFactory(helper=helper, kind=CredentialKind.COUNSELLOR, valid_to=in_days(40))
    return helper


@pytest.fixture
def seats(town, officer, counsellor):
    """One seat the counsellor holds, and one that is open."""
    MembershipFactory(group=drafted_group(town, officer), role=MemberRole.HELPER, helper=counsellor)
    return PositionFactory(group=drafted_group(town, officer), helper_kind=HelperKind.COUNSELLOR)


def balance_in(officer, days: int, line: str = HelperKind.COUNSELLOR) -> Balance:
    return outlook(officer).forecast.by_line(in_days(days)).get(line, Balance())


def test_seats_taken_and_open_are_needed_and_a_certificate_carries_supply(officer, seats):
    assert [balance_in(officer, days) for days in (0, 40, 41)] == [
        Balance(2, 2, 0),
        Balance(2, 2, 0),
        Balance(2, 0, 2),
    ]


def test_a_renewed_certificate_carries_on(officer, seats, counsellor):
    CredentialFactory(
        helper=counsellor, kind=CredentialKind.COUNSELLOR, valid_from=in_days(41), valid_to=in_days(900)
    )

    assert balance_in(officer, 90).short == 0


def test_without_a_checked_certificate_a_counsellor_supplies_nothing(town, officer):
    HelperFactory(area=town, kind=HelperKind.COUNSELLOR)

    assert balance_in(officer, 0).supply == 0


def test_whoever_leaves_is_gone_when_the_departure_is_due(officer, seats, counsellor):
    DepartureFactory(helper=counsellor, due_on=in_days(12))

    assert [balance_in(officer, days).supply for days in (11, 12)] == [2, 0]


def test_a_paused_helper_keeps_only_what_they_hold(officer, seats, counsellor):
    type(counsellor).objects.filter(pk=counsellor.pk).update(accepting=False)

    assert balance_in(officer, 0) == Balance(2, 1, 1)


def test_a_seat_ends_with_the_correction_of_its_subject(officer, seats):
    seats.group.subject.__class__.objects.filter(pk=seats.group.subject_id).update(ends_on=in_days(20))

    assert [balance_in(officer, days).needs for days in (20, 21)] == [2, 1]


def test_special_seats_need_a_record_check_or_an_insurance(town, officer, counsellor):
    PositionFactory(group=drafted_group(town, officer, is_minor=True), has_risk=True)
    RecordCheckFactory(helper=counsellor, checked_on=in_days(-355))
    InsuranceFactory(helper=counsellor, valid_to=in_days(20))

    supply = {
        line: [balance_in(officer, days, line).supply for days in (10, 11, 20, 21)] for line in (MINORS, RISK)
    }

    assert supply == {MINORS: [2, 0, 0, 0], RISK: [2, 2, 2, 0]}


def test_each_town_is_judged_by_itself(officer, seats):
    elsewhere = AreaFactory(parent=officer.areas.get().get_parent(), level="town")
    head = leading_officer(elsewhere.get_parent())
    PositionFactory(group=drafted_group(elsewhere, head), helper_kind=HelperKind.COUNSELLOR)

    assert balance_in(officer, 0) == Balance(2, 2, 0)
    assert balance_in(head, 0) == Balance(3, 2, 1)


def test_a_seat_held_by_a_helper_of_another_town_is_no_shortage(client, officer, seats, counsellor):
    elsewhere = AreaFactory(parent=counsellor.area.get_parent(), level="town")
    type(counsellor).objects.filter(pk=counsellor.pk).update(area=elsewhere)

    assert balance_in(officer, 0) == Balance(2, 1, 1)
    assert balance_in(leading_officer(elsewhere), 0) == Balance(0, 1, 0)
    login(client, officer)
    supply = client.get(_pages()[3])
    assert supply.context["rows"][0][:5] == [counsellor.number, "其他镇街", 1, "—", "—"]


def test_a_town_has_the_same_figures_in_its_own_view_and_in_the_countys(officer, seats, counsellor):
    county, town = counsellor.area.get_parent(), counsellor.area
    head, neighbour = leading_officer(county), AreaFactory(parent=county, level="town")
    busy = PositionFactory(
        group=drafted_group(neighbour, head), helper_kind=HelperKind.COUNSELLOR, minutes_per_month=1200
    )
    assert busy.area != town

    whole = outlook(head).forecast
    assert whole.on(whole.today)[town.pk, HelperKind.COUNSELLOR] == balance_in(officer, 0)


class TestThePeak:
    """Three seats lapse on day 41 and two corrections end on day 50: most is missing in between."""

    @pytest.fixture(autouse=True)
    def passing(self, town, officer, counsellor):
        for ends_on in (in_days(50), in_days(50), in_days(300)):
            group = drafted_group(town, officer, ends_on=ends_on)
            PositionFactory(group=group, helper_kind=HelperKind.COUNSELLOR)

    def test_every_figure_of_a_shortage_is_the_peak(self, client, town, officer):
        login(client, officer)

        overview = client.get(reverse("forecast"))
        line = client.get(reverse("forecast_line", args=[HelperKind.COUNSELLOR]))
        call = client.get(f"{reverse('recruit')}?kind=counsellor", follow=True)

        assert overview.context["figures"][-1]["value"] == 3
        assert "缺 3 席" in overview.context["line_rows"][0][-2]
        assert (line.context["peak"].short, max(week["short"] for week in line.context["weeks"])) == (3, 3)
        assert call.context["form"].initial["count"] == 3

    def test_the_head_of_the_county_reads_it_for_the_town(self, client, town):
        AreaFactory(parent=town.get_parent(), level="town")
        login(client, leading_officer(town.get_parent()))

        row = client.get(reverse("forecast")).context["town_rows"][0]

        assert "缺 3 席" in row[-2]
        assert row[-1] == "心理咨询人员缺 3 席"

    def test_a_call_of_the_county_reaches_the_town(self, client, town, officer):
        RecruitmentCallFactory(area=town.get_parent(), helper_kind=HelperKind.COUNSELLOR, count=4)
        login(client, officer)

        cell = client.get(reverse("forecast")).context["line_rows"][0][-1]

        assert cell == "招募中（已招 0 人，共需 4 人）"


def test_nobody_is_called_for_who_joins_by_office(client, town, officer):
    PositionFactory(group=drafted_group(town, officer), helper_kind=HelperKind.COMMITTEE_MEMBER)
    login(client, officer)

    assert client.get(reverse("forecast")).context["line_rows"][0][-1] == "不公开招募"


def test_known_changes_name_their_day(officer, seats, counsellor):
    changes = outlook(officer).forecast.changes(Change.CERTIFICATE, 30, 60)

    assert [(day, helper.key) for day, helper in changes] == [(in_days(41), counsellor.pk)]


def _pages(line=HelperKind.COUNSELLOR):
    rows, day = reverse("forecast_rows"), in_days(0).isoformat()
    return [
        reverse("forecast"),
        reverse("forecast_line", args=[line]),
        f"{rows}?what=needs&line={line}&day={day}",
        f"{rows}?what=supply&line={line}&day={day}",
        *(f"{rows}?what={change}&after=30&until=60" for change in Change),
    ]


def test_every_page_of_the_forecast_asks_no_more_for_more_rows(client, town, officer, seats):
    login(client, officer)

    def count():
        numbers = []
        for address in _pages():
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200, address
            numbers.append(len(captured))
        return numbers

    count()
    few = count()
    for _number in range(4):
        helper = HelperFactory(area=town, kind=HelperKind.COUNSELLOR)
        CredentialFactory(helper=helper, kind=CredentialKind.COUNSELLOR, valid_to=in_days(45))
        InsuranceFactory(helper=helper, valid_to=in_days(45))
        MembershipFactory(
            group=drafted_group(town, officer, ends_on=in_days(50)), role=MemberRole.HELPER, helper=helper
        )
    assert count() == few
    assert max(few) <= 23


def test_a_number_leads_to_its_rows(client, officer, seats, counsellor):
    login(client, officer)
    needs, supply = (client.get(address).content.decode() for address in _pages()[2:4])

    assert seats.group.subject.code in needs
    assert counsellor.name in needs
    assert counsellor.name in supply


def test_who_has_promised_all_minutes_takes_no_further_seat(officer, seats, counsellor):
    counsellor.minutes_per_month = 240
    counsellor.save()
    held = counsellor.memberships.get()
    held.position = PositionFactory(
        group=held.group, helper_kind=HelperKind.COUNSELLOR, minutes_per_month=200, state=PositionState.FILLED
    )
    held.save()

    assert balance_in(officer, 0) == Balance(2, 1, 1)


def test_the_figures_of_a_town_lead_to_its_seats_and_helpers(client, town, officer, seats, counsellor):
    AreaFactory(parent=town.get_parent(), level="town")
    login(client, leading_officer(town.get_parent()))

    page = client.get(reverse("forecast"))
    name, today = page.context["town_rows"][0][:2]
    assert str(town) in name
    addresses = re.findall(r'href="([^"]+)"', today)
    needs, supply = (client.get(html.unescape(address)) for address in addresses)
    assert needs.context["number"] == 2
    assert seats.group.subject.code in needs.text
    assert counsellor.name in supply.text


def test_a_shortage_stands_out_and_offers_a_call(client, officer, seats):
    login(client, officer)

    page = client.get(reverse("forecast")).content.decode()

    assert "缺 2 席" in page
    assert reverse("recruit") in page


def test_without_rows_the_page_says_what_will_appear(client, officer):
    login(client, officer)

    assert "还没有可以预测的数据" in client.get(reverse("forecast")).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "what=gossip",
        "what=needs&line=nobody&day=2026-03-02",
        "what=needs&line=counsellor&day=yesterday",
        "what=needs&line=counsellor&day=1999-01-01",
        "what=certificate&after=0&until=9999",
        "what=certificate&after=30&until=60&area=0",
        "what=certificate&after=30&until=60&area=x",
        "what=certificate&after=30&until=60&area=²",
        "what=certificate&after=30&until=60&area=٣",
    ],
)
def test_an_address_nobody_links_to_is_not_found(client, officer, query):
    login(client, officer)

    assert client.get(f"{reverse('forecast_rows')}?{query}").status_code == 404


def test_a_foreign_area_is_as_unknown_as_a_missing_one(client, officer):
    login(client, officer)

    assert client.get(f"{reverse('forecast')}?area={AreaFactory().pk}").status_code == 404
