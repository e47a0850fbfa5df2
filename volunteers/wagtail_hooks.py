"""The officers' screens of people and groups: policies first, then screens and routes."""

from django.utils.translation import pgettext_lazy
from wagtail import hooks

from portal.backoffice import MenuGroup, register_area_policy, register_viewsets
from volunteers.models import (
    Credential,
    Departure,
    Helper,
    Invitation,
    LetterVersion,
    MatchPlan,
    Membership,
    NoContact,
    PlanRun,
    Position,
    RecruitmentCall,
    Subject,
    SupervisionGroup,
)

register_area_policy(Helper, Credential, Departure)
register_area_policy(Invitation, MatchPlan, Membership, NoContact, PlanRun, Position, Subject)
register_area_policy(SupervisionGroup, LetterVersion, RecruitmentCall)

from volunteers.backoffice import consents, outlook_menu, rosters  # noqa: E402, F401 - a policy must stand before a view asks for it
from volunteers.backoffice.calls import RecruitmentCallViewSet  # noqa: E402
from volunteers.backoffice.choosers import SubjectChooserViewSet  # noqa: E402
from volunteers.backoffice.credentials import CredentialViewSet  # noqa: E402
from volunteers.backoffice.departures import DepartureViewSet  # noqa: E402
from volunteers.backoffice.groups import MembershipViewSet, SupervisionGroupViewSet  # noqa: E402
from volunteers.backoffice.helper_loads import HelperLoadViewSet  # noqa: E402
from volunteers.backoffice.helpers import (  # noqa: E402
    ApplicationViewSet,
    HelperChooserViewSet,
    HelperViewSet,
)
from volunteers.backoffice.invitations import InvitationViewSet  # noqa: E402
from volunteers.backoffice.letters import LetterViewSet  # noqa: E402
from volunteers.backoffice.no_contacts import NoContactViewSet  # noqa: E402
from volunteers.backoffice.plan_runs import PlanRunViewSet  # noqa: E402
from volunteers.backoffice.plans import MatchPlanViewSet  # noqa: E402
from volunteers.backoffice.positions import PositionViewSet  # noqa: E402
from volunteers.backoffice.subjects import SubjectViewSet  # noqa: E402

register_viewsets(
    HelperChooserViewSet("helper_chooser"),
    ApplicationViewSet("applications"),
    HelperViewSet("helpers"),
    CredentialViewSet("credentials"),
    DepartureViewSet("departures"),
    SubjectChooserViewSet("subject_chooser"),
    SubjectViewSet("subjects"),
    SupervisionGroupViewSet("supervision_groups"),
    MembershipViewSet("memberships"),
    PositionViewSet("positions"),
    MatchPlanViewSet("area_plans"),
    PlanRunViewSet("plan_runs", url_prefix="area_plans/runs"),
    InvitationViewSet("invitations"),
    NoContactViewSet("no_contacts"),
    LetterViewSet("letters"),
    RecruitmentCallViewSet("recruitment_calls"),
    HelperLoadViewSet("helper_loads"),
)


class PeopleMenu(MenuGroup):
    menu_label = pgettext_lazy("menu", "People")
    menu_name = "people"
    menu_icon = "people"
    menu_order = 100
    submenu_hook = "register_people_menu_item"


class GroupsMenu(MenuGroup):
    menu_label = pgettext_lazy("menu", "Groups")
    menu_name = "groups"
    menu_icon = "hands"
    menu_order = 200
    submenu_hook = "register_groups_menu_item"


@hooks.register("register_admin_viewset")
def menus():
    """The two headings of this app."""
    return [PeopleMenu(), GroupsMenu()]


@hooks.register("register_admin_urls")
def roster_urls():
    return [*rosters.urlpatterns, *outlook_menu.urlpatterns]


@hooks.register("register_groups_menu_item")
def forecast_item():
    """The plain pages of numbers beside the lists."""
    return outlook_menu.forecast_item()
