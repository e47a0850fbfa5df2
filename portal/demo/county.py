"""The county's areas, offices and the accounts one can sign in with."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from portal import roles
from portal.accounts import demo as second_factor
from portal.demo import Demo, people
from portal.demo.places import STORY, TOWNS
from portal.models import Area, AreaLevel, Office, OfficeKind, User

PASSWORD = "xieshou-demo"  # noqa: S105, printed on purpose

SIGN_IN_ONLY = ("editor", "editor2", "admin")

# login, name, office of the county {}, roles
ACCOUNTS = (
    ("volunteer", "周岚", None, (roles.HELPER,)),
    ("psychologist", "沈秋禾", None, (roles.HELPER,)),
    ("socialworker", "韩静宜", None, (roles.HELPER,)),
    ("supplier", "方若宁", "{}同行社会工作服务中心", (roles.SUPPLIER_MANAGER,)),
    ("officer", "罗启明", "柳溪司法所", (roles.OFFICER,)),
    ("officer2", "陈砚秋", "白鹭司法所", (roles.OFFICER,)),
    ("head", "何敬之", "{}司法局", (roles.OFFICE_HEAD,)),
    ("finance", "苏明远", "{}司法局", (roles.FINANCE_CHECKER,)),
    ("payer", "唐若水", "{}司法局", (roles.FINANCE_PAYER,)),
    ("auditor", "高正平", "{}人民检察院", (roles.AUDITOR,)),
    ("editor", "叶知秋", "{}司法局", (roles.EDITOR,)),
    ("editor2", "文清扬", "{}司法局", (roles.EDITOR,)),
    ("admin", "梁守一", "{}司法局", (roles.ADMINISTRATOR,)),
)


def email_of(login: str) -> str:
    """The address of an account one can sign in with."""
    return STORY.email_of(login)


def load(demo: Demo) -> None:
    """Areas, offices and accounts; later parts find them in ``demo.made``."""
    county = _areas(demo)
    _offices(demo, county)
    _accounts(demo)


def _areas(demo: Demo) -> Area:
    county = Area.add_root(code=demo.place.code, name=demo.place.name, level=AreaLevel.COUNTY)
    towns = {}
    for ending, town_name, urban, communities in TOWNS:
        county.refresh_from_db()
        town_code = demo.place.prefix + ending
        town = county.add_child(code=town_code, name=town_name, level=AreaLevel.TOWN, is_urban=urban)
        for index, community in enumerate(communities, start=1):
            town.refresh_from_db()
            town.add_child(
                code=str(int(town_code) + index),
                name=f"{community}{'社区' if urban else '村'}",
                level=AreaLevel.COMMUNITY,
                is_urban=urban,
            )
        towns[town_name] = town
    demo.made |= {"county": county, "towns": towns}
    return county


def _offices(demo: Demo, county: Area) -> None:
    offices = {}

    def add(name, kind, area, **fields):
        office = Office.objects.create(name=name, kind=kind, **fields)
        office.areas.set([area])
        offices[name] = office

    for town_name, town in demo.made["towns"].items():
        short = town_name.removesuffix("街道").removesuffix("镇")
        add(
            f"{short}司法所" if demo.place.is_story else f"{county.name}{short}司法所",
            OfficeKind.JUDICIAL_OFFICE,
            town,
            may_lead_groups=True,
            address=f"{county.name}{town_name}",
            phone="0000-1234567",
        )
    add(f"{county.name}司法局", OfficeKind.JUSTICE_BUREAU, county, may_lead_groups=True)
    add(f"{county.name}人民检察院", OfficeKind.PROCURATORATE, county)
    add(f"{county.name}同行社会工作服务中心", OfficeKind.SUPPLIER, county)
    add(f"{county.name}志愿者协会", OfficeKind.VOLUNTEER_ORGANISATION, county, may_certify=True)
    demo.made["offices"] = offices


def _accounts(demo: Demo) -> None:
    groups = {group.name: group for group in Group.objects.all()}
    password = make_password(PASSWORD if demo.place.is_story else None)
    accounts = {}
    for number, (login, name, office, held) in enumerate(ACCOUNTS):
        if login in SIGN_IN_ONLY and not demo.place.is_story:
            continue
        user = User(
            email=demo.place.email_of(login),
            name=name if demo.place.is_story else people.name(demo.random, female=number % 2 == 0),
            office=office and demo.office(office.format(demo.place.name)),
            password=password,
        )
        user.save()
        user.groups.set(groups[role] for role in held)
        accounts[login] = user
    if demo.place.is_story:
        _leave_ready_to_sign_in(accounts.values())
    demo.made["accounts"] = accounts


def _leave_ready_to_sign_in(accounts) -> None:
    """Addresses confirmed, and a second factor enrolled where one is required."""
    for user in accounts:
        if user.works_in_back_office:
            second_factor.enrol(user)
        else:
            second_factor.confirm_email(user)
