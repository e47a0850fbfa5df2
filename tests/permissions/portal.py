"""The portal's own screens."""

from django.utils import timezone

from portal import roles
from portal.models import ExportFile, Notice, PrivacyNotice
from portal.roles import ADMINISTRATOR, AUDITOR
from tests.factories.portal import OfficeFactory, UserFactory

from .table import EVERYONE, MONEY, OFFICES, Screen, back_office

AREA_READERS = (*OFFICES, *MONEY, AUDITOR, ADMINISTRATOR)


def area_itself(area, user):
    return area


def office_of(area, user):
    return OfficeFactory(areas=[area])


def notice_of(area, user):
    return Notice.objects.create(account=user, kind="test")


def export_of(area, user):
    return ExportFile.objects.create(account=user, list_name="audit_log", title="审计日志", rows=20_001)


def account_in(area, user):
    return UserFactory(office=OfficeFactory(areas=[area]))


def privacy_notice(area, user):
    today = timezone.localdate()
    number = PrivacyNotice.objects.count()
    return PrivacyNotice.objects.create(
        version=f"permission-{number}", effective_from=today, text="文字", sensitive_text="敏感"
    )


def entry_in(area, user):
    from portal import audit

    return audit.record("area.imported", area, by=None)


SCREENS = [
    Screen("health", EVERYONE),
    Screen("appearance", EVERYONE),
    Screen("styleguide", EVERYONE),
    Screen("privacy", EVERYONE),
    Screen("privacy_version", EVERYONE, fixed=("2026-1",)),
    Screen("policies", AREA_READERS),
    Screen("policy", AREA_READERS, fixed=("accounts.idle_minutes",)),
    Screen("policy_set", [ADMINISTRATOR], fixed=("accounts.idle_minutes",)),
    Screen("export_files", roles.BACK_OFFICE),
    Screen("export_file", roles.BACK_OFFICE, export_of),
    Screen("me", roles.ALL),
    Screen("notices", roles.ALL),
    Screen("notices_read_all", roles.ALL),
    Screen("own_notices", roles.BACK_OFFICE),
    Screen("notice_read", roles.ALL, notice_of),
    Screen("areas:index", AREA_READERS),
    Screen("areas:index_results", AREA_READERS),
    Screen("areas:inspect", AREA_READERS, area_itself),
    Screen("areas:rename", [ADMINISTRATOR], area_itself),
    Screen("area_chooser:choose", AREA_READERS),
    Screen("area_chooser:choose_results", AREA_READERS),
    Screen("area_chooser:chosen", AREA_READERS, area_itself),
    Screen("area_chooser:chosen_multiple", AREA_READERS),
    Screen("area_chooser:create"),
    Screen("offices:index", AREA_READERS),
    Screen("offices:index_results", AREA_READERS),
    Screen("offices:inspect", AREA_READERS, office_of),
    Screen("offices:add", [ADMINISTRATOR]),
    Screen("offices:edit", [ADMINISTRATOR], office_of),
    Screen("office_chooser:choose", AREA_READERS),
    Screen("office_chooser:choose_results", AREA_READERS),
    Screen("office_chooser:chosen", AREA_READERS, office_of),
    Screen("office_chooser:chosen_multiple", AREA_READERS),
    Screen("office_chooser:create"),
    *back_office(
        "people",
        [ADMINISTRATOR],
        account_in,
        actions=("assign", "second-factor", "close", "reopen"),
    ),
    Screen("people:add", [ADMINISTRATOR]),
    *back_office("privacy_notices", [ADMINISTRATOR], privacy_notice, everywhere=True),
    Screen("privacy_notices:add", [ADMINISTRATOR]),
    *back_office("audit_log", [AUDITOR], entry_in, exports=[AUDITOR]),
    Screen("policies", AREA_READERS),
    Screen("policy", AREA_READERS, fixed=("open.small_cell",)),
    Screen("policy_set", [ADMINISTRATOR], fixed=("open.small_cell",)),
]
