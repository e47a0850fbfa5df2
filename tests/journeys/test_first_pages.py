"""Nobody meets an empty or a foreign first page: what each role finds there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal import registry, roles
from services.choices import Account, RecordState
from tests.factories.groups import InvitationFactory, drafted_group
from tests.factories.portal import AreaFactory, login, user_with_role
from tests.factories.services import HourSummaryFactory, ServiceRecordFactory
from tests.factories.training import booked
from tests.services.county import County
from training.models import Session

pytestmark = pytest.mark.django_db

PARTS = {
    roles.OFFICER: ["今天"],
    roles.OFFICE_HEAD: ["今天", "履行中的合同"],
    roles.FINANCE_CHECKER: ["履行中的合同"],
    roles.FINANCE_PAYER: ["履行中的合同"],
    roles.AUDITOR: ["查看完整个人信息"],
    roles.EDITOR: ["最近编辑"],
    roles.ADMINISTRATOR: ["即将生效", "最近登录"],
}


def first_case(user, kind):
    """The first case listed under ``kind`` on the first page of ``user``."""
    task = next(task for task in registry.office_tasks.tasks_for(user) if task.kind == kind)
    return task.cases[0]


@pytest.mark.parametrize("role", roles.BACK_OFFICE)
def test_each_role_finds_figures_that_lead_on_and_parts_of_its_own(client, town, role):
    user = login(client, user_with_role(role, town.county))

    page = client.get(reverse("wagtailadmin_home")).text

    assert [figure for figure in registry.office_figures.panels_for(user) if figure["url"]]
    assert [title for title in PARTS[role] if f"<h2>{title}</h2>" not in page] == []


def test_an_officer_sees_the_sessions_of_the_day_in_their_order(client, officer):
    session = booked(officer)
    now = timezone.now()
    Session.objects.filter(pk=session.pk).update(starts_at=now, ends_at=now + timedelta(minutes=30))
    login(client, officer)

    page = client.get(reverse("wagtailadmin_home")).text

    assert "trail__step--now" in page
    assert f"应到 {session.bookings.count()} 人" in page


def test_an_officer_of_another_town_does_not(client, officer):
    session = booked(officer)
    now = timezone.now()
    Session.objects.filter(pk=session.pk).update(starts_at=now, ends_at=now + timedelta(minutes=30))
    login(client, user_with_role(roles.OFFICER, AreaFactory()))

    assert "今天没有服务安排" in client.get(reverse("wagtailadmin_home")).text


def test_what_waits_is_listed_case_by_case_and_leads_to_the_case(officer, town):
    record = ServiceRecordFactory(area=town, minutes=90, state=RecordState.LOGGED)

    case = first_case(officer, "核验服务时长")

    assert case.title == f"{record.helper.name}，走访 1.50 小时"
    assert case.url == reverse("service_records:inspect", args=[record.pk])


def test_a_group_that_is_being_formed_says_what_it_lacks_and_by_which_law(officer, town):
    drafted_group(town, is_female=True)

    note = first_case(officer, "矫正小组").note

    assert "女性成员" in note
    assert "第二十五条" in note


def test_an_unanswered_invitation_waits_with_its_last_day(officer, town):
    invitation = InvitationFactory(position__group=drafted_group(town))

    case = first_case(officer, "邀请未回复")

    assert invitation.helper.name in case.title
    assert case.due == invitation.answer_by


def test_the_hours_of_this_month_are_those_of_the_own_areas(officer, town):
    today = timezone.localdate()
    month = today.year * 100 + today.month
    HourSummaryFactory(town=town, ym=month, minutes=600)
    HourSummaryFactory(town=town, ym=month, minutes=90, account=Account.PURCHASED)
    HourSummaryFactory(ym=month, minutes=6000)

    figure = next(
        figure for figure in registry.office_figures.panels_for(officer) if figure["label"] == "本月核验时长"
    )

    assert figure["value"] == "11.50"
    assert figure["note"] == "志愿 10.00，购买 1.50"


def test_a_suppliers_manager_meets_contracts_and_no_offer_to_become_a_helper(client):
    county = County()
    login(client, county.manager)

    page = client.get(reverse("me")).text

    assert county.contract.title in page
    assert reverse("services:contract_log", args=[county.contract.pk]) in page
    assert "报名参加" not in page
    assert 'href="/me/invitations/"' not in page
