"""Officers of every judicial office, and 400 helpers of every kind."""

from datetime import datetime, time, timedelta

from django.contrib.auth.models import Group
from django.utils import timezone

from portal import roles
from portal.demo import Demo, people
from portal.models import OfficeKind, PrivacyNotice, User
from volunteers.choices import (
    MINOR_SPECIALIST,
    CredentialKind,
    CredentialState,
    HelperKind,
    HelperState,
    HelpKind,
    Sex,
)
from volunteers.models import (
    AvailabilityWindow,
    Consent,
    ConsentKind,
    Credential,
    Helper,
    Insurance,
    RecordCheck,
)

# kind, share of 100, kinds of help, credential
KINDS = (
    (HelperKind.VOLUNTEER, 26, (HelpKind.HOME_VISIT, HelpKind.PUBLIC_BENEFIT_ACTIVITY), None),
    (
        HelperKind.RETIREE,
        22,
        (HelpKind.HOME_VISIT, HelpKind.MORAL_EDUCATION, HelpKind.FAMILY_RELATIONS),
        None,
    ),
    (HelperKind.STUDENT, 14, (HelpKind.LEGAL_EDUCATION, HelpKind.SCHOOLING), None),
    (HelperKind.TEACHER, 8, (HelpKind.SCHOOLING, HelpKind.LEGAL_EDUCATION), CredentialKind.TEACHER),
    (
        HelperKind.LEGAL_WORKER,
        8,
        (HelpKind.LEGAL_AID, HelpKind.LEGAL_EDUCATION),
        CredentialKind.LAWYER_LICENCE,
    ),
    (
        HelperKind.COUNSELLOR,
        8,
        (HelpKind.PSYCH_COUNSELLING, HelpKind.FAMILY_RELATIONS),
        CredentialKind.COUNSELLOR,
    ),
    (
        HelperKind.SOCIAL_WORKER,
        8,
        (HelpKind.FAMILY_RELATIONS, HelpKind.HOME_VISIT, HelpKind.EMPLOYMENT_GUIDANCE),
        CredentialKind.SOCIAL_WORKER,
    ),
    (HelperKind.COMMITTEE_MEMBER, 4, (HelpKind.HOME_VISIT, HelpKind.SOCIAL_RELIEF), None),
    (HelperKind.EXPERT, 2, (HelpKind.VOCATIONAL_TRAINING, HelpKind.EMPLOYMENT_GUIDANCE), None),
)
STATES = (
    (HelperState.APPROVED, 88),
    (HelperState.SUBMITTED, 6),
    (HelperState.RETURNED, 2),
    (HelperState.REFUSED, 1),
    (HelperState.LEFT, 3),
)
AGES = {HelperKind.STUDENT: (19, 24), HelperKind.RETIREE: (56, 72)}

# login, kind, woman, town, work unit, expertise
STORY = (
    ("volunteer", HelperKind.RETIREE, True, "柳溪镇", "柳溪中学（退休）", "陪伴走访、家庭教育"),
    (
        "psychologist",
        HelperKind.COUNSELLOR,
        True,
        "白鹭街道",
        "同行社会工作服务中心",
        "心理辅导、团体辅导",
    ),
    ("socialworker", HelperKind.SOCIAL_WORKER, True, "柳溪镇", "同行社会工作服务中心", "个案工作"),
)
MORNING, AFTERNOON, EVENING = (540, 720), (840, 1020), (1110, 1230)


def load(demo: Demo) -> None:
    _officers(demo)
    helpers = [_story_helper(demo, n, *row) for n, row in enumerate(STORY, start=1)]
    helpers += [_helper(demo, n) for n in range(len(STORY) + 1, demo.scale.helpers + 1)]
    for helper in helpers:
        helper.derive_columns()
    Helper.objects.bulk_create(helpers)
    _what_was_checked(demo, helpers)
    demo.made["helpers"] = helpers


def _officers(demo: Demo) -> None:
    """One officer in each judicial office that has no demo login; nobody can sign in as them."""
    officer = Group.objects.get(name=roles.OFFICER)
    accounts = demo.made["accounts"]
    by_office = {user.office_id: user for user in (accounts["officer"], accounts["officer2"])}
    offices = [
        office for office in demo.made["offices"].values() if office.kind == OfficeKind.JUDICIAL_OFFICE
    ]
    for number, office in enumerate(offices, start=1):
        if office.pk not in by_office:
            user = User.objects.create_user(
                demo.place.email_of(f"office{number:02}"),
                name=people.name(demo.random, female=number % 3 == 0),
                office=office,
            )
            user.groups.add(officer)
            by_office[office.pk] = user
    areas = {office.areas.get().pk: by_office[office.pk] for office in offices}
    demo.made["officer_of_town"] = areas


def _story_helper(demo: Demo, number, login, kind, female, town, unit, expertise) -> Helper:
    helper = _person(demo, number, kind, female=female, town=demo.made["towns"][town])
    account = demo.made["accounts"][login]
    helper.account, helper.name, helper.email = account, account.name, account.email
    helper.work_unit, helper.expertise = unit, expertise
    helper.experienced = True
    if login == "volunteer":
        helper.tags = [MINOR_SPECIALIST]
    _approve(demo, helper, days_ago=420)
    return helper


def _helper(demo: Demo, number: int) -> Helper:
    random = demo.random
    (kind, _share, _help, _credential) = _weighted(random, KINDS, lambda row: row[1])
    town = list(demo.made["towns"].values())[number % len(demo.made["towns"])]
    helper = _person(demo, number, kind, female=random.random() < 0.55, town=town)
    state, _share = _weighted(random, STATES, lambda row: row[1])
    if state == HelperState.APPROVED:
        _approve(demo, helper, days_ago=random.randrange(20, 900))
    else:
        helper.state = state
        helper.submitted_at = _moment(demo, random.randrange(1, 14))
        if state in (HelperState.RETURNED, HelperState.REFUSED, HelperState.LEFT):
            helper.vetted_by = demo.made["officer_of_town"][town.pk]
            helper.vetted_at = _moment(demo, 1)
            helper.vetting_reason = "请补充资格证书的有效期" if state == HelperState.RETURNED else "本人申请"
    return helper


def _person(demo: Demo, number: int, kind, *, female: bool, town) -> Helper:
    random = demo.random
    serial = demo.place.number * demo.scale.helpers + number
    youngest, oldest = AGES.get(kind, (24, 58))
    born = people.birth_date(random, demo.today, youngest=youngest, oldest=oldest)
    communities = demo.made.setdefault("communities", {})
    if town.pk not in communities:
        communities[town.pk] = list(town.get_children())
    helps = next(row[2] for row in KINDS if row[0] == kind)
    return Helper(
        number=f"V{demo.today.year}{serial:07}",
        kind=kind,
        name=people.name(random, female=female),
        id_number=people.id_number(demo.id_numbers, born, female=female, serial=serial),
        sex=Sex.FEMALE if female else Sex.MALE,
        birth_date=born,
        phone=f"138{serial:08}",
        area=random.choice(communities[town.pk]),
        travels=random.random() < 0.4,
        remote=random.random() < 0.3,
        help_kinds=[str(help_kind) for help_kind in helps],
        tags=[MINOR_SPECIALIST] if kind == HelperKind.TEACHER else [],
        experienced=random.random() < 0.5,
        caseload_limit=random.choice((2, 3, 3, 4)),
        minutes_per_month=random.choice((240, 360, 480, 600)),
        step=5,
    )


def _approve(demo: Demo, helper: Helper, *, days_ago: int) -> None:
    helper.state = HelperState.APPROVED
    helper.submitted_at = _moment(demo, days_ago + 5)
    helper.vetted_at = helper.approved_at = _moment(demo, days_ago)
    helper.vetted_by = demo.made["officer_of_town"][helper.area.get_parent().pk]
    helper.trained_on = demo.today - timedelta(days=max(days_ago - 7, 1))
    helper.pledged_on = demo.today - timedelta(days=max(days_ago - 8, 1))


def _what_was_checked(demo: Demo, helpers: list[Helper]) -> None:
    notice = PrivacyNotice.objects.order_by("effective_from").first()
    windows, consents, credentials, insurances, checks, served = [], [], [], [], [], []
    through = Helper.served_areas.through
    for helper in helpers:
        windows += _windows(demo, helper)
        served.append(through(helper_id=helper.pk, area_id=helper.area.get_parent().pk))
        if notice:
            consents += [Consent(helper=helper, kind=kind, notice=notice) for kind in ConsentKind]
        kind = next(row[3] for row in KINDS if row[0] == helper.kind)
        if kind:
            credentials.append(_credential(demo, helper, kind))
        if helper.state == HelperState.APPROVED:
            insurances.append(_insurance(demo, helper))
            if MINOR_SPECIALIST in helper.tags:
                checks.append(_record_check(demo, helper))
    AvailabilityWindow.objects.bulk_create(windows)
    Consent.objects.bulk_create(consents)
    Credential.objects.bulk_create(credentials)
    Insurance.objects.bulk_create(insurances)
    RecordCheck.objects.bulk_create(checks)
    through.objects.bulk_create(served)


def _windows(demo: Demo, helper: Helper) -> list[AvailabilityWindow]:
    """Saturday and up to three more days: weekends by day, working days in the afternoon or evening."""
    random = demo.random
    days = {*random.sample(range(1, 8), k=random.choice((1, 2, 3))), 6}
    return [
        AvailabilityWindow(helper=helper, weekday=day, start_minute=start, end_minute=end)
        for day in sorted(days)
        for start, end in ((MORNING, AFTERNOON) if day > 5 else (random.choice((AFTERNOON, EVENING)),))
    ]


def _insurance(demo: Demo, helper: Helper) -> Insurance:
    return Insurance(
        helper=helper,
        policy_number=f"{demo.place.letters}-YW-{demo.today.year}-{helper.number[-4:]}",
        valid_from=demo.today - timedelta(days=200),
        valid_to=demo.today + timedelta(days=165),
    )


def _record_check(demo: Demo, helper: Helper) -> RecordCheck:
    return RecordCheck(
        helper=helper,
        checked_on=demo.today - timedelta(days=demo.random.randrange(20, 340)),
        clear=True,
        number=f"告知〔{demo.today.year}〕{helper.number[-4:]}号",
        recorded_by=helper.vetted_by,
    )


def _credential(demo: Demo, helper: Helper, kind) -> Credential:
    issued = demo.today - timedelta(days=demo.random.randrange(200, 1000))
    approved = helper.state == HelperState.APPROVED
    return Credential(
        helper=helper,
        kind=kind,
        title=str(CredentialKind(kind).label),
        number=f"QH{helper.number[-6:]}",
        issuer=f"{demo.place.name}人力资源和社会保障局",
        valid_from=issued,
        valid_to=issued + timedelta(days=3 * 365),
        state=CredentialState.VERIFIED if approved else CredentialState.CLAIMED,
        checked_by=helper.vetted_by if approved else None,
        checked_at=helper.vetted_at if approved else None,
    )


def _moment(demo: Demo, days_ago: int) -> datetime:
    day = demo.today - timedelta(days=days_ago)
    return timezone.make_aware(datetime.combine(day, time(9, 30)))


def _weighted(random, rows, weight):
    return random.choices(rows, weights=[weight(row) for row in rows])[0]
