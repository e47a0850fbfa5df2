"""What officers see and may enter of subjects, groups and positions."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.roles import FINANCE_CHECKER, OFFICER
from tests.factories.groups import (
    GroupFactory,
    MembershipFactory,
    PositionFactory,
    SubjectFactory,
    drafted_group,
)
from tests.factories.portal import login, user_with_role
from tests.factories.volunteers import CredentialFactory, HelperFactory
from volunteers.choices import CredentialState, GroupState, PositionState, SubjectState
from volunteers.models import Position, Subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, officer):
    return login(client, officer)


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query).text


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def intake(**fields):
    return {
        "code": "QH-2026-901",
        "correction_kind": "probation",
        "management_category": "ordinary",
        "starts_on": in_days(-5),
        "ends_on": in_days(300),
        **fields,
    }


def test_the_list_of_subjects_begins_with_those_in_correction(client, officer, town):
    SubjectFactory(area=town, code="QH-2024-003", state=SubjectState.RELEASED)
    SubjectFactory(area=town, code="QH-2026-001", starts_on=in_days(-90))
    SubjectFactory(area=town, code="QH-2026-002", starts_on=in_days(-3))

    first = page(client, "subjects:index")

    assert first.index("QH-2026-002") < first.index("QH-2026-001")
    assert "QH-2024-003" not in first
    assert "当前列出：在矫对象" in first


@pytest.mark.parametrize("query", [{"all": "1"}, {"state": "released"}, {"q": "2024-003"}])
def test_who_asks_for_the_released_finds_them(client, officer, town, query):
    SubjectFactory(area=town, code="QH-2024-003", state=SubjectState.RELEASED)

    assert "QH-2024-003" in page(client, "subjects:index", **query)


def test_a_list_that_leaves_everything_out_says_where_the_rest_is(client, officer, town):
    SubjectFactory(area=town, state=SubjectState.RELEASED)

    empty = page(client, "subjects:index")

    assert "目前没有在矫对象" in empty
    assert "all=1" in empty


def test_the_list_of_groups_names_leader_members_and_open_signatures(client, officer, town):
    group = drafted_group(town, officer)
    MembershipFactory(group=group, label="母亲")
    closed = GroupFactory(subject=SubjectFactory(area=town), state=GroupState.CLOSED)

    rows = page(client, "supervision_groups:index")

    assert officer.name in rows
    assert "2 人 · 2 人待签署" in rows
    assert closed.subject.code not in rows


@pytest.mark.parametrize(
    "code", ["王小明", "王小明 3701011990010112", "370101199001011234", "370101-19900101-1234", "13800000000"]
)
def test_a_subject_is_never_registered_under_a_name_or_a_personal_number(client, officer, town, code):
    answer = client.post(reverse("subjects:add"), intake(area=town.pk, code=code))

    assert answer.status_code == 422
    assert "请不要填写姓名、身份证号或手机号" in answer.text
    assert not Subject.objects.exists()


def test_a_correction_that_ends_before_it_begins_is_marked_at_its_end(client, officer, town):
    answer = client.post(reverse("subjects:add"), intake(area=town.pk, ends_on=in_days(-30)))

    assert "矫正结束不能早于矫正开始" in answer.text
    assert "subject_term_in_order" not in answer.text


def test_a_code_that_is_taken_is_said_to_be_taken(client, officer, town):
    client.post(reverse("subjects:add"), intake(area=town.pk, code="QH-2026-018"))
    answer = client.post(reverse("subjects:add"), intake(area=town.pk, code="QH-2026-018"))

    assert "这个对象编号已经登记过，请核对。" in answer.text


def test_the_form_leads_back_to_the_list_and_from_a_change_to_the_subject(client, officer, town):
    client.post(reverse("subjects:add"), intake(area=town.pk, code="QH-2026-018"))
    subject = Subject.objects.get(code="QH-2026-018")

    assert f'href="{reverse("subjects:index")}">返回' in page(client, "subjects:add")
    assert f'href="{reverse("subjects:inspect", args=[subject.pk])}">返回' in page(
        client, "subjects:edit", subject.pk
    )


def test_the_next_free_code_is_proposed(client, officer, town):
    SubjectFactory(area=town, code="QH-2026-018")
    SubjectFactory(area=town, code="QH-2026-017")

    assert 'value="QH-2026-019"' in page(client, "subjects:add")


def test_an_open_question_is_named(client, officer, town):
    answer = client.post(reverse("subjects:add"), intake(area=town.pk, code=""))

    assert "请填写“对象编号”" in answer.text
    assert "必需字段" not in answer.text


def test_only_officers_are_offered_as_leaders(client, officer, town):
    subject = SubjectFactory(area=town)
    payer = user_with_role(FINANCE_CHECKER, office=officer.office, name="苏明远")

    form = page(client, "subjects:form_group", subject.pk)

    assert officer.name in form
    assert payer.name not in form


def seat(**fields):
    return {
        "helper_kind": "volunteer",
        "help_kind": "home_visit",
        "session_minutes": 60,
        "minutes_per_month": 120,
        "priority": "normal",
        "starts_on": in_days(14),
        "deadline": in_days(10),
        **fields,
    }


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"has_risk": "on"}, "请填写可能发生的风险及防范措施"),
        ({"minutes_per_month": 45}, "每次时长超过了每月时长"),
        ({"deadline": in_days(30)}, "补充期限应不晚于开始日期"),
    ],
)
def test_a_position_that_contradicts_itself_is_not_opened(client, officer, town, fault, words):
    group = drafted_group(town, officer)

    answer = client.post(reverse("supervision_groups:open_position", args=[group.pk]), seat(**fault))

    assert words in answer.text
    assert not Position.objects.exists()


def test_a_woman_without_a_woman_in_her_group_gets_the_woman_proposed(client, officer, town):
    group = drafted_group(town, officer, is_female=True)
    address = reverse("supervision_groups:open_position", args=[group.pk])

    assert client.get(address).context["form"]["wants_female"].value() is True
    MembershipFactory(group=group, is_female=True)
    assert client.get(address).context["form"]["wants_female"].value() is False


def test_danger_without_a_description_is_still_told():
    assert "可能有人身危险" in PositionFactory(has_risk=True, risk_text="").risk_words
    assert PositionFactory(has_risk=False, risk_text="").risk_words == "没有标注特殊风险。"


@pytest.fixture
def vetter(client, town):
    return login(client, user_with_role(OFFICER, town))


def test_an_application_entered_by_an_office_is_not_called_ready(client, vetter, town):
    helper = HelperFactory.submitted(area=town, account=None)

    assert "本人尚未核对信息" in page(client, "helpers:inspect", helper.pk)


def test_certificates_are_only_mentioned_where_there_are_some(client, vetter, town):
    helper = HelperFactory.submitted(area=town)

    assert "没有申报证书，无需核对" in page(client, "helpers:inspect", helper.pk)
    CredentialFactory(helper=helper, state=CredentialState.CLAIMED)
    assert "请核对证书" in page(client, "helpers:inspect", helper.pk)


@pytest.mark.parametrize("others", [[], ["other_subject", "helper"]])
def test_a_no_contact_pair_names_exactly_one_other(client, officer, town, others):
    subject, other = SubjectFactory(area=town), SubjectFactory(area=town)
    both = {"other_subject": other.pk, "helper": HelperFactory(area=town).pk}
    typed = {"subject": subject.pk, "reason": "同案", **{name: both[name] for name in others}}

    answer = client.post(reverse("no_contacts:add"), typed)

    assert answer.status_code == 422
    assert "no_contact_with_one_other" not in answer.text


def test_the_list_of_positions_begins_with_those_that_are_to_be_filled(client, officer, town):
    waiting = PositionFactory(group=drafted_group(town, officer))
    filled = PositionFactory(group=drafted_group(town, officer), state=PositionState.FILLED)

    first, whole = page(client, "positions:index"), page(client, "positions:index", all=1)

    assert "待补充和已邀请的岗位" in first
    assert waiting.group.subject.code in first
    assert filled.group.subject.code not in first
    assert filled.group.subject.code in whole


def test_what_cannot_be_taken_back_stands_behind_the_other_buttons(client, officer, town):
    shown = page(client, "subjects:inspect", SubjectFactory(area=town).pk)

    assert shown.index(">修改</a>") < shown.index(">结束矫正</a>")
