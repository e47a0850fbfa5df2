"""The screens of hours and money in the admin: policies first, then viewsets, pages and the menu."""

from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.backoffice import MenuGroup, register_area_policy, register_viewsets
from services.models import (
    Acceptance,
    Appropriation,
    Certificate,
    Contract,
    ServiceRecord,
    Settlement,
    Supplier,
)

register_area_policy(Acceptance, Appropriation, Certificate, Contract, ServiceRecord, Settlement, Supplier)

from services.backoffice.acceptances import AcceptanceViewSet  # noqa: E402 - policies stand first
from services.backoffice.certificates import CertificateViewSet  # noqa: E402
from services.backoffice.contracts import ContractViewSet  # noqa: E402
from services.backoffice.funding import AppropriationViewSet, PerCapitaView  # noqa: E402
from services.backoffice.ledger import LedgerCheckView, LedgerExportView, LedgerView  # noqa: E402
from services.backoffice.logging import LogForHelperView, LogHoursView  # noqa: E402
from services.backoffice.payments import SettlementViewSet  # noqa: E402
from services.backoffice.queue import VerificationQueueView  # noqa: E402
from services.backoffice.records import ServiceRecordViewSet  # noqa: E402
from services.backoffice.suppliers import SupplierChooserViewSet, SupplierViewSet  # noqa: E402

MENU = "register_services_menu_item"

register_viewsets(
    ServiceRecordViewSet("service_records"),
    ContractViewSet("contracts"),
    SupplierViewSet("suppliers"),
    SupplierChooserViewSet("supplier_chooser"),
    AcceptanceViewSet("acceptances"),
    SettlementViewSet("settlements"),
    AppropriationViewSet("appropriations"),
    CertificateViewSet("certificates"),
)


class ServicesMenu(MenuGroup):
    """One heading over all screens of this app; it shows only what the user may open."""

    menu_label = _("Hours and money")
    menu_name = "services"
    menu_icon = "coin"
    menu_order = 300
    submenu_hook = MENU


@hooks.register("register_admin_viewset")
def services_menu():
    """The heading in the main menu."""
    return ServicesMenu()


@hooks.register("register_admin_urls")
def plain_pages():
    """Pages that belong to no single model."""
    return [
        path("verify-hours/", VerificationQueueView.as_view(), name="verification_queue"),
        path("log-hours/", LogHoursView.as_view(), name="log_hours"),
        path("log-hours/<int:pk>/", LogForHelperView.as_view(), name="log_hours_for"),
        path("per-capita/", PerCapitaView.as_view(), name="per_capita"),
        path("ledger/", LedgerView.as_view(), name="ledger"),
        path("ledger/check/", LedgerCheckView.as_view(), name="ledger_check"),
        path("ledger/export/", LedgerExportView.as_view(), name="ledger_export"),
    ]


class PermittedItem(MenuItem):
    """A menu item for whoever holds a permission."""

    def __init__(self, *args, permission, **kwargs):
        self.permission = permission
        super().__init__(*args, **kwargs)

    def is_shown(self, request):
        return request.user.has_perm(self.permission)


@hooks.register(MENU)
def queue_item():
    """Verification, first in the menu of those who verify."""
    return PermittedItem(
        _("Verify hours"),
        reverse_lazy("verification_queue"),
        icon_name="check",
        order=100,
        permission="services.verify_servicerecord",
    )


@hooks.register(MENU)
def per_capita_item():
    """The calculator, beside the appropriations."""
    return PermittedItem(
        _("Per-capita funds"),
        reverse_lazy("per_capita"),
        icon_name="coin",
        order=155,
        permission="services.view_appropriation",
    )


@hooks.register(MENU)
def ledger_item():
    """The ledger, for those who read it."""
    return PermittedItem(
        _("Ledger"),
        reverse_lazy("ledger"),
        icon_name="lock",
        order=180,
        permission="services.view_ledgerchain",
    )
