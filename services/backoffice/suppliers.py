"""Suppliers: entered and corrected by the head of the purchasing office."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from portal.backoffice import AreaForm, GuardedChooserViewSet, GuardedViewSet
from portal.models import OfficeKind
from services import actions
from services.models import Supplier

from . import exports


class SupplierForm(AreaForm):
    """The office is chosen once; every kind is offered so that the refusal can say why."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["office"]
            return
        offices = self.fields["office"]
        offices.queryset = offices.queryset.filter(kind=OfficeKind.SUPPLIER)
        offices.help_text = _("An office of the kind supplier; an administrator opens it.")

    def validate_constraints(self):
        """The action says in words what the database would refuse."""


class SupplierViewSet(GuardedViewSet):
    model = Supplier
    icon = "group"
    menu_label = _("Suppliers")
    menu_hook = "register_services_menu_item"
    menu_order = 170
    list_display = ["office", Column("get_kind_display", label=_("Kind")), "credit_code"]
    list_filter = ["kind"]
    search_fields = ["office__name", "credit_code"]
    list_export = exports.SUPPLIERS
    export_headings = exports.SUPPLIER_HEADINGS
    inspect_view_fields = ["office", "kind", "credit_code", "is_small", "individual_reason"]
    add_enabled = edit_enabled = True
    form_class = SupplierForm
    form_fields = ["office", "kind", "credit_code", "is_small", "individual_reason"]
    create_action = actions.register_supplier
    edit_action = actions.change_supplier
    empty_message = _("Enter the first supplier; contracts are made with suppliers.")


class SupplierChooserViewSet(GuardedChooserViewSet):
    model = Supplier
    icon = "group"
    choose_one_text = _("Choose a supplier")
    choose_another_text = _("Choose another supplier")
    search_fields = ("office__name", "credit_code")
    list_display = (("get_kind_display", _("Kind")),)
    select_related = ("office",)
