"""Areas and offices. The tree comes from ``import_areas``; offices are kept by the administrator."""

from django.utils.translation import gettext_lazy as _

from portal.backoffice import GuardedChooserViewSet, GuardedViewSet
from portal.models import Area, Office


class AreaViewSet(GuardedViewSet):
    model = Area
    icon = "site"
    add_to_settings_menu = True
    menu_permission = "portal.change_area"
    list_display = ["name", "code", "level"]
    list_filter = ["level"]
    search_fields = ["name", "code"]
    ordering = "code"
    empty_message = _("Load the statistical codes with the command import_areas.")
    inspect_view_fields = ["name", "code", "level", "is_urban"]


class AreaChooserViewSet(GuardedChooserViewSet):
    model = Area
    icon = "site"
    choose_one_text = _("Choose an area")
    choose_another_text = _("Choose another area")
    search_fields = ("name", "code")
    list_display = (("get_level_display", _("Level")), ("code", _("Code")))


class OfficeViewSet(GuardedViewSet):
    model = Office
    icon = "home"
    add_to_settings_menu = True
    menu_permission = "portal.change_office"
    list_display = ["name", "kind", "phone"]
    list_filter = ["kind"]
    search_fields = ["name"]
    ordering = "name"
    inspect_view_fields = ["name", "kind", "address", "phone", "may_lead_groups", "may_certify"]


class OfficeChooserViewSet(GuardedChooserViewSet):
    model = Office
    icon = "home"
    choose_one_text = _("Choose an office")
    choose_another_text = _("Choose another office")
    list_display = (("get_kind_display", _("Kind")),)
