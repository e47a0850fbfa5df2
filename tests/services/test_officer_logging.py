"""An officer enters a helper's hours: with their consent on file, and without losing what was typed."""

from datetime import date

import pytest
from django.urls import reverse

from portal import roles
from portal.actions import Refused
from portal.models import Notice
from services import actions
from services.choices import Account, RecordState
from services.models import LedgerEntry, ServiceRecord
from tests.factories.portal import login, user_with_role
from tests.factories.services import RosterEntryFactory, ServingHelperFactory
from tests.services.county import County

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(client):
    county = County()
    login(client, county.officer)
    return county


@pytest.fixture
def county_officer(client, county):
    """An officer of the office that made the contract."""
    return login(client, user_with_role(roles.OFFICER, county.area))


@pytest.fixture
def volunteer(county):
    return ServingHelperFactory(area=county.town, name="林小满")


def answers(county, **changes):
    return {
        "day": "2024-06-03",
        "starts": "09:00",
        "ends": "11:30",
        "break_minutes": "15",
        "travel_minutes": "40",
        "kind": "home_visit",
        "help_kind": "family_relations",
        "area": county.town.pk,
        "office": county.unit.pk,
        "person_times": "2",
        "content": "一起整理了求职材料",
        "nil_gift": "on",
        "consent_evidence": "2024年6月3日签到表，第3卷",
        "explanation": "纸质记录补录",
        **changes,
    }


def post(client, helper, **data):
    return client.post(reverse("log_hours_for", args=[helper.pk]), data)


def test_an_officer_logs_for_a_volunteer_and_the_volunteer_is_told(client, county, volunteer):
    answer = post(client, volunteer, **answers(county))

    record = ServiceRecord.objects.get()
    assert answer["Location"] == reverse("service_records:inspect", args=[record.pk])
    assert (record.account, record.minutes, record.person_times) == (Account.VOLUNTEER, 135, 2)
    assert (record.recorded_by, record.consent_evidence) == (county.officer, "2024年6月3日签到表，第3卷")
    assert Notice.objects.get(account=volunteer.account).kind == "service_record_entered"
    assert "第3卷" in client.get(answer["Location"]).text


def test_whoever_logged_it_does_not_verify_it(client, county, volunteer):
    post(client, volunteer, **answers(county))
    record = ServiceRecord.objects.get()

    answer = client.post(reverse("service_records:verify", args=[record.pk]))

    assert answer.status_code == 422
    assert LedgerEntry.objects.count() == 0


def test_without_consent_on_file_nothing_is_logged_and_nothing_typed_is_lost(client, county, volunteer):
    answer = post(client, volunteer, **answers(county, consent_evidence=" ", content="陪同办理低保"))

    assert answer.status_code == 422
    assert "代为录入个人信息须经" in answer.text
    assert "陪同办理低保" in answer.text
    assert not ServiceRecord.objects.exists()


def test_every_fault_stands_beside_its_field(client, county, volunteer):
    answer = post(client, volunteer, **answers(county, explanation="", ends="08:00", day="2099-01-01"))

    form = answer.context["form"]
    assert answer.status_code == 422
    assert {"ends"} <= set(form.errors)
    assert not answer.context["violations"]


def test_volunteering_names_its_unit_and_its_kind_of_help(client, county, volunteer):
    answer = post(client, volunteer, **answers(county, office="", help_kind=""))

    assert set(answer.context["form"].errors) == {"office", "help_kind"}


def test_what_volunteering_needs_is_marked_as_needed_until_a_contract_item_is_chosen(
    client, county, county_officer
):
    login(client, county_officer)
    address = reverse("log_hours_for", args=[county.helper.pk])

    asked = client.get(address).context["form"].fields
    bought = client.post(address, {"contract_item": county.item.pk}).context["form"].fields

    needed = ("help_kind", "office", "consent_evidence")
    assert [asked[name].required for name in needed] == [True, True, True]
    assert [bought[name].required for name in needed] == [False, False, False]


def test_purchased_hours_go_to_the_item_and_need_no_consent_of_a_volunteer(client, county, county_officer):
    wanted = answers(county, contract_item=county.item.pk, consent_evidence="", help_kind="", office="")

    post(client, county.helper, **wanted)

    record = ServiceRecord.objects.get()
    assert (record.contract_item, record.office) == (county.item, county.contract.purchaser)
    assert (record.account, record.amount_fen) == (Account.PURCHASED, 10125)


def test_only_contracts_with_the_helper_on_the_roster_are_offered(client, county, volunteer, county_officer):
    own = client.get(reverse("log_hours_for", args=[county.helper.pk])).text
    other = client.get(reverse("log_hours_for", args=[volunteer.pk])).text

    assert (county.contract.number in own, county.contract.number in other) == (True, False)


def test_the_list_leads_to_a_helper_and_the_helpers_page_shows_the_hours(client, county, volunteer):
    assert reverse("log_hours") in client.get(reverse("service_records:index")).text
    answer = client.post(reverse("log_hours"), {"helper": volunteer.pk})
    assert answer["Location"] == reverse("log_hours_for", args=[volunteer.pk])

    post(client, volunteer, **answers(county))

    page = client.get(reverse("helpers:inspect", args=[volunteer.pk])).text
    assert "2024年6月3日 09:00–11:30" in page
    assert reverse("log_hours_for", args=[volunteer.pk]) in page


def test_a_foreign_helper_is_unknown(client, county):
    assert client.post(reverse("log_hours"), {"helper": ServingHelperFactory().pk}).status_code == 422
    assert client.get(reverse("log_hours_for", args=[ServingHelperFactory().pk])).status_code == 404


def reversed_record(county):
    record = county.volunteer()
    actions.verify(record, by=county.officer)
    return actions.reverse(record, reason="结束时间写错", by=county.head)


def test_a_reversed_record_is_put_right_by_a_new_one_that_names_it(client, county):
    wrong = reversed_record(county)
    page = client.get(reverse("service_records:inspect", args=[wrong.pk])).text
    address = f"{reverse('log_hours_for', args=[county.helper.pk])}?corrects={wrong.pk}"
    assert address in page
    form = client.get(address).context["form"]
    assert form["content"].value() == wrong.content
    assert "结束时间写错" in str(form["explanation"].value())

    client.post(address, answers(county))

    right = ServiceRecord.objects.get(reverses=wrong)
    assert right.state == RecordState.LOGGED
    assert (
        reverse("service_records:inspect", args=[right.pk])
        in client.get(reverse("service_records:inspect", args=[wrong.pk])).text
    )
    actions.verify(right, by=county.head)
    assert f'"corrects":{wrong.pk}' in LedgerEntry.objects.order_by("seq").last().body


def test_a_record_is_corrected_once(client, county):
    wrong = reversed_record(county)
    address = f"{reverse('log_hours_for', args=[county.helper.pk])}?corrects={wrong.pk}"
    client.post(address, answers(county))

    answer = client.post(address, answers(county, day="2024-06-04"))

    assert answer.status_code == 422
    assert ServiceRecord.objects.filter(reverses=wrong).count() == 1


def test_what_still_counts_is_not_corrected(county):
    standing = county.volunteer()

    with pytest.raises(Refused) as refused:
        actions.log_for(
            county.helper,
            county.service(day=date(2024, 6, 10), reverses=standing, consent_evidence="同意书"),
            by=county.officer,
        )
    assert [violation.code for violation in refused.value.violations] == ["record.nothing_to_correct"]


def test_who_came_back_to_the_roster_is_offered_once(client, county, county_officer):
    entry = county.contract.roster.get()
    entry.to_day = date(2024, 6, 30)
    entry.save()
    RosterEntryFactory(contract=county.contract, helper=county.helper, from_day=date(2024, 9, 1))

    form = client.get(reverse("log_hours_for", args=[county.helper.pk])).context["form"]

    assert [key for key, _label in form["contract_item"].field.choices] == ["", str(county.item.pk)]
