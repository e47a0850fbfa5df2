"""An officer plans a town, locks, asks "why not?" and sends; a helper accepts, and the next plan keeps it."""

import pytest

from portal import roles
from portal.models import OfficeKind
from tests.factories.groups import PositionFactory, drafted_group, letter_in_force
from tests.factories.portal import AreaFactory, OfficeFactory, user_with_role
from tests.factories.volunteers import HelperFactory
from tests.journeys.walker import Walker, desk
from volunteers import tasks
from volunteers.choices import HelpKind, Sex
from volunteers.models import Invitation, MatchPlan, PlanRun

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(live_server):
    """Three open positions in three groups; two can be filled, one asks for what nobody offers."""

    class Town:
        area = AreaFactory(parent=AreaFactory(name="青禾县"), name="柳溪镇")
        office = OfficeFactory(
            areas=[area], name="柳溪司法所", kind=OfficeKind.JUDICIAL_OFFICE, may_lead_groups=True
        )
        officer = user_with_role(roles.OFFICER, office=office, name="罗启明")

    letter_in_force()
    groups = [drafted_group(Town.area, Town.officer) for _ in range(3)]
    Town.law = PositionFactory(group=groups[0], preferred_tags=["law"], risk_text="无特殊风险。")
    Town.visit = PositionFactory(group=groups[1], risk_text="两人同行。")
    PositionFactory(group=groups[2], help_kind=HelpKind.SCHOOLING)
    Town.lawyer = HelperFactory(area=Town.area, name="陈思远", sex=Sex.MALE, tags=["law"])
    Town.neighbour = HelperFactory(area=Town.area, name="周岚")
    Town.tutor = HelperFactory(area=Town.area, name="许知行", help_kinds=[HelpKind.LEGAL_AID])
    return Town


def test_an_officer_plans_a_town(browser, live_server, town):
    base = live_server.url
    officer = desk(browser, base, town.officer)

    plans(officer, town)
    locks_and_asks_why_not(officer, town)
    sends(officer, town)
    accepts(Walker(browser, base, town.lawyer.account), town)
    plans_again(officer, town)

    assert officer.complaints == []


def plans(officer: Walker, town) -> None:
    """One press; the page follows the job by itself and leads to the plan."""
    officer.go("/admin/area_plans/").press("立即规划").submit("开始规划").sees("等待开始")
    tasks.compute_plan.call(PlanRun.objects.get().pk)
    officer.page.wait_for_url("**/admin/area_plans/inspect/*/", timeout=10_000)
    officer.sees("已证明的最优方案", "陈思远", "周岚", "没有符合全部规则的人选")


def locks_and_asks_why_not(officer: Walker, town) -> None:
    """The lawyer stays; the neighbour would cost 30 points there, the tutor breaks a rule."""
    plan = officer.page.url
    card = officer.page.locator(f"#seat-{town.law.pk}")
    card.get_by_role("button", name="锁定").click()
    officer.page.wait_for_load_state()
    officer.sees("取消锁定")

    officer.page.locator(f"#seat-{town.law.pk}").get_by_text("换别人？").click()
    officer.page.wait_for_load_state()
    officer.fill(q="周岚").press("查找").press("周岚")
    officer.sees(f"此人在方案中服务于 {town.visit.group.subject.code} 组", "全区方案的质量少 30 分")
    officer.fill(q="许知行").press("查找").press("许知行").sees("许知行不能受邀到这个岗位", "未选择提供")
    officer.page.goto(plan)


def sends(officer: Walker, town) -> None:
    """Nothing has been sent until now; then both proposals in one step."""
    assert not Invitation.objects.exists()
    officer.press("发出邀请").submit("发出邀请").sees("待答复")
    assert Invitation.objects.count() == 2


def accepts(helper: Walker, town) -> None:
    helper.go("/me/invitations/").press("查看并答复").press("接受邀请")
    town.law.refresh_from_db()
    assert town.law.state == "filled"


def plans_again(officer: Walker, town) -> None:
    """The accepted seat is no question any more, the waiting invitation stays, nobody is moved."""
    officer.press("再次规划").submit("再次规划")
    tasks.compute_plan.call(PlanRun.objects.latest("pk").pk)
    officer.page.wait_for_url("**/admin/area_plans/inspect/*/", timeout=10_000)
    officer.sees("周岚", "等待答复", "前答复")
    newest = MatchPlan.objects.latest("pk")
    assert town.law.need_id not in newest.proposed
    assert newest.output["held"][0]["kept"]
