"""The helper's, the supplier's and the public's pages."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.formats import date_format

from portal import roles
from portal.models import AuditEntry
from services import actions
from services.certificates import printing, signing
from services.choices import CertificateState, RecordState
from services.models import Certificate, ServiceRecord
from tests.factories.portal import login, user_with_role
from tests.factories.services import ContractFactory, ServingHelperFactory
from tests.services.county import EXPLAINED, County
from volunteers.choices import HelpKind

pytestmark = pytest.mark.django_db

LOG = {
    "day": "2024-06-03",
    "starts": "09:00",
    "ends": "12:30",
    "break_minutes": "15",
    "travel_minutes": "40",
    "kind": "home_visit",
    "content": "一起整理了求职材料",
    "nil_gift": "on",
    "explanation": EXPLAINED,
}


@pytest.fixture
def county():
    return County()


@pytest.fixture
def certificate(county):
    actions.verify(county.volunteer(minutes=195), by=county.officer)
    return actions.issue_certificate(
        county.helper,
        office=county.unit,
        period_from=date(2024, 6, 1),
        period_to=date(2024, 6, 30),
        by=county.helper.account,
    )


def test_a_helper_logs_a_service_and_sees_it_wait(client, county):
    login(client, county.helper.account)

    answer = client.post(
        reverse("services:log"),
        {**LOG, "help_kind": HelpKind.FAMILY_RELATIONS, "office": county.unit.pk},
        follow=True,
    )

    assert answer.status_code == 200
    assert ServiceRecord.objects.get().minutes == 195
    assert "3.25" in answer.text
    assert "待核验" in answer.text


def test_a_refusal_stands_beside_its_field_and_nothing_typed_is_lost(client, county):
    login(client, county.helper.account)
    typed = {**LOG, "help_kind": HelpKind.FAMILY_RELATIONS, "office": county.unit.pk, "explanation": ""}

    answer = client.post(reverse("services:log"), typed)

    assert answer.status_code == 422
    assert "已超过活动结束后10个工作日的记录期限" in answer.text
    assert LOG["content"] in answer.text
    assert not ServiceRecord.objects.exists()


def test_a_helper_reads_why_a_record_was_not_verified(client, county):
    actions.reject(county.volunteer(), reason="时间与签到不符", by=county.officer)
    login(client, county.helper.account)

    assert "时间与签到不符" in client.get(reverse("services:hours")).text


def test_hours_without_any_record_say_how_to_begin(client, county):
    login(client, county.helper.account)

    assert "还没有服务时长" in client.get(reverse("services:hours")).text
    assert "还没有已确认的志愿服务时长" in client.get(reverse("services:certificates")).text


def test_the_number_of_queries_of_the_hours_does_not_grow(client, county, django_assert_max_num_queries):
    for hour in range(8, 18):
        county.volunteer(hour=hour, minutes=30)
    login(client, county.helper.account)

    with django_assert_max_num_queries(15):
        client.get(reverse("services:hours"))


def test_an_end_before_the_beginning_is_a_slip_and_no_night(client, county):
    login(client, county.helper.account)
    swapped = {
        **LOG,
        "starts": "15:00",
        "ends": "14:00",
        "help_kind": HelpKind.LEGAL_AID,
        "office": county.unit.pk,
    }

    answer = client.post(reverse("services:log"), swapped)

    assert "结束时间要晚于开始时间" in answer.text
    assert not ServiceRecord.objects.exists()


def test_a_volunteer_takes_a_certificate_of_confirmed_hours_only(client, county):
    actions.verify(county.volunteer(minutes=195), by=county.officer)
    county.volunteer(hour=14)
    login(client, county.helper.account)

    answer = client.post(
        reverse("services:certificates"),
        {"office": county.unit.pk, "period_from": "2024-06-01", "period_to": "2024-06-30"},
        follow=True,
    )

    certificate = Certificate.objects.get()
    assert certificate.minutes == 195
    assert certificate.number in answer.text
    assert county.helper.name in answer.text


@pytest.mark.parametrize("typed", [lambda no: no.replace("-", ""), lambda no: no.replace("-", " ")])
def test_a_number_is_found_without_its_dashes(client, certificate, typed):
    assert "这份证明有效" in client.get("/verify/", {"no": typed(certificate.number)}).text


def test_a_period_turned_round_is_the_only_thing_said(client, certificate):
    login(client, certificate.helper.account)
    asked = {"office": certificate.office_id, "period_from": "2024-06-30", "period_to": "2024-06-01"}

    answer = client.post(reverse("services:certificates"), asked)

    assert "开始日期须早于结束日期" in answer.text
    assert "仅可就本单位记录的志愿服务出具证明" not in answer.text


def test_hours_logged_by_mistake_are_withdrawn_and_logged_again(client, county):
    record = county.volunteer()
    login(client, county.helper.account)
    address = reverse("services:withdraw", args=[record.pk])
    assert address in client.get(reverse("services:hours")).text

    answer = client.post(address, follow=True)

    assert "已撤回，可以重新登记。" in answer.text
    assert not ServiceRecord.objects.exists()
    assert AuditEntry.objects.filter(action="service_record.withdrawn", object_id=str(record.pk)).exists()
    assert county.volunteer()


def test_a_supplier_withdraws_what_it_logged_until_somebody_verified_it(client, county):
    waiting, verified = county.purchase(), county.purchase(hour=14)
    actions.verify(verified, by=county.officer)
    login(client, county.manager)

    answers = [client.post(reverse("services:withdraw", args=[pk])) for pk in (waiting.pk, verified.pk)]

    assert [answer.status_code for answer in answers] == [302, 404]
    assert list(ServiceRecord.objects.all()) == [verified]


def test_nobody_withdraws_what_somebody_else_logged(county):
    with pytest.raises(PermissionDenied):
        actions.withdraw(county.purchase(), by=county.helper.account)


def test_a_certificate_belongs_to_its_holder_alone(client, certificate):
    stranger = ServingHelperFactory()
    login(client, stranger.account)

    assert client.get(reverse("services:certificate", args=[certificate.pk])).status_code == 404
    assert client.get(reverse("services:certificate_pdf", args=[certificate.pk])).status_code == 404


def test_the_file_is_a_pdf(client, certificate):
    login(client, certificate.helper.account)

    answer = client.get(reverse("services:certificate_pdf", args=[certificate.pk]))

    assert answer.content.startswith(b"%PDF")


def test_a_machine_without_a_song_face_uses_the_one_we_carry(certificate, monkeypatch):
    monkeypatch.setattr(printing, "song_is_installed", lambda: False)

    assert b"Xieshou-Song" in printing.as_pdf(certificate, uncompressed_pdf=True)


def test_anyone_checks_a_number_and_no_name_is_shown(client, certificate):
    answer = client.get("/verify/", {"no": f" {certificate.number.lower()} "})

    assert "这份证明有效" in answer.text
    assert "3.25" in answer.text
    assert certificate.helper.name not in answer.text
    assert certificate.helper.number not in answer.text


def test_the_code_carries_a_signature_that_a_forger_lacks(client, certificate):
    forged = signing.sign({"m": 99999, "no": certificate.number})

    assert "这份证明有效" in client.get("/verify/", {"proof": certificate.signature}).text
    assert "没有找到这份证明" in client.get("/verify/", {"proof": forged}).text


def test_a_signature_with_one_letter_changed_proves_nothing(client, certificate):
    body, _, signature = certificate.signature.rpartition(".")
    changed = ("B" if signature[0] == "A" else "A") + signature[1:]

    assert "没有找到这份证明" in client.get("/verify/", {"proof": f"{body}.{changed}"}).text


def test_an_unknown_number_is_answered_like_a_mistyped_one(client, certificate):
    pages = [client.get("/verify/", {"no": number}) for number in ("ZY-2026-99999-AAAA", "§§", "0" * 500)]

    assert {page.status_code for page in pages} == {200}
    assert all("没有找到这份证明" in page.text for page in pages)


def test_a_revoked_certificate_says_so_and_why(client, county, certificate):
    actions.revoke_certificate(certificate, reason="服务时长登记有误", by=county.head)

    page = client.get("/verify/", {"no": certificate.number}).text

    assert Certificate.objects.get().state == CertificateState.REVOKED
    assert "这份证明已撤销，不再有效" in page
    assert "服务时长登记有误" in page


def test_hours_taken_back_since_are_told_to_whoever_checks(client, county, certificate):
    actions.reverse(ServiceRecord.objects.get(), reason="登记有误", by=county.head)

    page = client.get("/verify/", {"no": certificate.number}).text

    assert "其中 3.25 小时已不计入" in page
    assert "部分有效" in page


def test_counting_through_numbers_is_stopped(client):
    statuses = [
        client.get("/verify/", {"no": f"ZY-{n}"}, REMOTE_ADDR="203.0.113.9").status_code for n in range(21)
    ]

    assert statuses[:20] == [200] * 20
    assert statuses[20] == 429


def test_the_check_needs_neither_session_nor_script(client, certificate):
    answer = client.get("/verify/", {"no": certificate.number})

    assert not answer.cookies
    assert "<script" not in answer.text


def test_a_supplier_logs_hours_of_its_own_roster(client, county):
    login(client, county.manager)

    answer = client.post(
        reverse("services:contract_log", args=[county.contract.pk]),
        {
            **LOG,
            "roster": county.helper.name,
            "item": county.item.pk,
            "town": county.town.pk,
            "person_times": "8",
        },
        follow=True,
    )

    record = ServiceRecord.objects.get()
    assert answer.status_code == 200
    assert (record.state, record.recorded_by, record.person_times) == (RecordState.LOGGED, county.manager, 8)
    assert (record.minutes, record.amount_fen) == (195, 14625)


def test_a_supplier_reads_what_is_owed_and_by_when(client, county):
    [settlement] = actions.settle(county.accepted(county.purchase()), by=county.checker)
    login(client, county.manager)

    page = client.get(reverse("services:contract", args=[county.contract.pk])).text

    assert "未付款" in page
    assert date_format(settlement.due_on) in page


def test_the_log_suggests_the_roster_and_names_an_unknown_number(client, county):
    login(client, county.manager)
    address = reverse("services:contract_log", args=[county.contract.pk])

    page = client.get(address).text
    answer = client.post(address, {**LOG, "roster": "V-99999", "content": "整理了材料"})

    assert f'<option value="{county.helper.number} {county.helper.name}">' in page
    assert answer.status_code == 422
    assert "服务人员名单中没有此编号或姓名" in answer.text
    assert "整理了材料" in answer.text
    assert not ServiceRecord.objects.exists()


def test_a_supplier_never_meets_another_suppliers_contract(client, county):
    foreign = ContractFactory(area=county.area)
    login(client, county.manager)

    assert client.get(reverse("services:contract", args=[foreign.pk])).status_code == 404
    assert foreign.number not in client.get(reverse("services:contracts")).text


@pytest.mark.parametrize("role", [roles.OFFICER, roles.FINANCE_CHECKER])
def test_the_suppliers_pages_do_not_exist_for_others(client, county, role):
    person = user_with_role(role, county.area)
    login(client, person)

    assert client.get(reverse("services:contracts")).status_code == 404


def test_hours_sent_twice_count_once(client, county):
    login(client, county.helper.account)
    sent = {**LOG, "help_kind": HelpKind.FAMILY_RELATIONS, "office": county.unit.pk}

    first, second = client.post(reverse("services:log"), sent), client.post(reverse("services:log"), sent)

    assert (first.status_code, second.status_code) == (302, 422)
    assert ServiceRecord.objects.count() == 1


def test_a_waiting_record_names_the_judicial_office_that_verifies_it_never_the_unit_that_recorded_it(
    client, county
):
    office = county.officer.office
    county.purchase()
    login(client, county.helper.account)

    page = client.get(reverse("services:hours")).text

    assert f"等{office.name}核验" in page
    assert f"等{county.supplier.office.name}核验" not in page
