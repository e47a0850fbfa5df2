"""The roles of the portal and what each may do.

Each app registers the permissions its models and actions need; after every ``migrate`` the
groups are brought in line with this table, so a fresh database, a test database and an
upgraded one hold the same rights.
"""

from collections import defaultdict

from django.utils.translation import pgettext_lazy

HELPER = "helper"
SUPPLIER_MANAGER = "supplier_manager"
OFFICER = "officer"
OFFICE_HEAD = "office_head"
FINANCE_CHECKER = "finance_checker"
FINANCE_PAYER = "finance_payer"
AUDITOR = "auditor"
EDITOR = "editor"
ADMINISTRATOR = "administrator"

ALL = (
    HELPER,
    SUPPLIER_MANAGER,
    OFFICER,
    OFFICE_HEAD,
    FINANCE_CHECKER,
    FINANCE_PAYER,
    AUDITOR,
    EDITOR,
    ADMINISTRATOR,
)
BACK_OFFICE = ALL[2:]

LABELS = {
    HELPER: pgettext_lazy("role", "Helper"),
    SUPPLIER_MANAGER: pgettext_lazy("role", "Supplier manager"),
    OFFICER: pgettext_lazy("role", "Officer"),
    OFFICE_HEAD: pgettext_lazy("role", "Office head"),
    FINANCE_CHECKER: pgettext_lazy("role", "Finance, checking"),
    FINANCE_PAYER: pgettext_lazy("role", "Finance, paying"),
    AUDITOR: pgettext_lazy("role", "Auditor"),
    EDITOR: pgettext_lazy("role", "Editor"),
    ADMINISTRATOR: pgettext_lazy("role", "Administrator"),
}

_permissions: dict[str, set[str]] = defaultdict(set)


def grant(permissions: list[str], *roles: str) -> None:
    """Give each role the permissions (``app_label.codename``). Called by each app's ``roles`` module."""
    for role in roles:
        _permissions[role].update(permissions)


grant(["wagtailadmin.access_admin"], *BACK_OFFICE)
grant(
    ["portal.view_area", "portal.view_office"], OFFICER, OFFICE_HEAD, FINANCE_CHECKER, FINANCE_PAYER, AUDITOR
)
grant(["portal.view_policyversion"], OFFICER, OFFICE_HEAD, FINANCE_CHECKER, FINANCE_PAYER, AUDITOR)
grant(["portal.view_auditentry", "portal.export_auditentry"], AUDITOR)
grant(["portal.reveal_personal_data"], OFFICER, OFFICE_HEAD)
grant(
    [
        "portal.view_user",
        "portal.add_user",
        "portal.change_user",
        "portal.view_area",
        "portal.add_area",
        "portal.change_area",
        "portal.view_office",
        "portal.add_office",
        "portal.change_office",
        "portal.view_policyversion",
        "portal.add_policyversion",
        "portal.view_privacynotice",
        "portal.add_privacynotice",
    ],
    ADMINISTRATOR,
)


def synchronise(sender=None, using="default", **kwargs) -> None:
    """Bring every group in line with the table. Runs after ``migrate``, once, when the last app is done."""
    from django.apps import apps
    from django.contrib.auth.models import Group, Permission

    with_models = [config for config in apps.get_app_configs() if config.models_module]
    if sender is not None and sender != with_models[-1]:
        return
    stored = {
        f"{label}.{codename}": pk
        for pk, label, codename in Permission.objects.using(using).values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for role in ALL:
        group, _created = Group.objects.using(using).get_or_create(name=role)
        group.permissions.set(stored[name] for name in _permissions[role])
