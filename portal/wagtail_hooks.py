"""The portal's share of the admin: policies first, then screens, menus and routes."""

from portal import admin_look  # noqa: F401 - registers its hooks
from portal.backoffice import register_area_policy, register_viewsets
from portal.models import Area, AuditEntry, Office

register_area_policy(Area, Office, AuditEntry)

from portal.screens import policies as policy_screens  # noqa: E402, F401 - registers its hooks
from portal.screens.areas import (  # noqa: E402 - a policy must stand before a view asks for it
    AreaChooserViewSet,
    AreaViewSet,
    OfficeChooserViewSet,
    OfficeViewSet,
)

register_viewsets(
    AreaChooserViewSet("area_chooser"),
    OfficeChooserViewSet("office_chooser"),
    AreaViewSet("areas"),
    OfficeViewSet("offices"),
)
