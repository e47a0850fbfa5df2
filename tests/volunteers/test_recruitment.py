"""Recruitment calls: what they must say, when they end, and that they name nobody (rules 12, 57)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from portal.actions import Refused
from portal.models import AuditEntry
from portal.roles import AUDITOR
from tests.factories.groups import (
    InvitationFactory,
    MembershipFactory,
    PositionFactory,
    SubjectFactory,
    drafted_group,
    leading_officer,
)
from tests.factories.portal import AreaFactory, UserFactory, login, user_with_role
from tests.factories.volunteers import HelperFactory
from volunteers import recruitment_texts
from volunteers.actions import invitations, vetting
from volunteers.actions.recruitment import publish_call, withdraw_call
from volunteers.choices import CallState, HelperKind, HelpKind, MemberRole
from volunteers.models import RecruitmentCall
from volunteers.rules.recruitment import CALLED_FOR

pytestmark = pytest.mark.django_db


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def a_call(area, **changes) -> RecruitmentCall:
    fields = {
        "helper_kind": HelperKind.VOLUNTEER,
        "help_kind": HelpKind.HOME_VISIT,
        "count": 1,
        "title": "招募志愿者：走访",
        "text": "参与走访，时间可商量。",
        "risk_text": "两人同行。",
        "until": in_days(30),
    }
    return RecruitmentCall(area=area, **fields | changes)


@pytest.fixture
def call(town, officer):
    return publish_call(a_call(town), by=officer)


def refused_fields(area, officer, **changes) -> set[str]:
    with pytest.raises(Refused) as refused:
        publish_call(a_call(area, **changes), by=officer)
    return set(refused.value.by_field())


def test_a_published_call_stands_on_the_needs_board_and_is_written_down(call):
    assert list(RecruitmentCall.objects.on_needs_board()) == [call]
    assert AuditEntry.objects.get(action="recruitment_call.published").detail["count"] == 1


def test_without_risks_nobody_is_recruited(town, officer):
    assert refused_fields(town, officer, risk_text="  ") == {"risk_text"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"count": 0}, "count"),
        ({"count": 100}, "count"),
        ({"title": ""}, "title"),
        ({"text": " "}, "text"),
    ],
)
def test_every_fault_stands_beside_its_field(town, officer, changes, field):
    assert refused_fields(town, officer, **changes) == {field}


@pytest.mark.parametrize("days", [-1, 181])
def test_a_call_ends_neither_in_the_past_nor_after_half_a_year(town, officer, days):
    assert refused_fields(town, officer, until=in_days(days)) == {"until"}


@pytest.mark.parametrize("field", ["title", "text", "risk_text"])
@pytest.mark.parametrize("words", ["电话 138 0013 8000", "证件 110101199003070038", "对象 qh-2026-9999"])
def test_nothing_that_names_a_person_is_published(town, officer, field, words):
    SubjectFactory(code="QH-2026-9999")

    assert refused_fields(town, officer, **{field: words}) == {field}


def test_a_call_for_one_community_would_point_at_a_person(town, officer):
    assert refused_fields(AreaFactory(parent=town, level="community"), officer) == {"area"}


def test_the_same_help_is_asked_for_once_in_an_area(call, town, officer):
    assert refused_fields(town, officer) == {"help_kind"}
    assert publish_call(a_call(town, help_kind=HelpKind.SCHOOLING), by=officer).pk


def test_nobody_recruits_outside_their_area_or_without_the_right(town, officer):
    for area, user in ((AreaFactory(), officer), (town, user_with_role(AUDITOR, town))):
        with pytest.raises(PermissionDenied):
            publish_call(a_call(area), by=user)


def test_approving_whom_it_wanted_takes_the_call_off_the_board(call, town, officer):
    helper = HelperFactory.submitted(area=town)

    vetting.approve(helper, by=officer)

    call.refresh_from_db()
    assert (call.state, list(RecruitmentCall.objects.on_needs_board())) == (CallState.FILLED, [])


@pytest.mark.parametrize(
    "other", [{"kind": HelperKind.STUDENT}, {"help_kinds": [HelpKind.SCHOOLING.value]}, {"area": None}]
)
def test_whoever_cannot_do_this_duty_here_does_not_end_the_call(call, town, officer, other):
    if "area" in other:
        other = {"area": AreaFactory(parent=town.get_parent(), level="town")}
    helper = HelperFactory.submitted(**{"area": town, **other})

    vetting.approve(helper, by=leading_officer(helper.area))

    call.refresh_from_db()
    assert call.state == CallState.OPEN


def found_by(call: RecruitmentCall) -> int:
    return RecruitmentCall.objects.with_found().get(pk=call.pk).found


def test_whoever_was_there_before_is_not_found_by_taking_a_seat(call, town, officer):
    invitation = InvitationFactory(
        position=PositionFactory(group=drafted_group(town, officer), state="invited"),
        helper=HelperFactory(area=town, vetted_at=timezone.now() - timedelta(days=400)),
    )

    invitations.accept(invitation, by=invitation.helper.account)

    call.refresh_from_db()
    assert (found_by(call), call.state) == (0, CallState.OPEN)


def test_whoever_was_approved_or_seated_earlier_on_the_day_of_publication_is_not_found(town, officer):
    helper = vetting.approve(HelperFactory.submitted(area=town), by=officer)
    MembershipFactory(
        group=drafted_group(town, officer),
        role=MemberRole.HELPER,
        helper=helper,
        position=PositionFactory(group=drafted_group(town, officer), state="filled"),
    )

    assert found_by(publish_call(a_call(town), by=officer)) == 0


def test_one_helper_is_found_once(town, officer):
    call = publish_call(a_call(town, count=2), by=officer)
    helper = HelperFactory.submitted(area=town, trained_on=date(2026, 3, 1), pledged_on=date(2026, 3, 1))
    vetting.approve(helper, by=officer)
    position = PositionFactory(group=drafted_group(town, officer), state="invited")
    invitations.accept(InvitationFactory(position=position, helper=helper), by=helper.account)

    call.refresh_from_db()
    assert (found_by(call), call.state) == (1, CallState.OPEN)


def test_coming_back_from_a_suspension_finds_nobody_new(call, town, officer):
    helper = HelperFactory(area=town, vetted_at=timezone.now() - timedelta(days=400))
    vetting.suspend(helper, by=officer, reason="三次未按约服务")

    vetting.reinstate(helper, by=officer)

    assert found_by(call) == 0


def test_whoever_left_and_is_approved_anew_is_found(call, town, officer):
    returned = HelperFactory.submitted(area=town, approved_at=timezone.now() - timedelta(days=400))

    vetting.approve(returned, by=officer)

    call.refresh_from_db()
    assert call.state == CallState.FILLED


def test_whoever_stops_is_looked_for_again(town, officer):
    call = publish_call(a_call(town, count=2), by=officer)
    helper = vetting.approve(HelperFactory.submitted(area=town), by=officer)
    assert found_by(call) == 1

    vetting.suspend(helper, by=officer, reason="三次未按约服务")

    assert found_by(call) == 0


def test_what_a_call_found_stands_when_it_is_over(town, officer):
    call = publish_call(a_call(town, count=2), by=officer)
    vetting.approve(HelperFactory.submitted(area=town), by=officer)
    withdraw_call(call, reason="已由邻镇人员承担", by=officer)

    vetting.approve(HelperFactory.submitted(area=town), by=officer)

    assert found_by(call) == 1


@pytest.mark.parametrize("kind", [kind for kind in HelperKind if kind not in CALLED_FOR])
def test_whoever_joins_a_group_by_office_or_tie_is_not_called_for(town, officer, kind):
    assert refused_fields(town, officer, helper_kind=kind) == {"helper_kind"}


def test_a_call_is_withdrawn_with_a_reason_and_only_once(call, officer):
    with pytest.raises(Refused):
        withdraw_call(call, reason=" ", by=officer)
    withdraw_call(call, reason="已由邻镇人员承担", by=officer)

    with pytest.raises(Refused):
        withdraw_call(call, reason="再撤", by=officer)
    assert not RecruitmentCall.objects.on_needs_board().exists()


def test_a_call_whose_last_day_is_over_leaves_the_board_at_once_and_ends_overnight(call):
    RecruitmentCall.objects.update(until=in_days(-1))
    assert not RecruitmentCall.objects.on_needs_board().exists()

    call_command("expire_calls")
    call_command("expire_calls")

    call.refresh_from_db()
    assert call.state == CallState.EXPIRED
    assert AuditEntry.objects.filter(action="recruitment_call.expired").count() == 1


def test_every_kind_of_help_has_its_risks(town, officer):
    for help_kind in HelpKind.values:
        assert len(recruitment_texts.risk_text(help_kind)) <= 300
        assert publish_call(
            a_call(
                town,
                help_kind=help_kind,
                text=recruitment_texts.text(str(town), HelpKind(help_kind).label),
                risk_text=recruitment_texts.risk_text(help_kind),
            ),
            by=officer,
        )


def address_of(page) -> str:
    """The address a followed answer came from."""
    return page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]


class TestTheScreens:
    def test_the_page_comes_filled_in_and_one_button_publishes(self, client, town, officer):
        login(client, officer)
        PositionFactory(group=drafted_group(town, officer), help_kind=HelpKind.LEGAL_EDUCATION)
        PositionFactory(group=drafted_group(town, officer), help_kind=HelpKind.LEGAL_EDUCATION)

        page = client.get(f"{reverse('recruit')}?area={town.pk}&kind=volunteer", follow=True)
        answer = client.post(address_of(page), {**page.context["form"].initial, "until": in_days(20)})

        call = RecruitmentCall.objects.get()
        assert (call.area, call.help_kind, call.count) == (town, HelpKind.LEGAL_EDUCATION, 2)
        assert answer.url == reverse("recruitment_calls:inspect", args=[call.pk])

    def test_without_a_kind_it_looks_for_whom_the_forecast_misses_most(self, client, town, officer):
        login(client, officer)
        for kind in (HelperKind.TEACHER, HelperKind.EXPERT, HelperKind.EXPERT):
            PositionFactory(group=drafted_group(town, officer), helper_kind=kind)

        page = client.get(reverse("recruit"), follow=True)

        offered = [
            kind for _group, kinds in page.context["wanted"].fields["kind"].choices for kind, _label in kinds
        ]
        assert offered[:2] == [HelperKind.EXPERT, HelperKind.TEACHER]
        assert set(offered) == set(CALLED_FOR)
        assert page.context["kind"] == HelperKind.EXPERT.label

    def test_a_call_that_is_open_already_is_told(self, client, call, officer):
        login(client, officer)

        page = client.get(f"{reverse('recruit')}?kind=volunteer", follow=True)

        assert "这里已在招募此类人员" in page.text
        assert reverse("recruitment_calls:inspect", args=[call.pk]) in page.text

    def test_looking_publishes_nothing(self, client, town, officer):
        login(client, officer)
        client.get(reverse("recruit"), follow=True)

        assert not RecruitmentCall.objects.exists()

    def test_a_refusal_stands_beside_its_field(self, client, officer):
        login(client, officer)
        page = client.get(reverse("recruit"), follow=True)

        answer = client.post(address_of(page), {**page.context["form"].initial, "title": "电话 13800138000"})

        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {"title"}

    def test_the_same_call_again_is_refused_in_words(self, client, town, officer):
        login(client, officer)
        page = client.get(reverse("recruit"), follow=True)
        client.post(address_of(page), page.context["form"].initial)

        answer = client.post(address_of(page), page.context["form"].initial)

        assert "该区域已有同类招募公告" in answer.text
        assert RecruitmentCall.objects.count() == 1

    def test_a_foreign_area_is_unknown(self, client, officer):
        login(client, officer)

        assert client.post(f"{reverse('recruit')}?area={AreaFactory().pk}").status_code == 404

    def test_the_call_is_withdrawn_on_its_page(self, client, call, officer):
        login(client, officer)
        assert "已招到 0 人" in client.get(reverse("recruitment_calls:inspect", args=[call.pk])).text

        client.post(reverse("recruitment_calls:withdraw", args=[call.pk]), {"reason": "已招满"})

        call.refresh_from_db()
        assert call.state == CallState.WITHDRAWN


def test_whoever_has_no_area_of_their_own_chooses_one_before_publishing(client):
    login(client, UserFactory(is_superuser=True))

    assert client.get(reverse("recruit")).url == reverse("forecast")
