"""What lies ahead in the demo county: papers that lapse, helpers who leave, corrections that end, a call.

Everything follows a rule that needs no chance, so what was made before stays as it was.
"""

from datetime import timedelta

from django.utils import timezone

from portal.demo import Demo
from volunteers.choices import (
    CERTIFICATES_OF_KIND,
    MINOR_SPECIALIST,
    HelperKind,
    HelperState,
    HelpKind,
    SubjectState,
)
from volunteers.matching.default_policy import DEFAULT_POLICY
from volunteers.models import (
    Credential,
    Departure,
    DepartureKind,
    Helper,
    Insurance,
    Membership,
    PolicyDraft,
    Position,
    RecordCheck,
    RecruitmentCall,
    Subject,
)

# Towns that will be short, kind of helper, days until the certificates of those helpers lapse.
LAPSING = (
    ("白鹭街道", HelperKind.COUNSELLOR, (25, 41, 58)),
    ("柳溪镇", HelperKind.SOCIAL_WORKER, (34, 52, 83)),
    ("柳溪镇", HelperKind.COUNSELLOR, (47, 62, 76)),
)
LEAVING_DAYS = (9, 13, 20)
ENDING_DAYS = (6, 18, 27, 39, 44, 57, 63, 78, 86)
INSURANCE_DAYS = (21, 48, 79)
CHECKED_DAYS_AGO = (240, 310, 60)


def load(demo: Demo) -> None:
    for town, kind, days in LAPSING:
        _certificates_lapse(demo, town, kind, days)
    _insurances_end(demo)
    _corrections_end(demo)
    _helpers_leave(demo)
    _visits_carry_a_risk(demo)
    _some_are_familiar_with_minors(demo)
    _a_call_is_open(demo)
    if demo.place.is_story:
        _a_policy_is_drafted(demo)


def _in(demo: Demo, days: int):
    return demo.today + timedelta(days=days)


def _inside(demo: Demo, relation: str = "area") -> dict:
    """The filter for rows of this county."""
    return {f"{relation}__path__startswith": demo.made["county"].path}


def _approved(demo: Demo, town: str):
    area = demo.made["towns"][town]
    return Helper.objects.filter(state=HelperState.APPROVED, area__path__startswith=area.path)


def _certificates_lapse(demo: Demo, town: str, kind: str, days: tuple) -> None:
    """The certificates of all but the demo's own accounts lapse, the last one on the last day named."""
    helpers = _approved(demo, town).filter(kind=kind, account=None).order_by("pk")
    for number, helper in enumerate(helpers):
        Credential.objects.filter(helper=helper, kind__in=CERTIFICATES_OF_KIND[kind]).update(
            valid_to=_in(demo, days[number % len(days)])
        )


def _insurances_end(demo: Demo) -> None:
    """Every seventh insurance is a shorter one."""
    keys = list(
        Insurance.objects.filter(**_inside(demo, "helper__area")).order_by("pk").values_list("pk", flat=True)
    )[::7]
    for number, days in enumerate(INSURANCE_DAYS):
        Insurance.objects.filter(pk__in=keys[number :: len(INSURANCE_DAYS)]).update(valid_to=_in(demo, days))


def _corrections_end(demo: Demo) -> None:
    """Some corrections end one after another; the story's and the minors' go on."""
    subjects = Subject.objects.filter(
        state=SubjectState.ACTIVE,
        is_minor=False,
        groups__memberships__helper__isnull=False,
        **_inside(demo),
    )
    keys = list(subjects.order_by("code").values_list("pk", flat=True).distinct())[5::11]
    for key, days in zip(keys, ENDING_DAYS, strict=False):
        Subject.objects.filter(pk=key).update(ends_on=_in(demo, days))


def _helpers_leave(demo: Demo) -> None:
    """Helpers with a group who asked to leave; officers have fifteen working days to hand over."""
    serving = Membership.objects.present().filter(
        helper__account=None, helper__isnull=False, **_inside(demo, "helper__area")
    )
    helpers = list(serving.order_by("helper").values_list("helper", flat=True).distinct())[3::17]
    for key, days in zip(helpers, LEAVING_DAYS, strict=False):
        Departure.objects.create(
            helper_id=key, kind=DepartureKind.LEAVING, reason="工作调动，迁往外地", due_on=_in(demo, days)
        )
        Helper.objects.filter(pk=key).update(accepting=False)


def _visits_carry_a_risk(demo: Demo) -> None:
    """Home visits in the countryside ask for an accident insurance."""
    visits = Position.objects.filter(help_kind=HelpKind.HOME_VISIT, area__is_urban=False, **_inside(demo))
    visits.update(has_risk=True)


def _some_are_familiar_with_minors(demo: Demo) -> None:
    """For each open seat with a minor three helpers who could take it; two have an older record check."""
    seats = Position.objects.open().filter(group__subject__is_minor=True, **_inside(demo))
    for seat in seats.select_related("area"):
        helpers = _approved(demo, seat.area.name).filter(account=None, kind=seat.helper_kind)
        for helper, days in zip(helpers.order_by("pk")[:3], CHECKED_DAYS_AGO, strict=False):
            helper.tags = [MINOR_SPECIALIST]
            helper.help_kinds = [*helper.help_kinds, seat.help_kind]
            helper.minutes_per_month = 600
            helper.save(update_fields=["tags", "help_kinds", "minutes_per_month"])
            helper.windows.all().delete()
            for weekday in (6, 7):
                helper.windows.create(weekday=weekday, start_minute=480, end_minute=1080)
            RecordCheck.objects.create(
                helper=helper,
                checked_on=_in(demo, -days),
                clear=True,
                number=f"告知〔{demo.today.year}〕{helper.number[-4:]}号",
                recorded_by=helper.vetted_by,
            )


def _a_call_is_open(demo: Demo) -> None:
    RecruitmentCall.objects.create(
        area=demo.made["towns"]["白鹭街道"],
        helper_kind=HelperKind.COUNSELLOR,
        help_kind=HelpKind.PSYCH_COUNSELLING,
        count=2,
        title="招募心理咨询人员：心理辅导",
        text="白鹭街道的矫正小组需要能够提供心理辅导的人员，每月约两次，每次一小时，时间可商量。"
        "报名后经资格审核和岗前培训，由司法所发出服务邀请，是否参加由您自己决定。",
        risk_text="在心理咨询室进行，工作人员随叫随到。谈话中可能出现情绪激动，由工作人员处置；"
        "您也可以事后与督导交流。治疗由医疗机构进行。",
        until=_in(demo, 28),
        published_by=demo.made["officer_of_town"][demo.made["towns"]["白鹭街道"].pk],
        published_at=timezone.now(),
    )


def _a_policy_is_drafted(demo: Demo) -> None:
    """Record checks that count half a year, and work that is spread more; waiting to be tried."""
    score = DEFAULT_POLICY["score"] | {"skill": 25, "continuity": 15}
    effective = _in(demo, 14)
    PolicyDraft.objects.create(
        value=DEFAULT_POLICY
        | {
            "effective": effective.isoformat(),
            "score": score,
            "load_points": 5,
            "record_check_days": 180,
        },
        effective_from=effective,
        reason="拟按联席会议意见：未成年对象小组每半年查询一次，并使负担更均衡",
        made_by=demo.made["accounts"]["admin"],
    )
