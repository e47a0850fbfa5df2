"""The screens of hours and money, as each role finds them."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from portal import roles
from portal.models import User
from services import actions
from services.choices import ContractState, RecordState
from services.models import Acceptance, Appropriation, Contract, Payment, ServiceRecord, Settlement
from tests.factories.portal import login, user_with_role
from tests.factories.services import ContractFactory, ServiceRecordFactory
from tests.services.county import County

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return County()


def text(client, name, *args, query=""):
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200, (name, answer.status_code, answer.get("Location"))
    return answer.text


def test_the_officer_verifies_the_chosen_records_and_reads_why_one_was_refused(client, county):
    login(client, county.officer)
    good = county.volunteer()
    own = ServiceRecordFactory(area=county.town, recorded_by=county.officer)
    page = text(client, "verification_queue")

    answer = client.post(reverse("verification_queue"), {"record": [good.pk, own.pk]})

    assert good.content in page
    assert answer.status_code == 200
    assert [ServiceRecord.objects.get(pk=pk).state for pk in (good.pk, own.pk)] == [
        RecordState.VERIFIED,
        RecordState.LOGGED,
    ]


def test_a_record_that_is_not_on_the_page_any_more_is_answered_too(client, county):
    login(client, county.officer)
    taken = county.volunteer()
    actions.verify(taken, by=county.head)

    answer = client.post(reverse("verification_queue"), {"record": [taken.pk]})

    assert str(taken.helper) in answer.text
    assert "messages" in answer.text


@pytest.mark.parametrize("key", ["²", "9" * 30, "x"])
def test_what_is_no_record_is_verified_by_nobody(client, county, key):
    login(client, county.officer)

    assert client.post(reverse("verification_queue"), {"record": [key]}).status_code == 200
    page = reverse("contracts:records", args=[county.contract.pk])
    login(client, county.checker)
    assert client.get(page, {"sheet": key}).status_code == 200


def test_what_was_signed_and_settled_before_dawn_bears_the_day_it_was_done(client, county):
    sheet = county.accepted(county.purchase())
    [settlement] = actions.settle(sheet, by=county.checker)
    dawn = datetime(2024, 7, 1, 4, 30, tzinfo=timezone.get_default_timezone())
    Acceptance.objects.filter(pk=sheet.pk).update(signed_at=dawn)
    Settlement.objects.filter(pk=settlement.pk).update(settled_at=dawn)
    login(client, county.checker)

    pages = [
        text(client, "acceptances:inspect", sheet.pk),
        text(client, "settlements:inspect", settlement.pk),
    ]

    assert [("2024年7月1日" in page, "2024年6月30日" in page) for page in pages] == [(True, False)] * 2


def test_finance_reads_on_the_first_page_how_many_verified_hours_are_on_no_sheet(client, county):
    actions.verify(county.purchase(), by=county.officer)
    login(client, county.checker)
    before = text(client, "wagtailadmin_home")

    county.accepted()

    assert "另有 2.00 小时已核验待验收" in before
    assert "已核验待验收" not in text(client, "wagtailadmin_home")


def test_an_empty_queue_says_that_nothing_waits(client, county):
    login(client, county.officer)

    assert "没有需要您核验的记录" in text(client, "verification_queue")


@pytest.mark.parametrize("role", [roles.FINANCE_CHECKER, roles.AUDITOR, roles.EDITOR])
def test_the_queue_is_closed_to_those_who_do_not_verify(client, county, role):
    login(client, user_with_role(role, county.area))

    assert client.get(reverse("verification_queue")).status_code in {302, 403}


def test_finance_reads_hours_and_values_but_no_notes(client, county):
    record = county.purchase()
    login(client, county.checker)

    page = text(client, "service_records:inspect", record.pk)

    assert record.content not in page
    assert "90.00" in page


def test_the_five_columns_drill_down_to_the_same_sum(client, county):
    county.accepted(county.purchase(), county.purchase(hour=13, minutes=90))
    login(client, county.checker)

    contract = text(client, "contracts:inspect", county.contract.pk)
    records = text(client, "contracts:records", county.contract.pk, query="?column=accepted")

    assert "3.50" in contract
    assert "3.50" in records


def test_the_whole_way_in_the_browser_from_the_sheet_to_the_payment(client, county):
    actions.verify(county.purchase(), by=county.officer)
    login(client, county.checker)
    client.post(
        reverse("contracts:acceptance", args=[county.contract.pk]),
        {"period_from": "2024-05-01", "period_to": "2024-06-30"},
    )
    sheet = Acceptance.objects.get()
    marks = {f"met_{line.pk}": "1" for line in sheet.lines.all()}
    client.post(reverse("acceptances:mark", args=[sheet.pk]), marks)
    client.post(reverse("acceptances:opinion", args=[sheet.pk]), {"score": 5, "text": "很有帮助"})
    login(client, county.head)
    asked = text(client, "acceptances:sign", sheet.pk)
    assert all(words in asked for words in ("2.00", "90.00", "3 / 3", "1条，平均5.0分（满分5分）"))
    client.post(reverse("acceptances:sign", args=[sheet.pk]))
    login(client, county.checker)
    client.post(reverse("acceptances:settle", args=[sheet.pk]))
    settlement = Settlement.objects.get()
    login(client, county.payer)
    client.post(
        reverse("settlements:pay", args=[settlement.pk]),
        {"paid_on": str(timezone.localdate()), "voucher": "PZ-7"},
    )

    assert Payment.objects.get().amount_fen == 9000
    assert "PZ-7" in text(client, "settlements:inspect", settlement.pk)


def test_a_new_sheet_begins_where_the_last_one_ended(client, county):
    county.accepted(county.purchase())
    Acceptance.objects.update(period_to="2024-06-15")
    login(client, county.checker)

    form = client.get(reverse("contracts:acceptance", args=[county.contract.pk])).context["form"]

    assert (str(form.initial["period_from"]), form.initial["period_to"]) == (
        "2024-06-16",
        county.contract.ends_on,
    )


def test_the_history_of_a_settlement_tells_of_its_payment(client, county):
    [settlement] = actions.settle(county.accepted(county.purchase()), by=county.checker)
    actions.pay(settlement, paid_on=timezone.localdate(), voucher="PZ-8", by=county.payer)
    login(client, county.checker)

    page = client.get(reverse("settlements:inspect", args=[settlement.pk]))
    [history] = [panel for panel in page.context["aside_panels"] if "entries" in panel.context]

    assert [entry.action for entry in history.context["entries"]] == ["payment.made", "settlement.made"]


def test_a_draft_shows_rule_by_rule_what_it_lacks_and_comes_into_force(client, county):
    draft = ContractFactory(
        area=county.area, state=ContractState.DRAFT, signed_on=None, years={2024: 200_000_000}
    )
    login(client, county.head)

    assert "不得实施政府购买服务" in text(client, "contracts:inspect", draft.pk)
    client.post(
        reverse("contracts:year", args=[draft.pk]),
        {"year": 2025, "amount_fen": "1000000", "budget_line": "2025-司法"},
    )
    client.post(
        reverse("contracts:item", args=[draft.pk]),
        {
            "kind": "home_visit",
            "help_kind": "family_relations",
            "unit": "hour",
            "rate_fen": "45.00",
            "target": "10",
        },
    )
    client.post(reverse("contracts:sign", args=[draft.pk]), {"signed_on": "2024-04-28"})

    draft = Contract.objects.get(pk=draft.pk)
    assert (draft.state, draft.items.get().rate_fen) == (ContractState.IN_FORCE, 4500)


def test_the_calculator_names_what_the_county_owes(client, county):
    login(client, county.checker)
    common = {
        "year": 2026,
        "area": county.area.pk,
        "head": "work",
        "headcount": 127,
        "received_on": "2026-03-01",
    }
    for source, yuan in (("superior", "152400"), ("county", "120000")):
        client.post(reverse("appropriations:add"), {**common, "source": source, "amount_fen": yuan})

    page = text(client, "per_capita", query="?year=2026&headcount=127")

    assert Appropriation.objects.count() == 2
    assert "304,800.00" in page
    assert "县级配套少于标准32,400.00元。" in page


def test_the_calculator_counts_a_county_and_its_towns_once(client, county):
    login(client, county.checker)
    common = {"year": 2026, "head": "work", "source": "county", "received_on": "2026-03-01"}
    for area, heads in ((county.area, 127), (county.town, 12)):
        given = {**common, "area": area.pk, "headcount": heads, "amount_fen": "1"}
        client.post(reverse("appropriations:add"), given)

    assert "127 人 × " in text(client, "per_capita")


@pytest.mark.parametrize(
    "name",
    [
        "service_records",
        "contracts",
        "suppliers",
        "acceptances",
        "settlements",
        "appropriations",
        "certificates",
    ],
)
def test_the_auditor_reads_every_list(client, county, name):
    login(client, user_with_role(roles.AUDITOR, county.area))

    assert text(client, f"{name}:index")


def test_the_auditor_changes_nothing(client, county):
    record = county.volunteer()
    login(client, user_with_role(roles.AUDITOR, county.area))

    assert client.post(reverse("service_records:verify", args=[record.pk])).status_code in {302, 403}
    assert ServiceRecord.objects.get(pk=record.pk).state == RecordState.LOGGED


def test_the_ledger_page_names_chains_and_published_heads(client, county):
    actions.verify(county.volunteer(), by=county.officer)
    published = actions.publish_heads(date(2024, 6, 4), by=User.objects.system())
    login(client, user_with_role(roles.AUDITOR, county.area))

    page = text(client, "ledger")

    assert "volunteering" in page
    assert published.head_hash in page.replace("<wbr>", "")


def test_verifying_is_offered_to_a_second_person_only(client, county):
    own = ServiceRecordFactory(area=county.town, recorded_by=county.officer)
    door = reverse("service_records:verify", args=[own.pk])

    login(client, county.officer)
    to_the_recorder = text(client, "service_records:inspect", own.pk)
    login(client, user_with_role(roles.OFFICER, county.town))
    to_another = text(client, "service_records:inspect", own.pk)

    assert (door in to_the_recorder, door in to_another) == (False, True)
