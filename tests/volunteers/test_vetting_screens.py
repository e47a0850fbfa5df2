"""Officers find what waits, see what is missing, decide, and bring in rosters."""

from pathlib import Path

import pytest
from django.urls import reverse

from portal.models import AuditEntry
from portal.registry import helper_tasks, office_tasks
from portal.roles import FINANCE_CHECKER
from tests.factories.portal import UserFactory, login, user_with_role
from tests.factories.volunteers import (
    CredentialFactory,
    DepartureFactory,
    HelperFactory,
)
from volunteers.choices import MINOR_SPECIALIST, CredentialState, HelperState
from volunteers.models import Helper, ImportBatch

pytestmark = pytest.mark.django_db
ROSTER = Path(__file__).parent.parent / "data" / "roster-sample.xlsx"


@pytest.fixture
def officer(client, officer):
    return login(client, officer)


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query).text


def act(client, route, helper, **fields):
    return client.post(reverse(f"helpers:{route}", args=[helper.pk]), fields)


def test_the_queue_shows_who_waits_and_what_is_missing(client, officer, town):
    helper = HelperFactory.submitted(area=town, consents=False)
    CredentialFactory(helper=helper, state=CredentialState.CLAIMED)
    elsewhere = HelperFactory.submitted()
    draft = HelperFactory.draft(name="未提交", area=town)

    queue = page(client, "applications:index")

    assert helper.name in queue
    assert "未单独同意、1 份证书待核对" in queue
    assert elsewhere.name not in queue
    assert draft.name not in queue


def test_the_week_of_a_helper_is_told_day_by_day(client, officer, town):
    helper = HelperFactory(area=town)
    helper.windows.all().delete()
    for weekday, start, end in ((1, 480, 720), (1, 780, 1080), (6, 540, 660)):
        helper.windows.create(weekday=weekday, start_minute=start, end_minute=end)

    assert "星期一 上午、下午；星期六 09:00–11:00" in page(client, "helpers:inspect", helper.pk)


def test_a_state_stands_in_the_list_as_a_chip_of_the_tone_it_has_on_the_page(client, officer, town):
    HelperFactory(area=town)
    HelperFactory(area=town, state=HelperState.SUSPENDED)

    listed = page(client, "helpers:index")

    assert "chip chip--ok" in listed
    assert "chip chip--bad" in listed


def test_the_queue_is_as_fast_with_many_as_with_few(client, officer, town, django_assert_max_num_queries):
    HelperFactory.submitted(area=town)
    page(client, "applications:index")
    for _number in range(5):
        HelperFactory.submitted(area=town)

    with django_assert_max_num_queries(15):
        page(client, "applications:index")


def test_an_application_is_shown_rule_by_rule_with_numbers_masked(client, officer, town):
    helper = HelperFactory.submitted(area=town)

    shown = page(client, "helpers:inspect", helper.pk)

    assert "志愿服务条例" in shown
    assert "审核条件都已满足" in shown
    assert helper.id_number.reveal() not in shown
    assert helper.masked_id_number in shown


def test_the_number_is_shown_in_full_only_with_a_reason(client, officer, town):
    helper = HelperFactory.submitted(area=town)
    assert helper.id_number.reveal() not in act(client, "reveal-id-number", helper, reason="").text

    shown = act(client, "reveal-id-number", helper, reason="核对证件原件").text

    assert helper.id_number.reveal() in shown
    entry = AuditEntry.objects.get(action="personal_data.revealed")
    assert entry.detail == {"field": "id_number", "reason": "核对证件原件"}


def test_what_was_agreed_is_entered_on_screen_and_shown(client, officer, town):
    helper = HelperFactory(area=town, tags=[MINOR_SPECIALIST])

    act(client, "agreement", helper, caseload_limit=5, experienced="on", experience="家庭教育，外语")

    helper.refresh_from_db()
    assert (helper.caseload_limit, helper.experienced) == (5, True)
    assert helper.tags == ["家庭教育", "外语", MINOR_SPECIALIST]
    assert "家庭教育、外语" in page(client, "helpers:inspect", helper.pk)
    assert AuditEntry.objects.get(action="helper.agreement").detail["most_groups"] == 5


@pytest.mark.parametrize(("most", "words"), [(0, ""), (11, ""), (3, "Minor_specialist")])
def test_nobody_agrees_to_too_much_or_confirms_minors_by_the_way(client, officer, town, most, words):
    helper = HelperFactory(area=town)

    answer = act(client, "agreement", helper, caseload_limit=most, experience=words)

    helper.refresh_from_db()
    assert (answer.status_code, helper.caseload_limit, helper.tags) == (422, 3, [])


def test_an_officer_approves(client, officer, town):
    helper = HelperFactory.submitted(area=town)

    act(client, "approve", helper)

    helper.refresh_from_db()
    assert (helper.state, helper.vetted_by) == (HelperState.APPROVED, officer)


def test_what_bars_the_approval_is_said_with_its_source(client, officer, town):
    helper = HelperFactory.submitted(area=town, consents=False)

    answer = act(client, "approve", helper)

    assert answer.status_code == 422
    assert "请阅读个人信息处理规则，并单独同意敏感个人信息处理说明。" in answer.text
    assert "个人信息保护法" in answer.text


@pytest.mark.parametrize(("route", "state"), [("return", "returned"), ("refuse", "refused")])
def test_a_negative_decision_carries_its_reason_to_the_applicant(client, officer, town, route, state):
    helper = HelperFactory.submitted(area=town)

    act(client, route, helper, reason="请补充证书编号")

    helper.refresh_from_db()
    assert (helper.state, helper.vetting_reason) == (state, "请补充证书编号")


def test_papers_are_entered(client, officer, town):
    helper = HelperFactory(area=town)

    act(client, "record-check", helper, checked_on="2026-11-02", number="查-1", clear="yes")
    act(client, "insurance", helper, policy_number="保-1", valid_from="2026-01-01", valid_to="2026-12-31")
    act(client, "minors", helper)

    helper.refresh_from_db()
    assert helper.record_checks.get().clear
    assert helper.insurances.get().policy_number == "保-1"
    assert helper.tags == ["minor_specialist"]


def test_a_certificate_is_accepted_on_its_page(client, officer, town):
    credential = CredentialFactory(helper=HelperFactory(area=town), state=CredentialState.CLAIMED)

    client.post(reverse("credentials:verify", args=[credential.pk]))

    credential.refresh_from_db()
    assert (credential.state, credential.checked_by) == (CredentialState.VERIFIED, officer)


def test_a_departure_is_closed(client, officer, town):
    departure = DepartureFactory(helper=HelperFactory(area=town))
    assert departure.helper.name in page(client, "departures:index")

    client.post(reverse("departures:finish", args=[departure.pk]))

    assert not Helper.objects.visible_to(officer).exists()


def test_somebody_who_left_is_locked_away(client, officer, town):
    helper = HelperFactory(area=town, state=HelperState.LEFT)

    assert client.get(reverse("helpers:inspect", args=[helper.pk])).status_code == 404


@pytest.mark.parametrize("query", ["周岚", "zl", "柳溪中学"])
def test_helpers_are_found_in_the_list(client, officer, town, query):
    helper = HelperFactory(area=town, name="周岚", work_unit="柳溪中学")
    HelperFactory(area=town, name="沈秋禾")

    found = page(client, "helpers:index", q=query)

    assert helper.name in found
    assert "沈秋禾" not in found


def test_a_roster_is_read_shown_and_saved(client, officer, town):
    with ROSTER.open("rb") as file:
        shown = client.post(reverse("helper_rosters"), {"file": file}, follow=True).text
    batch = ImportBatch.objects.get()
    assert "身份证号已被 Excel 损坏" in shown
    assert client.get(reverse("helper_roster_failures", args=[batch.pk])).status_code == 200

    refused = client.post(reverse("helper_roster", args=[batch.pk]), {"consent_evidence": ""})

    assert refused.status_code == 422


def test_a_file_that_is_no_workbook_is_refused_beside_the_field(client, officer):
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = client.post(reverse("helper_rosters"), {"file": SimpleUploadedFile("x.xlsx", b"x")})

    assert (answer.status_code, "这不是 .xlsx 工作簿" in answer.text) == (422, True)


def test_somebody_elses_roster_does_not_exist(client, officer):
    batch = ImportBatch.objects.create(by=UserFactory(), file_name="x.xlsx", summary={})

    for route in ("helper_roster", "helper_roster_failures"):
        assert client.get(reverse(route, args=[batch.pk])).status_code == 404


def test_the_template_can_be_filled_in_and_read(client, officer):
    import io

    from volunteers.imports import workbook

    content = client.get(reverse("helper_roster_template")).content

    assert "姓名" in workbook.read(io.BytesIO(content)).columns


def test_finance_sees_no_helper(client, town):
    login(client, user_with_role(FINANCE_CHECKER, town))

    for route in ("applications:index", "helpers:index", "helper_rosters"):
        assert client.get(reverse(route)).status_code in (302, 403)


def test_the_first_page_counts_what_waits(officer, town):
    HelperFactory.submitted(area=town)
    HelperFactory.submitted()
    DepartureFactory(helper=HelperFactory(area=town))

    titles = [task.title for task in office_tasks.tasks_for(officer)]

    assert "1 份申请待审核" in titles
    assert "1 人申请退出" in titles


def test_a_newcomer_and_a_returned_applicant_are_told_what_to_do():
    returned = HelperFactory.draft(state=HelperState.RETURNED, vetting_reason="请补充证书编号")

    assert [task.title for task in helper_tasks.tasks_for(UserFactory())] == ["报名参加"]
    assert helper_tasks.tasks_for(returned.account)[0].facts == ("请补充证书编号",)
