"""From sign-up to the public figure: the nine steps through the real screens, in Chinese.

Helpers use a phone, officers a desktop. Only the county itself and the supplier's contract are
prepared; everything else happens on screen.
"""

import re
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from portal import roles, tasks
from portal.models import OfficeKind, PrivacyNotice, User
from services.models import Acceptance, Certificate, ServiceRecord, Settlement
from tests.factories.portal import AreaFactory, OfficeFactory, user_with_role
from tests.factories.public_site import HomePageFactory, NeedsPageFactory
from tests.factories.services import (
    ContractFactory,
    ContractItemFactory,
    RosterEntryFactory,
    SupplierFactory,
)
from tests.factories.training import RoomFactory
from tests.factories.volunteers import CredentialFactory, HelperFactory, id_number
from tests.journeys.walker import PASSWORD, Walker, desk
from training.models import Course, Session
from volunteers.choices import CredentialKind, HelperKind, HelpKind
from volunteers.models import Helper, LetterVersion, Position, Subject, SupervisionGroup

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

EMAIL = "zhoulan@example.org"


class County:
    """A town with its judicial office, and the county's bureau: each desk has its person."""

    def __init__(self):
        self.area = AreaFactory(name="青禾县")
        self.town = AreaFactory(parent=self.area, name="柳溪镇")
        self.bureau = OfficeFactory(areas=[self.area], name="青禾县司法局", kind=OfficeKind.JUSTICE_BUREAU)
        self.office = OfficeFactory(areas=[self.town], name="柳溪司法所", may_lead_groups=True)
        self.room = RoomFactory(area=self.town, office=self.office)
        self.officer = user_with_role(roles.OFFICER, office=self.office, name="罗启明")
        self.head = user_with_role(roles.OFFICE_HEAD, office=self.bureau, name="何敬之")
        self.finance = user_with_role(roles.FINANCE_CHECKER, office=self.bureau, name="苏明远")
        self.payer = user_with_role(roles.FINANCE_PAYER, office=self.bureau, name="唐若水")
        kinds = {"kind": HelperKind.COUNSELLOR, "help_kinds": [HelpKind.PSYCH_COUNSELLING]}
        self.counsellor = HelperFactory(area=self.town, name="沈秋禾", **kinds)
        CredentialFactory(helper=self.counsellor, kind=CredentialKind.COUNSELLOR)


def contract_of(county: County):
    """A contract in force, with money for the year of the services; the counsellor stands on its roster."""
    today = timezone.localdate()
    began, ends = today - timedelta(days=30), today + timedelta(days=300)
    contract = ContractFactory(area=county.area, supplier=SupplierFactory(), starts_on=began, ends_on=ends)
    contract.years.update_or_create(
        year=(today + timedelta(days=1)).year,
        defaults={"amount_fen": 165_000_000, "budget_line": "社区矫正政府购买服务"},
    )
    ContractItemFactory(
        contract=contract, kind="individual_counselling", help_kind=HelpKind.PSYCH_COUNSELLING
    )
    RosterEntryFactory(contract=contract, helper=county.counsellor, from_day=began)
    return contract


@pytest.fixture
def county(live_server):
    """The county with its contract, and what everyone must read, learn and find."""
    county = County()
    county.contract = contract_of(county)
    Course.objects.create(title="岗前培训", area=county.area, minutes=480, is_pre_service=True)
    since = date(2024, 1, 1)
    LetterVersion.objects.get_or_create(
        number=1, defaults={"text": "小组成员协助教育帮扶。", "effective_from": since}
    )
    PrivacyNotice.objects.get_or_create(
        version="1", defaults={"effective_from": since, "text": "规则", "sensitive_text": "说明"}
    )
    NeedsPageFactory(parent=HomePageFactory())
    return county


def test_the_straight_path(browser, live_server, mailoutbox, county):
    base = live_server.url
    officer = desk(browser, base, county.officer)

    volunteer = signs_up(browser, base, mailoutbox)
    applies(volunteer, county)
    is_approved_and_trained(officer, volunteer)
    group = forms_group(officer, county)
    accepts_a_seat(officer, volunteer, group)
    begins(officer, volunteer, group)
    visit, talk = books_sessions(officer, volunteer, county, group)

    evening = datetime.combine(timezone.localdate() + timedelta(days=1), time(18, 0))
    with time_machine.travel(timezone.make_aware(evening), tick=True):
        account = User.objects.get(email=EMAIL)
        volunteer = Walker(browser, base, account)
        reports(volunteer, visit, "09:00", "12:30", minutes=15)
        reports(Walker(browser, base, county.counsellor.account), talk, "14:00", "16:00")
        verifies(desk(browser, base, county.officer))
        is_accepted(desk(browser, base, county.finance), desk(browser, base, county.head), county)
        is_settled(desk(browser, base, county.finance), county)
        is_paid(desk(browser, base, county.payer))
        call_command("publish_ledger_heads")
        call_command("verify_ledger")
        is_public(Walker(browser, base))
        takes_a_certificate(volunteer, Walker(browser, base))

    assert officer.complaints == []
    assert volunteer.complaints == []


def signs_up(browser, base, mailoutbox) -> Walker:
    """Step 1: an account, confirmed by the code that was mailed."""
    volunteer = Walker(browser, base).go("/").press("我要报名")
    volunteer.fill(email=EMAIL, password1=PASSWORD).press("注册")
    tasks.deliver_outbox.func()
    code = re.search(r"^(\d{6})$", mailoutbox[-1].body, re.MULTILINE)[1]
    return volunteer.fill(code=code).press("确认").sees("报名参加")


def applies(volunteer: Walker, county) -> None:
    """Step 1: five short steps, two unticked consents, and the application is on its way."""
    volunteer.press("开始填写").press("开始填写")
    volunteer.fill(name="周岚", phone="13800138000", kind="volunteer").press("保存并继续")
    volunteer.fill(help_kinds="home_visit").press("保存并继续")
    volunteer.press("选择常住地").fill(query="柳溪").press("搜索").press("选择").press("保存并继续")
    volunteer.fill(parts="6-morning", hours_per_month="8").press("保存并继续")
    volunteer.press("保存并核对").sees("请填写 18 位身份证件号码")
    volunteer.fill(notice=True, sensitive=True, id_number=id_number(7)).press("保存并核对")
    volunteer.sees("000***********").press("提交申请").sees("已提交，等待司法所审核")


def is_approved_and_trained(officer: Walker, volunteer: Walker) -> None:
    """Step 2: every condition is shown with its source; the applicant is told and signs the pledge."""
    helper = Helper.objects.get(name="周岚")
    officer.go(f"/admin/helpers/inspect/{helper.pk}/").sees("审核条件都已满足", "《志愿服务条例》第七条")
    officer.press("审核通过").submit("审核通过").sees("已审核通过")
    volunteer.go("/me/").sees("您的申请已通过审核").press("阅读并签署").press("由周岚签署")
    course = Course.objects.get()
    officer.go(f"/admin/courses/complete/{course.pk}/")
    officer.fill(participants=str(helper.pk), passed_on=str(timezone.localdate())).submit("登记通过人员")
    officer.sees("周岚")


def forms_group(officer: Walker, county) -> SupervisionGroup:
    """Step 3: a woman's group without a woman is not lawful, and the page says why and what to do."""
    officer.go("/admin/subjects/new/").choose_area(county.town)
    officer.fill(code="QH-2026-017", is_female=True, correction_kind="probation")
    officer.fill(starts_on="2026-11-01", ends_on="2028-11-01").submit("创建")
    officer.press("组建小组").submit("组建小组")
    officer.sees("暂不能启用：对象为女性，小组没有女性成员", "《社区矫正法》第二十五条")
    return Subject.objects.get(code="QH-2026-017").groups.get()


def accepts_a_seat(officer: Walker, volunteer: Walker, group) -> None:
    """Step 4: a ranked, explained candidate is invited, and says yes on the phone."""
    officer.press("设立岗位")
    officer.fill(helper_kind="volunteer", help_kind="home_visit", wants_female=True)
    officer.fill(risk_text="两人同行，不单独进入住所。").submit("设立岗位")
    officer.sees("可以邀请的 1 人", "女性，补足小组的女性成员", "人员类别不同")
    officer.press("邀请周岚").submit("发出邀请")
    volunteer.go("/me/invitations/").press("查看并答复").sees("两人同行").press("接受邀请")
    assert Position.objects.get(group=group).state == "filled"


def begins(officer: Walker, volunteer: Walker, group) -> None:
    """Step 4: everybody signs the responsibility letter, then the lawful group becomes active."""
    volunteer.go(f"/me/groups/{group.pk}/letter/").press("我已阅读并签署")
    officer.go(f"/admin/supervision_groups/inspect/{group.pk}/").sees("以下成员尚未签署矫正责任书：罗启明")
    officer.press("签署矫正责任书").submit("签署矫正责任书").sees("小组符合规定")
    officer.press("启用小组").submit("启用小组").sees("小组已启用")


def books_sessions(officer: Walker, volunteer: Walker, county, group) -> tuple[Session, Session]:
    """Step 5: a visit and a counselling session; the same hours cannot be given away twice."""
    helper, tomorrow = Helper.objects.get(name="周岚"), str(timezone.localdate() + timedelta(days=1))

    def book(**fields):
        officer.go(f"/admin/sessions/new/?group={group.pk}").fill(day=tomorrow, **fields).submit("安排服务")

    visit = {"kind": "home_visit", "help_kind": "home_visit", "members": str(helper.pk)}
    book(**visit, starts_at="09:00", ends_at="12:30", place="社区门口")
    officer.sees("已安排")
    book(**visit, starts_at="12:00", ends_at="13:00", place="社区门口")
    officer.sees("处需要修改", "该时段与").complaints.clear()
    book(
        kind="individual_counselling",
        help_kind="psych_counselling",
        helpers=county.counsellor.number,
        room=str(county.room.pk),
        starts_at="14:00",
        ends_at="16:00",
    )
    officer.sees("已安排")
    volunteer.go("/me/calendar/").sees("09:00", "社区门口").press("走访").press("能参加")
    volunteer.go("/me/calendar/subscribe/")
    return Session.objects.get(kind="home_visit"), Session.objects.get(kind="individual_counselling")


def reports(helper: Walker, session: Session, began: str, ended: str, *, minutes: int = 0) -> None:
    """Step 6: attendance becomes a service record; the break is taken off and travel never counts."""
    helper.go(f"/me/sessions/{session.pk}/")
    if "能参加" in helper.text:
        helper.press("能参加")
    helper.go(f"/me/sessions/{session.pk}/attendance/")
    helper.fill(came_at=began, left_at=ended, break_minutes=str(minutes), travel_minutes="40")
    helper.fill(work_done="一起整理了求职材料", no_gifts=True).press("提交")


def verifies(officer: Walker) -> None:
    """Step 7: another person confirms; the hours enter the ledger."""
    officer.go("/admin/")
    for record in ServiceRecord.objects.order_by("pk"):
        officer.go(f"/admin/service_records/verify/{record.pk}/").submit("核验")
    counted = dict(ServiceRecord.objects.filter(state="verified").values_list("account", "minutes"))
    assert counted == {"volunteer": 195, "purchased": 120}


def is_accepted(finance: Walker, head: Walker, county) -> None:
    """Step 8: every standard is judged and somebody served was heard; another person signs the sheet."""
    today = timezone.localdate()
    finance.go(f"/admin/contracts/acceptance/{county.contract.pk}/")
    finance.fill(period_from=str(today - timedelta(days=20)), period_to=str(today)).submit("新建验收书")
    sheet = Acceptance.objects.get()
    finance.go(f"/admin/acceptances/mark/{sheet.pk}/")
    finance.fill(**{f"met_{line.pk}": "1" for line in sheet.lines.all()}).submit("保存")
    finance.press("登记服务对象意见").fill(score="5").submit("登记服务对象意见")
    head.go(f"/admin/acceptances/inspect/{sheet.pk}/").press("签署验收书").submit("签署验收书").sees("2.00")


def is_settled(finance: Walker, county) -> None:
    """Step 8: two hours at 45 yuan are 90 yuan, owed by the budget year of the service."""
    finance.go(f"/admin/acceptances/settle/{Acceptance.objects.get().pk}/").submit("结算").sees("90.00")


def is_paid(payer: Walker) -> None:
    """Step 8: a fourth person pays."""
    payer.go(f"/admin/settlements/pay/{Settlement.objects.get().pk}/")
    payer.fill(paid_on=str(timezone.localdate()), voucher="青财付1号").submit("登记付款").sees("已付款")


def is_public(reader: Walker) -> None:
    """Step 9: the figure that everybody may read."""
    reader.go("/open/").sees("已付款")
    figures = reader.page.request.get(f"{reader.base}/open/figures.json").json()
    assert figures["ledger_head"]


def takes_a_certificate(volunteer: Walker, reader: Walker) -> None:
    """Step 9: the volunteer's own hours on a certificate that anyone can check, without a name."""
    volunteer.go("/me/certificates/").press("开具")
    certificate = Certificate.objects.get()
    assert volunteer.sheets == 1
    reader.go(f"/verify/?no={certificate.number}").sees(certificate.number, "3.25")
    assert "周岚" not in reader.text
