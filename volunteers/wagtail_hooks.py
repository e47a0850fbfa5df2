"""The officers' screens of people and groups: policies first, then screens and routes."""

from wagtail import hooks

from portal.backoffice import register_area_policy, register_viewsets
from volunteers.models import Credential, Departure, Helper

register_area_policy(Helper, Credential, Departure)

from volunteers.backoffice import rosters  # noqa: E402 - a policy must stand before a view asks for it
from volunteers.backoffice.credentials import CredentialViewSet  # noqa: E402
from volunteers.backoffice.departures import DepartureViewSet  # noqa: E402
from volunteers.backoffice.helpers import (  # noqa: E402
    ApplicationViewSet,
    HelperChooserViewSet,
    HelperViewSet,
)

register_viewsets(
    HelperChooserViewSet("helper_chooser"),
    ApplicationViewSet("applications"),
    HelperViewSet("helpers"),
    CredentialViewSet("credentials"),
    DepartureViewSet("departures"),
)


@hooks.register("register_admin_urls")
def roster_urls():
    return rosters.urlpatterns
