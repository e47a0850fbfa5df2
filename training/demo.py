"""The demo county's rooms, courses, eight months of sessions held, and the weeks ahead."""

from datetime import date, datetime, time, timedelta
from itertools import cycle

from django.db.models import Sum
from django.utils import timezone

from portal.demo import Demo
from training import actions, events
from training.choices import AttendanceState, RoomKind, SessionKind, SessionState
from training.models import Booking, Course, CourseCompletion, Room, Session
from training.planning import Plan
from volunteers.choices import HelperKind, HelperState, HelpKind, MemberRole
from volunteers.demo.groups import filled_position
from volunteers.models import Membership, SupervisionGroup

MONTHS_BACK = 7
MORNING, AFTERNOON = (time(9, 0), time(11, 0)), (time(14, 0), time(16, 0))
ROSTERED = (HelperKind.COUNSELLOR, HelperKind.SOCIAL_WORKER)
STAFF_OF_SUPPLIER = 12
NEWCOMERS = 5
VOLUNTEER_SESSIONS_A_DAY = 9
TRAVEL_MINUTES = 30

FORMS = {
    HelperKind.COUNSELLOR: (SessionKind.INDIVIDUAL_COUNSELLING, HelpKind.PSYCH_COUNSELLING),
    HelperKind.SOCIAL_WORKER: (SessionKind.INDIVIDUAL_TALK, HelpKind.FAMILY_RELATIONS),
}
VOLUNTEER_FORM = (SessionKind.HOME_VISIT, HelpKind.HOME_VISIT)

SELF_STUDY = """对象的姓名、住址、案由和家庭情况，一律不向外人提起，也不写进登记内容。

需要称呼时，只用对象编号。

不拍照、不录音、不建群。手机里不保存对象的任何材料。

不收礼物，不借钱，不介绍生意。对象一定要给时，说明规定并当天告诉司法所。

只做约定好的帮扶。涉及请假、外出、处罚的事情，请对象直接找司法所。

发现对象情绪异常、有危险，或者自己遇到威胁，马上离开并联系司法所。"""


def load(demo: Demo) -> None:
    """Rooms and courses, then what was held, then what is planned."""
    _newcomers(demo)
    _rooms(demo)
    _courses(demo)
    _held(demo)
    _planned(demo)
    _just_over(demo)
    _course_dates(demo)


def working_days_back(demo: Demo) -> list[date]:
    """Mondays to Fridays since the first of the month seven months ago, up to yesterday."""
    first = demo.today.replace(day=1)
    for _month in range(MONTHS_BACK):
        first = (first - timedelta(days=1)).replace(day=1)
    days = (first + timedelta(days=n) for n in range((demo.today - first).days))
    return [day for day in days if day.weekday() < 5]


def _at(day: date, moment: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, moment))


def _rooms(demo: Demo) -> None:
    rooms = {}
    for name, office in demo.made["offices"].items():
        if not name.endswith("司法所"):
            continue
        area = office.areas.get()
        for room, kind, seats in (
            ("谈心室", RoomKind.TALK, 4),
            ("心理咨询室", RoomKind.COUNSELLING, 3),
            ("教育培训室", RoomKind.TRAINING, 30),
        ):
            rooms[area.pk, kind] = Room.objects.create(
                office=office, area=area, name=room, kind=kind, capacity=seats
            )
    demo.made["rooms"] = rooms


def _newcomers(demo: Demo) -> None:
    """A few approved helpers of the first town who sit in no group yet: the training is still before them."""
    town = demo.made["towns"]["柳溪镇"]
    seated = set(Membership.objects.exclude(helper=None).values_list("helper_id", flat=True))
    known = {account.pk for account in demo.made["accounts"].values()}
    free = [
        helper
        for helper in demo.made["helpers"]
        if helper.state == HelperState.APPROVED
        and helper.area_id in _below(demo, town)
        and helper.pk not in seated
        and helper.account_id not in known
    ]
    demo.made["newcomers"] = free[-NEWCOMERS:]
    for helper in demo.made["newcomers"]:
        helper.trained_on = None
        helper.save(update_fields=["trained_on"])


def _courses(demo: Demo) -> None:
    course = Course.objects.create(
        title="社区矫正志愿者岗前培训",
        area=demo.made["county"],
        minutes=480,
        is_pre_service=True,
        content="社区矫正法律知识、志愿服务规范、沟通与倾听、保密与安全、突发情况处置。",
    )
    Course.objects.create(
        title="保密要求与服务边界",
        area=demo.made["county"],
        minutes=60,
        self_study=True,
        content=SELF_STUDY,
    )
    CourseCompletion.objects.bulk_create(
        CourseCompletion(
            course=course, helper=helper, passed_on=helper.trained_on, confirmed_by=helper.vetted_by
        )
        for helper in demo.made["helpers"]
        if helper.trained_on
    )


def _held(demo: Demo) -> None:
    """Two sessions a day for each rostered person, and nine visits a day by volunteers."""
    town_of = {area: town for town in demo.made["towns"].values() for area in _below(demo, town)}
    subjects = [group.subject for group in demo.made["groups"][: demo.scale.subjects]]
    approved = [
        helper
        for helper in demo.made["helpers"]
        if helper.state == HelperState.APPROVED and helper not in demo.made["newcomers"]
    ]
    staff = [helper for helper in approved if helper.kind in ROSTERED][:STAFF_OF_SUPPLIER]
    volunteers = cycle([helper for helper in approved if helper.kind not in ROSTERED])
    whom = cycle(subjects)
    sessions, bookings = [], []
    for day in working_days_back(demo):
        taken = set()
        for hours in (MORNING, AFTERNOON):
            for helper in staff:
                _hold(demo, sessions, bookings, town_of, day, hours, helper, _next(whom, taken, hours))
        for _visit in range(VOLUNTEER_SESSIONS_A_DAY):
            _hold(
                demo,
                sessions,
                bookings,
                town_of,
                day,
                AFTERNOON,
                next(volunteers),
                _next(whom, taken, AFTERNOON),
            )
    Session.objects.bulk_create(sessions)
    Booking.objects.bulk_create(bookings)
    demo.made |= {"staff": staff, "held": [row for row in bookings if row.helper_id], "town_of": town_of}


def _below(demo: Demo, town) -> list[int]:
    return [town.pk, *(area.pk for area in demo.made["communities"][town.pk])]


def _next(subjects, taken: set, hours):
    """The next subject who is free at these hours of the day."""
    while True:
        subject = next(subjects)
        if (subject.pk, hours) not in taken:
            taken.add((subject.pk, hours))
            return subject


def _hold(demo: Demo, sessions, bookings, town_of, day: date, hours, helper, subject) -> None:
    session = _held_session(demo, town_of[subject.area_id], day, hours, helper)
    sessions.append(session)
    bookings += _present(session, helper, subject)


def _held_session(demo: Demo, town, day: date, hours, helper) -> Session:
    kind, help_kind = FORMS.get(helper.kind, VOLUNTEER_FORM)
    return Session(
        kind=kind,
        help_kind=help_kind,
        area=town,
        office=demo.office(f"{town.name[:2]}司法所"),
        group=None,
        place="对象所在社区",
        starts_at=_at(day, hours[0]),
        ends_at=_at(day, hours[1]),
        state=SessionState.HELD,
        created_by=demo.made["officer_of_town"][town.pk],
    )


def _present(session: Session, helper, subject) -> list[Booking]:
    """Both came and stayed to the end; the helper travelled half an hour."""
    common = {
        "session": session,
        "held_from": session.starts_at,
        "attendance": AttendanceState.PRESENT,
        "came_at": session.starts_at,
        "left_at": session.ends_at,
        "attendance_by": session.created_by,
    }
    service = Booking(
        helper=helper,
        held_to=session.ends_at + timedelta(minutes=TRAVEL_MINUTES),
        checked_in_at=session.starts_at,
        checked_out_at=session.ends_at,
        travel_minutes=TRAVEL_MINUTES,
        agreed_at=session.starts_at - timedelta(days=3),
        work_done="按矫正方案开展教育帮扶。",
        no_gifts=True,
        **common,
    )
    return [service, Booking(subject=subject, held_to=session.ends_at, **common)]


def _planned(demo: Demo) -> None:
    """The next sessions of the people one can sign in as, booked as an officer would book them."""
    officer, town = demo.made["accounts"]["officer"], demo.made["towns"]["柳溪镇"]
    groups = SupervisionGroup.objects.visible_to(officer).filter(state="active").select_related("subject")
    weekdays = [demo.today + timedelta(days=n) for n in range(1, 22)]
    weekdays = [day for day in weekdays if day.weekday() < 5]
    for login, days in (("psychologist", (0, 4, 8)), ("socialworker", (1, 6)), ("volunteer", (2, 7))):
        helper = demo.made["accounts"][login].helper
        kind, help_kind = FORMS.get(helper.kind, VOLUNTEER_FORM)
        for number, (group, n) in enumerate(zip(groups, days, strict=False)):
            _sit_in(demo, group, helper)
            session = actions.book(
                Plan(
                    kind=kind,
                    help_kind=help_kind,
                    area=town,
                    office=officer.office,
                    starts_at=_at(weekdays[n], (MORNING, AFTERNOON)[number % 2][0]),
                    ends_at=_at(weekdays[n], (MORNING, AFTERNOON)[number % 2][1]),
                    group=group,
                    room=demo.made["rooms"][town.pk, RoomKind.COUNSELLING]
                    if helper.kind == HelperKind.COUNSELLOR
                    else None,
                    place="" if helper.kind == HelperKind.COUNSELLOR else "柳溪司法所门口集合",
                    helpers=(helper,),
                    subjects=(group.subject,),
                ),
                by=officer,
            )
            events.write(session)


def _just_over(demo: Demo) -> None:
    """Yesterday evening the volunteer checked in and forgot to check out: the first thing to do today."""
    officer, helper = demo.made["accounts"]["officer"], demo.made["accounts"]["volunteer"].helper
    group = SupervisionGroup.objects.filter(memberships__helper=helper, state="active").first()
    yesterday = demo.today - timedelta(days=1)
    session = actions.book(
        Plan(
            kind=SessionKind.HOME_VISIT,
            help_kind=HelpKind.HOME_VISIT,
            area=demo.made["towns"]["柳溪镇"],
            office=officer.office,
            starts_at=_at(yesterday, time(18, 0)),
            ends_at=_at(yesterday, time(19, 30)),
            group=group,
            place="柳溪司法所门口集合",
            helpers=(helper,),
            subjects=(group.subject,),
        ),
        by=officer,
    )
    came = session.starts_at - timedelta(minutes=4)
    session.bookings.filter(helper=helper).update(
        agreed_at=session.starts_at, came_at=came, checked_in_at=came
    )


def _course_dates(demo: Demo) -> None:
    """Two dates of the pre-service training to come, the nearer one with some who enrolled."""
    officer, town = demo.made["accounts"]["officer"], demo.made["towns"]["柳溪镇"]
    course = Course.objects.get(area=demo.made["county"], is_pre_service=True)
    saturday = demo.today + timedelta(days=(5 - demo.today.weekday()) % 7 or 7)
    for weeks in (2, 0):
        session = actions.schedule_course(
            course,
            Plan(
                kind=SessionKind.HELPER_TRAINING,
                area=town,
                office=officer.office,
                starts_at=_at(saturday + timedelta(weeks=weeks), time(9, 0)),
                ends_at=_at(saturday + timedelta(weeks=weeks), time(18, 0)),
                course=course,
                seats=25,
                room=demo.made["rooms"][town.pk, RoomKind.TRAINING],
                chair=officer,
            ),
            by=officer,
        )
    Booking.objects.bulk_create(
        Booking(
            session=session,
            helper=helper,
            learns=True,
            held_from=session.starts_at,
            held_to=session.ends_at,
            agreed_at=timezone.now(),
        )
        for helper in demo.made["newcomers"][:-2]
    )


def _sit_in(demo: Demo, group: SupervisionGroup, helper) -> None:
    """The helper is a member of the group for at most an hour a month, signed like everybody else."""
    if Membership.objects.present().filter(group=group, helper=helper).exists():
        return
    promised = (
        Membership.objects.present()
        .filter(helper=helper)
        .aggregate(minutes=Sum("position__minutes_per_month", default=0))["minutes"]
    )
    position = filled_position(
        demo,
        group,
        helper,
        help_kind=helper.help_kinds[0],
        minutes=min(60, (helper.minutes_per_month - promised) // 2 // 15 * 15),
        since=timezone.localdate(),
    )
    position.save()
    Membership.objects.create(
        group=group,
        helper=helper,
        position=position,
        role=MemberRole.HELPER,
        is_female=True,
        joined_on=timezone.localdate(),
        signed_round=group.letter_round,
        signed_at=timezone.now(),
    )
