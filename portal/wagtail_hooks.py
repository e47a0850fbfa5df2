"""The portal's share of the admin: policies first, then screens, menus and routes."""

from portal import admin_look, admin_scripts  # noqa: F401 - register their hooks
from portal.backoffice import register_area_policy, register_viewsets
from portal.models import Area, AuditEntry, Office, PrivacyNotice, User

register_area_policy(Area, Office, AuditEntry, PrivacyNotice, User)

# A policy must stand before a view asks for it.
from portal.screens import exports as export_screens  # noqa: E402, F401 - registers its hooks
from portal.screens import first_pages, own_notices, today  # noqa: E402, F401 - register their parts and hooks
from portal.screens import policies as policy_screens  # noqa: E402, F401 - registers its hooks
from portal.screens.accounts import AccountViewSet  # noqa: E402
from portal.screens.areas import (  # noqa: E402
    AreaChooserViewSet,
    AreaViewSet,
    OfficeChooserViewSet,
    OfficeViewSet,
)
from portal.screens.audit_log import AuditLogViewSet  # noqa: E402
from portal.screens.privacy_notices import PrivacyNoticeViewSet  # noqa: E402

register_viewsets(
    AreaChooserViewSet("area_chooser"),
    OfficeChooserViewSet("office_chooser"),
    AreaViewSet("areas"),
    OfficeViewSet("offices"),
    AccountViewSet("people"),
    PrivacyNoticeViewSet("privacy_notices"),
    AuditLogViewSet("audit_log"),
)
