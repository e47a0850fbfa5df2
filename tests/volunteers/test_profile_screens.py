"""The profile on a phone: each step is saved, nothing typed is lost, each message stands beside its field."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.models import AuditEntry, Notice, PrivacyNotice
from tests.factories.portal import AreaFactory, OfficeFactory, UserFactory
from tests.factories.volunteers import CredentialFactory, HelperFactory, TownFactory, id_number
from volunteers.choices import CredentialState, HelperState
from volunteers.models import Departure, Helper

pytestmark = pytest.mark.django_db


@pytest.fixture
def helper(client):
    helper = HelperFactory.draft()
    client.force_login(helper.account)
    return helper


def url(name, *args):
    return reverse(f"volunteers:{name}", args=args)


def version() -> int:
    """The notice that a page opened now shows."""
    return PrivacyNotice.objects.in_force(timezone.localdate()).pk


def agreed() -> dict:
    """Both boxes ticked under the notice in force."""
    return {"version": version(), "notice": "on", "sensitive": "on"}


def about(**changes):
    return {"name": "周岚", "phone": "138 0000 0000", "kind": "retiree", "work_unit": "柳溪中学", **changes}


def test_a_newcomer_reads_the_notice_before_anything_is_asked(client):
    client.force_login(UserFactory())

    page = client.get(url("profile")).text

    assert "个人信息处理规则" in page
    assert not Helper.objects.exists()


def test_beginning_leads_to_the_first_step(client):
    client.force_login(UserFactory())

    assert client.post(url("start")).url == url("about")


@pytest.mark.parametrize("step", ["about", "skills", "area", "availability", "identity", "pledge", "leave"])
def test_without_a_profile_every_step_leads_to_its_beginning(client, step):
    client.force_login(UserFactory())

    assert client.get(url(step)).url == url("profile")


def test_the_first_step_is_saved_and_leads_on(client, helper):
    answer = client.post(url("about"), about())

    helper.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, url("skills"))
    assert (helper.name, helper.phone.reveal(), helper.step) == ("周岚", "13800000000", 2)
    assert "已保存，可以随时离开" in client.get(url("skills")).text


def test_a_short_number_is_named_and_everything_else_stays(client, helper):
    answer = client.post(url("about"), about(phone="1380000123"))

    assert answer.status_code == 422
    assert answer.text.count("手机号少了 1 位，请填写 11 位号码") == 2  # in the summary and beside the field
    assert 'value="1380000123"' in answer.text
    assert 'value="柳溪中学"' in answer.text


def test_an_empty_first_step_says_what_to_do_for_each_field(client, helper):
    page = client.post(url("about"), {"name": "", "phone": ""}).text

    for message in (
        "请填写姓名，与身份证件一致",
        "请填写 11 位手机号码",
        "请选择您的身份，可以选“其他志愿者”",
    ):
        assert message in page


def test_skills_and_a_certificate(client, helper):
    answer = client.post(
        url("skills"), {"help_kinds": ["home_visit"], "dialects": "四川话，客家话", "add": "1"}
    )
    assert answer.url == url("credential_add")

    client.post(
        url("credential_add"), {"kind": "teacher_certificate", "number": "T-1", "valid_from": "2001-07-01"}
    )

    helper.refresh_from_db()
    credential = helper.credentials.get()
    assert helper.dialects == ["四川话", "客家话"]
    assert (credential.title, credential.state) == ("教师资格证", CredentialState.CLAIMED)


def test_a_certificate_that_ends_before_it_begins_is_named(client, helper):
    page = client.post(
        url("credential_add"),
        {
            "kind": "teacher_certificate",
            "number": "T-1",
            "valid_from": "2001-07-01",
            "valid_to": "2000-07-01",
        },
    ).text

    assert "结束日期早于开始日期，请核对" in page


def test_removing_a_certificate_asks_once(client, helper):
    credential = CredentialFactory(helper=helper, state=CredentialState.CLAIMED)
    assert "移除“社会工作师”" in client.get(url("credential_remove", credential.pk)).text

    client.post(url("credential_remove", credential.pk))

    assert not helper.credentials.exists()


def test_somebody_elses_certificate_does_not_exist(client, helper):
    assert client.get(url("credential_remove", CredentialFactory().pk)).status_code == 404


def test_an_area_is_found_by_a_part_of_its_name(client, helper):
    town = AreaFactory(parent=AreaFactory(name="青禾县"), name="柳溪镇")

    page = client.get(url("area_choose", "home"), {"query": "溪镇"}).text
    client.post(url("area_choose", "home"), {"area": town.code})

    helper.refresh_from_db()
    assert "柳溪镇" in page
    assert "青禾县" in page
    assert helper.area == town


def test_an_area_is_found_down_the_tree(client, helper):
    county = AreaFactory(name="青禾县")
    town = AreaFactory(parent=county, name="柳溪镇")
    AreaFactory(parent=town, name="柳树社区")
    AreaFactory(name="青澜县")

    assert f"?within={county.code}" in client.get(url("area_choose", "home")).text
    assert "柳溪镇" in client.get(url("area_choose", "home"), {"within": county.code}).text
    assert "柳树社区" in client.get(url("area_choose", "home"), {"within": town.code}).text


def test_a_county_is_no_home(client, helper):
    assert client.post(url("area_choose", "home"), {"area": AreaFactory().code}).status_code == 404


def test_areas_served_are_added_and_removed(client, helper):
    town = TownFactory()
    client.post(url("area_choose", "served"), {"area": town.code})
    assert list(helper.served_areas.all()) == [town]

    client.post(url("area_choose", "served"), {"area": town.code, "remove": "1"})
    assert not helper.served_areas.exists()


@pytest.mark.parametrize("purpose", ["home", "served"])
def test_what_was_ticked_stays_ticked_while_an_area_is_chosen(client, helper, purpose):
    answer = client.post(url("area"), {"remote": "on", "choose": purpose})

    helper.refresh_from_db()
    assert answer.url == url("area_choose", purpose)
    assert (helper.remote, helper.travels) == (True, False)


def test_where_one_county_uses_the_portal_its_towns_come_first(client, helper):
    AreaFactory(parent=AreaFactory(name="青禾县"), name="柳溪镇")

    assert "柳溪镇" in client.get(url("area_choose", "home")).text


def test_the_third_step_needs_a_home(client, helper):
    assert "请先选择常住地" in client.post(url("area"), {"remote": "on"}).text


def test_parts_of_the_week_become_windows(client, helper):
    client.post(url("availability"), {"parts": ["6-morning", "7-evening"], "hours_per_month": "8"})

    helper.refresh_from_db()
    assert helper.minutes_per_month == 480
    assert [(w.weekday, w.start_minute, w.end_minute) for w in helper.windows.all()] == [
        (6, 480, 720),
        (7, 1080, 1290),
    ]


def test_the_ticked_boxes_stay_when_the_hours_are_wrong(client, helper):
    page = client.post(url("availability"), {"parts": ["6-morning"], "hours_per_month": "0"}).text

    assert "请至少填写 1 小时" in page
    assert 'value="6-morning" checked' in page


def test_times_narrower_than_a_box_stay_as_they_were(client, helper):
    helper.windows.create(weekday=6, start_minute=540, end_minute=660)
    assert 'value="6-morning" checked' in client.get(url("availability")).text

    client.post(url("availability"), {"parts": ["6-morning", "7-morning"], "hours_per_month": "8"})

    assert [(w.weekday, w.start_minute, w.end_minute) for w in helper.windows.all()] == [
        (6, 540, 660),
        (7, 480, 720),
    ]


def test_the_two_boxes_are_not_ticked_beforehand(client, helper):
    page = client.get(url("identity")).text

    assert page.count('type="checkbox"') == 2
    assert "checked" not in page.split("<main")[1]


def test_identity_and_both_consents_are_saved(client, helper):
    number = id_number(77)
    answer = client.post(url("identity"), {**agreed(), "id_number": number.lower()})

    helper.refresh_from_db()
    assert answer.url == url("profile")
    assert helper.id_number.reveal() == number
    assert helper.consents.count() == 2
    assert number not in client.get(url("profile")).text


def test_a_wrong_number_stays_in_its_field(client, helper):
    page = client.post(url("identity"), {**agreed(), "id_number": "110101199001011234"}).text

    assert "身份证件号码校验未通过，请核对后重新填写。" in page
    assert 'value="110101199001011234"' in page


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("1101011", "身份证件号码少了 11 位，应为 18 位。"),
        ("1101011990010112345", "身份证件号码多了 1 位，应为 18 位。"),
        ("11010119900101123A", "只有最后一位可以是 X"),
        ("990101199001011234", "前两位不是任何省份的代码"),
        ("110101199013011234", "第 7 至 14 位不是出生日期"),
    ],
)
def test_what_is_wrong_with_a_number_is_said(client, helper, typed, message):
    page = client.post(url("identity"), {**agreed(), "id_number": typed}).text

    assert message in page


def test_the_demo_offers_a_number_of_nobody_which_is_accepted(client, helper, settings):
    hint = re.search(r"虚构的号码：(\w{18})", client.get(url("identity")).text)

    answer = client.post(url("identity"), {**agreed(), "id_number": hint.group(1)})

    assert answer.url == url("profile")


def test_outside_the_demo_no_number_is_offered(client, helper, settings):
    settings.DEMO = False

    assert "虚构" not in client.get(url("identity")).text.split("<main")[1]


def test_the_summary_counts_the_messages_it_lists(client, helper):
    page = client.post(url("about"), {"name": "", "phone": "", "kind": ""}).text

    assert "有 3 处需要修改" in page
    assert page.split("summary-bad")[1].split("</ul>")[0].count("<li>") == 3


def test_who_has_handed_in_reads_first_that_it_is_under_review_and_by_whom(client):
    town = TownFactory()
    office = OfficeFactory(name="柳溪司法所", areas=[town])
    helper = HelperFactory(state=HelperState.SUBMITTED, submitted_at=timezone.now(), area=town)
    client.force_login(helper.account)

    main = client.get("/me/").text.split("<main")[1]

    assert "已提交，等待司法所审核" in main
    assert f"由{office.name}办理。" in main
    assert "都处理完了" not in main


def test_a_wrong_number_and_an_open_box_are_named_together(client, helper):
    page = client.post(
        url("identity"), {"version": version(), "notice": "on", "id_number": "110101199001011234"}
    ).text

    assert "有 2 处需要修改" in page


def test_a_registered_number_is_told_in_the_words_of_the_rule(client, helper):
    taken = HelperFactory().id_number.reveal()

    page = client.post(url("identity"), {**agreed(), "id_number": taken}).text

    assert "该证件已注册，请登录或找回账号。" in page


def test_the_whole_way_from_account_to_queue(client):
    account, town = UserFactory(), TownFactory()
    client.force_login(account)
    client.post(url("start"))
    client.post(url("about"), about())
    client.post(url("skills"), {"help_kinds": ["home_visit", "legal_aid"]})
    client.post(url("area_choose", "home"), {"area": town.code})
    client.post(url("area"), {"remote": "on"})
    client.post(url("availability"), {"parts": ["6-morning"], "hours_per_month": "4"})
    assert "继续填写：同意事项与身份核对" in client.get(url("profile")).text
    client.post(url("identity"), {**agreed(), "id_number": id_number(5)})

    client.post(url("submit"))

    assert Helper.objects.awaiting_vetting().get().account == account
    assert "已提交，等待司法所审核" in client.get(url("profile")).text


def test_an_incomplete_application_says_what_is_missing(client, helper):
    answer = client.post(url("submit"))

    assert answer.status_code == 422
    assert "还缺：姓名、手机号、身份、可以帮什么" in answer.text


def test_the_reason_of_a_return_is_shown(client, helper):
    Helper.objects.filter(pk=helper.pk).update(state=HelperState.RETURNED, vetting_reason="请补充证书编号")

    assert "请补充证书编号" in client.get(url("profile")).text


def test_an_approved_helper_signs_the_pledge_and_pauses(client):
    helper = HelperFactory(pledged_on=None)
    client.force_login(helper.account)

    client.post(url("pledge"))
    client.post(url("accepting"), {"accepting": "no"})

    helper.refresh_from_db()
    assert helper.pledged_on is not None
    assert not helper.accepting
    assert "恢复接受邀请" in client.get(url("profile")).text


def test_nobody_signs_before_approval(client, helper):
    answer = client.post(url("pledge"))

    assert (answer.status_code, "该人员尚未通过审核" in answer.text) == (422, True)


def test_leaving_is_asked_and_shown_with_its_date(client):
    helper = HelperFactory()
    client.force_login(helper.account)

    page = client.post(url("leave"), {"what": "leave", "reason": "搬家"}, follow=True).text

    assert Departure.objects.unfinished().get().helper == helper
    assert "退出申请已受理，将在15个工作日内办结" in page


def test_whoever_was_never_approved_only_withdraws_and_is_told_that_all_is_deleted(client, helper):
    page = client.get(url("leave")).text
    said = client.post(url("leave"), {"what": "consent", "reason": ""}, follow=True).text

    assert "申请退出" not in page
    assert "申请已终止，已填写的内容已删除。" in said
    assert [notice.kind for notice in Notice.objects.filter(account=helper.account)] == ["departure_finished"]


def test_consent_is_withdrawn_in_one_step(client):
    helper = HelperFactory()
    client.force_login(helper.account)

    page = client.post(url("leave"), {"what": "consent", "reason": ""}, follow=True).text

    helper.refresh_from_db()
    assert helper.state == HelperState.LEFT
    assert "您已撤回同意，后续服务安排将取消；依法须保存的记录将封存。" in page


def test_the_summary_asks_the_database_the_same_few_questions_whatever_it_shows(
    client, django_assert_max_num_queries
):
    helper = HelperFactory(windows=[(day, 480, 720) for day in range(1, 8)])
    CredentialFactory.create_batch(5, helper=helper)
    client.force_login(helper.account)
    client.get(url("profile"))

    with django_assert_max_num_queries(15):
        client.get(url("profile"))


def test_an_application_handed_in_twice_is_handed_in_once(client):
    helper = HelperFactory(state=HelperState.DRAFT)
    client.force_login(helper.account)

    first, second = client.post(url("submit")), client.post(url("submit"))

    assert (first.status_code, second.status_code) == (302, 422)
    assert AuditEntry.objects.filter(action="helper.submitted").count() == 1
    assert Notice.objects.filter(account=helper.account).count() == 1
