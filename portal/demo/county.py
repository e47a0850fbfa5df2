"""The county's areas, offices and the accounts one can sign in with."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from portal import roles
from portal.accounts import demo as second_factor
from portal.demo import Demo
from portal.demo.places import COUNTY, TOWNS
from portal.models import Area, AreaLevel, Office, OfficeKind, User

PASSWORD = "xieshou-demo"  # noqa: S105, printed on purpose

# login, name, office, roles
ACCOUNTS = (
    ("volunteer", "周岚", None, (roles.HELPER,)),
    ("psychologist", "沈秋禾", None, (roles.HELPER,)),
    ("socialworker", "韩静宜", None, (roles.HELPER,)),
    ("supplier", "方若宁", "青禾县同行社会工作服务中心", (roles.SUPPLIER_MANAGER,)),
    ("officer", "罗启明", "柳溪司法所", (roles.OFFICER,)),
    ("officer2", "陈砚秋", "白鹭司法所", (roles.OFFICER,)),
    ("head", "何敬之", "青禾县司法局", (roles.OFFICE_HEAD,)),
    ("finance", "苏明远", "青禾县司法局", (roles.FINANCE_CHECKER,)),
    ("payer", "唐若水", "青禾县司法局", (roles.FINANCE_PAYER,)),
    ("auditor", "高正平", "青禾县人民检察院", (roles.AUDITOR,)),
    ("editor", "叶知秋", "青禾县司法局", (roles.EDITOR,)),
    ("editor2", "文清扬", "青禾县司法局", (roles.EDITOR,)),
    ("admin", "梁守一", "青禾县司法局", (roles.ADMINISTRATOR,)),
)


def email_of(login: str) -> str:
    """The address of a demo account."""
    return f"{login}@xieshou.example"


def load(demo: Demo) -> None:
    """Areas, offices and accounts; later parts find them in ``demo.made``."""
    county = _areas(demo)
    _offices(demo, county)
    _accounts(demo)


def _areas(demo: Demo) -> Area:
    code, name = COUNTY
    county = Area.add_root(code=code, name=name, level=AreaLevel.COUNTY)
    towns = {}
    for town_code, town_name, urban, communities in TOWNS:
        county.refresh_from_db()
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
            f"{short}司法所",
            OfficeKind.JUDICIAL_OFFICE,
            town,
            may_lead_groups=True,
            address=f"青禾县{town_name}",
            phone="0000-1234567",
        )
    add("青禾县司法局", OfficeKind.JUSTICE_BUREAU, county, may_lead_groups=True)
    add("青禾县人民检察院", OfficeKind.PROCURATORATE, county)
    add("青禾县同行社会工作服务中心", OfficeKind.SUPPLIER, county)
    add("青禾县志愿者协会", OfficeKind.VOLUNTEER_ORGANISATION, county, may_certify=True)
    demo.made["offices"] = offices


def _accounts(demo: Demo) -> None:
    groups = {group.name: group for group in Group.objects.all()}
    password = make_password(PASSWORD)
    accounts = {}
    for login, name, office, held in ACCOUNTS:
        user = User(
            email=email_of(login),
            name=name,
            office=demo.made["offices"].get(office),
            password=password,
        )
        user.save()
        user.groups.set(groups[role] for role in held)
        accounts[login] = user
    _leave_ready_to_sign_in(accounts.values())
    demo.made["accounts"] = accounts


def _leave_ready_to_sign_in(accounts) -> None:
    """Addresses confirmed, and a second factor enrolled where one is required."""
    for user in accounts:
        if user.works_in_back_office:
            second_factor.enrol(user)
        else:
            second_factor.confirm_email(user)
