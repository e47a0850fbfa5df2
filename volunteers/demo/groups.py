"""127 subjects in correction and their groups, the closed groups of earlier years, and open positions."""

from collections import Counter
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from portal.demo import Demo
from volunteers.choices import (
    MINOR_SPECIALIST,
    CorrectionKind,
    CredentialKind,
    GroupState,
    HelperKind,
    HelperState,
    HelpKind,
    ManagementCategory,
    MemberRole,
    PositionState,
    Priority,
    Sex,
    SubjectState,
)
from volunteers.models import LetterVersion, Membership, Position, Subject, SupervisionGroup

PAROLED, MINORS, DRAFTS = 3, 6, 14
STORY_CODE = "QH-2026-017"
MINUTES_OF_SEATS = (120, 180, 240)

LETTER = (
    "一、小组成员应当根据矫正方案，协助做好教育帮扶工作；\n二、督促社区矫正对象遵守法律法规和监督管理规定；\n"
    "三、定期走访、谈话，了解社区矫正对象的思想、工作和生活情况，并向司法所反映；\n"
    "四、发现违反规定的情况，及时报告司法所；\n五、对在服务中知悉的信息保密；\n六、按照各自身份履行其他职责。"
)

# kind of helper, kind of help, credential, title for the needs board, windows, risk text
WANTED = (
    (
        HelperKind.VOLUNTEER,
        HelpKind.HOME_VISIT,
        "",
        "女性志愿者，陪伴走访",
        [{"day": 6, "from": "09:00", "to": "10:00"}],
        "走访时两人同行，不单独进入住所；天气恶劣时改为电话走访。",
    ),
    (
        HelperKind.COUNSELLOR,
        HelpKind.PSYCH_COUNSELLING,
        CredentialKind.COUNSELLOR,
        "心理辅导人员",
        [],
        "在司法所心理咨询室进行，工作人员在场；情绪激动时由工作人员处置。",
    ),
    (
        HelperKind.VOLUNTEER,
        HelpKind.SCHOOLING,
        "",
        "熟悉未成年人身心特点的教师",
        [{"day": 7, "from": "09:00", "to": "10:00"}],
        "在社区活动室进行，监护人知情；不接触案件信息。",
    ),
    (
        HelperKind.SOCIAL_WORKER,
        HelpKind.FAMILY_RELATIONS,
        CredentialKind.SOCIAL_WORKER,
        "家庭关系调适社工",
        [],
        "家庭成员同意后进行；发生争执时立即离开并联系司法所。",
    ),
    (
        HelperKind.VOLUNTEER,
        HelpKind.LEGAL_AID,
        "",
        "法律咨询志愿者",
        [{"day": 6, "from": "14:00", "to": "15:00"}],
        "在普法室进行，无特殊风险。",
    ),
    (
        HelperKind.RETIREE,
        HelpKind.MORAL_EDUCATION,
        "",
        "谈心陪伴志愿者",
        [],
        "在谈心室进行，无特殊风险。",
    ),
)


def load(demo: Demo) -> None:
    letter, _created = LetterVersion.objects.get_or_create(
        number=1, defaults={"text": LETTER, "effective_from": demo.today - timedelta(days=1500)}
    )
    demo.made["letter"] = letter
    subjects = [_subject(demo, n) for n in range(1, demo.scale.subjects + 1)]
    subjects += [_released(demo, n) for n in range(1, demo.scale.groups - demo.scale.subjects + 1)]
    Subject.objects.bulk_create(subjects)
    groups = [_group(demo, subject, letter, n) for n, subject in enumerate(subjects, start=1)]
    SupervisionGroup.objects.bulk_create(groups)
    memberships = _members(demo, groups)
    _positions(demo, groups)
    _fill_positions(demo, memberships)
    Membership.objects.bulk_create(memberships)
    demo.made |= {"subjects": subjects, "groups": groups}


def _towns(demo: Demo) -> list:
    return list(demo.made["towns"].values())


def _story_town(demo: Demo, number: int):
    return demo.made["towns"]["柳溪镇"] if number == 17 else _towns(demo)[number % len(demo.made["towns"])]


def _subject(demo: Demo, number: int) -> Subject:
    random = demo.random
    town = _story_town(demo, number)
    started = demo.today - timedelta(days=random.randrange(10, 500))
    return Subject(
        code=f"{demo.place.letters}-2026-{number:03}",
        area=random.choice(demo.made["communities"][town.pk]),
        is_female=number == 17 or number % 8 == 0,
        is_minor=number != 17 and number % (demo.scale.subjects // MINORS) == 0,
        correction_kind=CorrectionKind.PAROLE if number <= PAROLED else CorrectionKind.PROBATION,
        management_category=random.choice(ManagementCategory.values),
        starts_on=started,
        ends_on=started + timedelta(days=random.randrange(560, 1400)),
        registered_by=demo.made["officer_of_town"][town.pk],
    )


def _released(demo: Demo, number: int) -> Subject:
    random = demo.random
    town = _towns(demo)[number % len(demo.made["towns"])]
    ended = demo.today - timedelta(days=random.randrange(30, 1200))
    return Subject(
        code=f"{demo.place.letters}-2024-{number:03}",
        area=random.choice(demo.made["communities"][town.pk]),
        is_female=number % 8 == 0,
        correction_kind=CorrectionKind.PROBATION,
        starts_on=ended - timedelta(days=random.randrange(200, 900)),
        ends_on=ended,
        ended_on=ended,
        state=SubjectState.RELEASED,
        handed_over_to="安置帮教工作站",
        registered_by=demo.made["officer_of_town"][town.pk],
    )


def _group(demo: Demo, subject: Subject, letter: LetterVersion, number: int) -> SupervisionGroup:
    """The story's group and every ninth are still being formed; those of released subjects are closed."""
    officer = demo.made["officer_of_town"][subject.area.get_parent().pk]
    formed_at = _at(min(subject.starts_on + timedelta(days=2), demo.today))
    group = SupervisionGroup(
        subject=subject, area=subject.area, letter=letter, created_by=officer, created_at=formed_at
    )
    if subject.state == SubjectState.RELEASED:
        group.state = GroupState.CLOSED
        group.activated_at = _at(subject.starts_on + timedelta(days=5))
        group.closed_at = _at(subject.ends_on)
        group.closing_reason = "矫正期满，依法解除"
    elif subject.code == STORY_CODE or number % 9 == 0:
        group.state = GroupState.DRAFT
    else:
        group.state = GroupState.ACTIVE
        group.activated_at = _at(min(subject.starts_on + timedelta(days=5), demo.today))
    return group


def _at(day):
    return timezone.make_aware(datetime.combine(day, time(10, 0)))


def _members(demo: Demo, groups: list[SupervisionGroup]) -> list[Membership]:
    available = {}
    for helper in demo.made["helpers"]:
        if helper.state == HelperState.APPROVED:
            available.setdefault(helper.area.get_parent().pk, []).append(helper)
    load = {}
    memberships = []
    for group in groups:
        memberships += _seats(demo, group, available, load)
    return memberships


def _seats(demo: Demo, group: SupervisionGroup, available: dict, load: dict) -> list[Membership]:
    """Leader, committee member and, unless the group waits for its helper, one or two helpers."""
    subject, town = group.subject, group.subject.area.get_parent().pk
    begun = group.state != GroupState.DRAFT
    officer = demo.made["officer_of_town"][town]
    seats = [
        _seat(demo, group, MemberRole.LEADER, account=officer),
        _seat(
            demo,
            group,
            MemberRole.COMMITTEE,
            label="村（居）民委员会干部",
            is_female=subject.is_female and begun,
        ),
    ]
    wanted = 1 + demo.random.randrange(2) if begun else 0
    for helper in _free(demo, subject, available.get(town, []), load, wanted):
        if group.state == GroupState.ACTIVE:
            load[helper.pk] = load.get(helper.pk, 0) + 1
        female = helper.sex == Sex.FEMALE
        seats.append(_seat(demo, group, MemberRole.HELPER, helper=helper, is_female=female))
    if subject.is_minor and not any(seat.knows_minors for seat in seats):
        seats.append(_seat(demo, group, MemberRole.EMPLOYER, label="学校教师", is_minor_specialist=True))
    return seats


def _seat(demo: Demo, group: SupervisionGroup, role: str, **who) -> Membership:
    """A member from the group's first to its last day, who signed unless the group is being formed."""
    joined = (group.activated_at or _at(demo.today - timedelta(days=3))).date()
    signed = group.state != GroupState.DRAFT
    return Membership(
        group=group,
        role=role,
        joined_on=joined,
        left_on=group.closed_at.date() if group.closed_at else None,
        signed_round=1 if signed else 0,
        signed_at=_at(joined) if signed else None,
        **who,
    )


def _free(demo: Demo, subject: Subject, helpers: list, load: dict, wanted: int) -> list:
    """Helpers with a free seat; one who is familiar with minors first where the subject is a minor."""
    free = [helper for helper in helpers if load.get(helper.pk, 0) < helper.caseload_limit - 1]
    demo.random.shuffle(free)
    if subject.is_minor:
        free.sort(key=lambda helper: MINOR_SPECIALIST not in helper.tags)
    return free[:wanted]


def _positions(demo: Demo, groups: list[SupervisionGroup]) -> None:
    """A seat for each group being formed, and a further one for some that are active."""
    positions = []
    waiting = [group for group in groups if group.state == GroupState.DRAFT]
    active = [group for group in groups if group.state == GroupState.ACTIVE][::5]
    for number, group in enumerate(waiting + active):
        wanted = WANTED[0] if group.subject.code == STORY_CODE else WANTED[number % len(WANTED)]
        if wanted is WANTED[2] and not group.subject.is_minor:
            wanted = WANTED[5]
        positions.append(_position(demo, group, *wanted, published=number % 2 == 0))
    Position.objects.bulk_create(positions)


def _fill_positions(demo: Demo, memberships: list[Membership]) -> None:
    """The position that each helper took; after the open ones, so that those keep their numbers.

    All seats of a helper ask for so much less than the minutes they give a month that some hours are left.
    """
    taken = [seat for seat in memberships if seat.helper_id]
    shares = Counter(seat.helper_id for seat in taken if seat.left_on is None)
    for number, seat in enumerate(taken):
        helper, group = seat.helper, seat.group
        share = helper.minutes_per_month // ((shares[helper.pk] or 1) + 3)
        seat.position = filled_position(
            demo,
            group,
            helper,
            help_kind=helper.help_kinds[number % len(helper.help_kinds)],
            minutes=min(share, MINUTES_OF_SEATS[number % len(MINUTES_OF_SEATS)]) // 15 * 15,
            since=seat.joined_on,
        )
    Position.objects.bulk_create([seat.position for seat in taken])


def filled_position(
    demo: Demo, group: SupervisionGroup, helper, *, help_kind: str, minutes: int, since: date
) -> Position:
    """The seat of ``helper`` in ``group``, ``minutes`` a month; not yet stored."""
    town = group.subject.area.get_parent()
    return Position(
        group=group,
        area=town,
        helper_kind=helper.kind,
        help_kind=help_kind,
        minutes_per_month=minutes,
        session_minutes=min(60, minutes),
        starts_on=since,
        deadline=since,
        state=PositionState.FILLED,
        risk_text="在司法所或者社区活动室进行，无特殊风险。",
        created_by=demo.made["officer_of_town"][town.pk],
    )


def _position(demo, group, helper_kind, help_kind, credential, title, windows, risk, *, published):
    if group.subject.code != STORY_CODE and title.startswith("女性"):
        title = "志愿者，陪伴走访"
    deadline = demo.today + timedelta(days=demo.random.randrange(6, 40))
    return Position(
        group=group,
        area=group.subject.area.get_parent(),
        helper_kind=helper_kind,
        help_kind=help_kind,
        credential=credential,
        required_tags=[MINOR_SPECIALIST] if group.subject.is_minor else [],
        wants_female=group.subject.code == STORY_CODE,
        minutes_per_month=240 if windows else 120,
        session_minutes=60,
        remote_possible=help_kind == HelpKind.PSYCH_COUNSELLING,
        fixed_time=bool(windows),
        windows=windows,
        priority=Priority.HIGH if group.state == GroupState.DRAFT else Priority.NORMAL,
        starts_on=deadline + timedelta(days=4),
        deadline=deadline,
        state=PositionState.OPEN,
        public_title=title,
        risk_text=risk,
        published_at=timezone.now() if published or group.subject.code == STORY_CODE else None,
        created_by=demo.made["officer_of_town"][group.subject.area.get_parent().pk],
    )
