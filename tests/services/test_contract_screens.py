"""A purchase begun on screen: the supplier, the draft, its items, years and roster, and signing."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal import roles
from portal.models import AuditEntry, OfficeKind, PolicyVersion
from services.choices import ContractState
from services.models import Contract, Supplier
from tests.factories.portal import OfficeFactory, login, user_with_role
from tests.factories.services import ContractFactory, ServingHelperFactory, SupplierFactory
from tests.services.county import County

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(client):
    county = County()
    login(client, county.head)
    return county


@pytest.fixture
def supplier(county):
    return SupplierFactory(office=OfficeFactory(kind=OfficeKind.SUPPLIER, areas=[county.area]))


@pytest.fixture
def draft(county):
    return ContractFactory(area=county.area, state=ContractState.DRAFT, signed_on=None, years={2024: 1})


def terms(county, supplier, **changes):
    return {
        "number": "HT-2026-001",
        "title": "社区矫正社会工作服务",
        "supplier": supplier.pk,
        "purchaser": county.head.office.pk,
        "area": county.area.pk,
        "amount_fen": "2215000.50",
        "min_minutes": "39192",
        "max_minutes": "48356.5",
        "starts_on": "2026-05-01",
        "ends_on": "2027-04-30",
        "acceptance_days": "10",
        "payment_days": "30",
        "late_rate_ppm": "0.05",
        **changes,
    }


def post(client, name, *args, **data):
    return client.post(reverse(name, args=args), data)


def test_the_head_enters_a_supplier(client, county):
    office = OfficeFactory(kind=OfficeKind.SUPPLIER, areas=[county.area])

    post(client, "suppliers:add", office=office.pk, kind="social_organisation", credit_code="52440000")

    assert Supplier.objects.get(office=office).credit_code == "52440000"
    assert AuditEntry.objects.filter(action="supplier.registered").exists()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("public_institution_1", "公益一类事业单位和财政保障的群团组织不得作为承接主体。"),
        ("individual", "向个人购买服务须说明理由，不得变相用工。"),
    ],
)
def test_an_unlawful_supplier_is_refused_in_the_words_of_the_rule(client, county, kind, words):
    office = OfficeFactory(kind=OfficeKind.SUPPLIER, areas=[county.area])

    answer = post(client, "suppliers:add", office=office.pk, kind=kind)

    assert (answer.status_code, words in answer.text) == (422, True)
    assert not Supplier.objects.filter(office=office).exists()


def test_a_justice_office_supplies_nothing(client, county):
    office = OfficeFactory(kind=OfficeKind.JUDICIAL_OFFICE, areas=[county.area])

    assert post(client, "suppliers:add", office=office.pk, kind="enterprise").status_code == 422


def test_a_supplier_is_corrected_and_keeps_its_office(client, supplier):
    post(client, "suppliers:edit", supplier.pk, kind="individual", individual_reason="唯一具备资质的心理专家")

    supplier.refresh_from_db()
    assert (supplier.kind, supplier.individual_reason) == ("individual", "唯一具备资质的心理专家")


def test_yuan_and_hours_are_kept_as_fen_and_minutes(client, county, supplier):
    post(client, "contracts:add", **terms(county, supplier))

    contract = Contract.objects.get(number="HT-2026-001")
    assert (contract.state, contract.created_by) == (ContractState.DRAFT, county.head)
    assert (contract.amount_fen, contract.min_minutes, contract.max_minutes) == (
        221_500_050,
        2_351_520,
        2_901_390,
    )
    assert contract.late_rate_ppm == 500
    edit = client.get(reverse("contracts:edit", args=[contract.pk])).text
    assert all(f'value="{text}"' in edit for text in ("2215000.50", "39192.00", "48356.50", "0.0500"))


def test_the_own_office_is_offered_as_purchaser(client, county):
    assert county.head.office.name in client.get(reverse("contracts:add")).text


def test_what_is_out_of_order_stands_beside_its_field(client, county, supplier):
    wrong = terms(county, supplier, ends_on="2026-04-30", max_minutes="1")

    answer = post(client, "contracts:add", **wrong)

    assert answer.status_code == 422
    assert "合同期限的终止日早于起始日" in answer.text
    assert "最高工时低于最低工时" in answer.text
    assert "2215000.50" in answer.text


def test_nobody_drafts_for_a_foreign_office(client, county, supplier):
    answer = post(client, "contracts:add", **terms(county, supplier, purchaser=OfficeFactory().pk))

    assert answer.status_code == 422
    assert not Contract.objects.filter(number="HT-2026-001").exists()


def test_a_contract_in_force_is_not_edited(client, county, supplier):
    address = reverse("contracts:edit", args=[county.contract.pk])

    answer = client.post(address, terms(county, supplier), follow=True)

    assert "不能再修改" in answer.text
    assert address not in client.get(reverse("contracts:inspect", args=[county.contract.pk])).text
    assert Contract.objects.get(pk=county.contract.pk).number == county.contract.number


def test_items_and_years_of_a_draft_come_and_go(client, draft):
    item = {"kind": "home_visit", "help_kind": "family_relations", "unit": "hour", "target": "10"}
    post(client, "contracts:item", draft.pk, rate_fen="45.50", **item)
    assert draft.items.get().rate_fen == 4550
    assert "45.50" in client.get(reverse("contracts:inspect", args=[draft.pk])).text

    post(client, "contracts:item-remove", draft.pk, item=draft.items.get().pk)
    post(client, "contracts:year-remove", draft.pk, budget_year=draft.years.get().pk)

    assert not draft.items.exists()
    assert not draft.years.exists()


def test_a_year_of_a_contract_in_force_stays(client, county):
    year = county.contract.years.first()

    answer = post(client, "contracts:year-remove", county.contract.pk, budget_year=year.pk)

    assert answer.status_code == 422
    assert county.contract.years.count() == 2


def test_a_person_joins_the_roster_of_a_contract_in_force_and_leaves_it(client, county):
    helper = ServingHelperFactory(area=county.town, name="林小满")
    post(client, "contracts:roster", county.contract.pk, helper=helper.pk, role="社工", from_day="2024-06-01")
    assert "林小满" in client.get(reverse("contracts:inspect", args=[county.contract.pk])).text

    post(client, "contracts:roster-end", county.contract.pk, entry="林小满", to_day="2024-12-31")

    assert county.contract.roster.get(helper=helper).to_day == date(2024, 12, 31)


def test_roster_days_lie_inside_the_term(client, county):
    helper = ServingHelperFactory(area=county.town)

    answer = post(client, "contracts:roster", county.contract.pk, helper=helper.pk, from_day="2024-04-30")

    assert answer.status_code == 422
    assert not county.contract.roster.filter(helper=helper).exists()


def test_two_people_of_one_name_are_told_apart_by_number(client, county):
    for number in ("V-90001", "V-90002"):
        helper = ServingHelperFactory(area=county.town, name="王芳", number=number)
        county.contract.roster.create(helper=helper, from_day=date(2024, 5, 1))

    answer = post(client, "contracts:roster-end", county.contract.pk, entry="王芳", to_day="2024-12-31")
    assert "V-90001、V-90002" in answer.text

    post(client, "contracts:roster-end", county.contract.pk, entry="v-90002 王芳", to_day="2024-12-31")
    assert county.contract.roster.get(helper__number="V-90002").to_day == date(2024, 12, 31)


def test_signing_names_every_broken_rule_at_once(client, draft):
    Contract.objects.filter(pk=draft.pk).update(quality="", catalogue_code="", ends_on=date(2026, 4, 30))

    answer = post(client, "contracts:sign", draft.pk, signed_on="2024-04-28")

    assert answer.status_code == 422
    for words in (
        "合同缺少必备内容：质量标准。",
        "合同期限一般不超过1年；超过1年须符合条件且不得超过3年。",
        "年度预算未安排资金的项目，不得实施政府购买服务。",
        "该服务未列入政府购买服务指导性目录，请先报财政部门。",
    ):
        assert words in answer.text


def test_late_interest_is_judged_by_the_rate_of_the_day_of_signing(client, draft):
    for day, rate in ((date(2023, 8, 21), 345), (date(2024, 7, 22), 335)):
        PolicyVersion.objects.create(key="services.loan_prime_rate", effective_from=day, value=rate)
    Contract.objects.filter(pk=draft.pk).update(late_rate_ppm=93)

    before, after = (
        post(client, "contracts:sign", draft.pk, signed_on=day).text for day in ("2024-07-21", "2024-07-22")
    )

    assert "约定的逾期利率低于一年期贷款市场报价利率（年3.45%）。请约定不低于每日0.0095%" in before
    assert "约定的逾期利率低于" not in after


def test_what_keeps_a_contract_open_is_said_before_anybody_ends_it(client, county):
    county.purchase()

    page = client.get(reverse("contracts:close", args=[county.contract.pk])).text

    assert "请先办完本合同的未结事项：1 条待核验" in page


def test_an_officer_reads_contracts_and_writes_none(client, county, draft):
    login(client, user_with_role(roles.OFFICER, county.area))

    assert post(client, "contracts:year-remove", draft.pk, budget_year=draft.years.get().pk).status_code in {
        302,
        403,
    }
    assert draft.years.exists()


def test_every_fault_of_a_draft_leads_to_the_screen_that_mends_it(client, draft):
    Contract.objects.filter(pk=draft.pk).update(quality="", catalogue_code="")

    page = client.get(reverse("contracts:sign", args=[draft.pk])).text

    for route, anchor in (("edit", ""), ("edit", "#id_catalogue_code"), ("item", ""), ("year", "")):
        assert f'href="{reverse(f"contracts:{route}", args=[draft.pk])}{anchor}"' in page


def test_a_contract_without_items_is_not_signed(client, draft):
    answer = post(client, "contracts:sign", draft.pk, signed_on="2024-04-28")

    assert answer.status_code == 422
    assert "合同还没有服务项目" in answer.text


@time_machine.travel("2026-10-08T12:00:00+08:00", tick=False)
def test_a_signed_contract_is_announced_within_two_working_days(client, county):
    Contract.objects.filter(pk=county.contract.pk).update(signed_on=date(2026, 9, 30))
    shown = client.get(reverse("contracts:inspect", args=[county.contract.pk])).text
    assert "请于2026年10月9日前完成合同公告" in shown

    post(client, "contracts:announce", county.contract.pk, announced_on="2026-10-08")

    county.contract.refresh_from_db()
    assert county.contract.announced_on == date(2026, 10, 8)
    assert AuditEntry.objects.filter(action="contract.announced").exists()
    assert "公告期限" not in client.get(reverse("contracts:inspect", args=[county.contract.pk])).text


@time_machine.travel("2026-10-12T12:00:00+08:00", tick=False)
def test_a_late_announcement_is_flagged(client, county):
    Contract.objects.filter(pk=county.contract.pk).update(signed_on=date(2026, 9, 30))

    assert (
        "应于2026年10月9日前公告" in client.get(reverse("contracts:inspect", args=[county.contract.pk])).text
    )


@pytest.mark.parametrize("day", ["2024-04-27", "2099-01-01"])
def test_a_contract_is_announced_after_it_was_signed_and_not_in_the_future(client, county, day):
    answer = post(client, "contracts:announce", county.contract.pk, announced_on=day)

    assert answer.status_code == 422
    assert Contract.objects.get(pk=county.contract.pk).announced_on is None


def test_the_head_is_reminded_to_announce(client, county):
    page = client.get("/admin/").text

    assert reverse("contracts:announce", args=[county.contract.pk]) in page


def test_who_left_the_roster_may_come_back_for_other_days(client, county):
    helper = ServingHelperFactory(area=county.town, name="林小满")
    roster = {"helper": helper.pk, "role": "社工"}
    post(client, "contracts:roster", county.contract.pk, from_day="2024-05-01", to_day="2024-08-31", **roster)
    overlapping = post(client, "contracts:roster", county.contract.pk, from_day="2024-08-31", **roster)
    post(client, "contracts:roster", county.contract.pk, from_day="2024-10-01", **roster)

    assert overlapping.status_code == 422
    assert "名单上" in overlapping.text
    days = county.contract.roster.filter(helper=helper).values_list("from_day", flat=True)
    assert list(days) == [date(2024, 5, 1), date(2024, 10, 1)]

    post(client, "contracts:roster-end", county.contract.pk, entry="林小满", to_day="2024-12-31")
    last = county.contract.roster.filter(helper=helper).latest("from_day")
    assert last.to_day == date(2024, 12, 31)


def test_the_database_refuses_two_roster_periods_on_one_day(county):
    entry = county.contract.roster.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        county.contract.roster.create(helper=entry.helper, from_day=date(2024, 6, 1))


def test_a_long_roster_is_paged(client, county):
    for _n in range(59):
        county.contract.roster.create(
            helper=ServingHelperFactory(area=county.town), from_day=date(2024, 5, 1)
        )

    contract = client.get(reverse("contracts:inspect", args=[county.contract.pk])).text
    people = reverse("contracts:people", args=[county.contract.pk])
    assert people in contract
    assert client.get(f"{people}?page=2").text.count('<tr role="row">') == 1 + 10


def test_the_first_button_of_an_announced_contract_is_what_is_still_to_do(client, county):
    def acts():
        page = client.get(reverse("contracts:inspect", args=[county.contract.pk]))
        return [link["url"].split("/")[-3] for link in page.context["action_links"]]

    assert acts()[0] == "announce"

    post(client, "contracts:announce", county.contract.pk, announced_on="2024-04-29")

    assert acts()[-2:] == ["announce", "close"]
