"""Areas and offices. The tree comes from ``import_areas``; offices are kept by the administrator."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from portal import office_actions
from portal.backoffice import AreaForm, GuardedChooserViewSet, GuardedViewSet
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


class AreasField(forms.CharField):
    """Statistical codes of the areas covered, kept as areas; an unknown code is named."""

    def clean(self, value):
        codes = list(dict.fromkeys(re.findall(r"\w+", super().clean(value))))
        known = {area.code: area for area in Area.objects.filter(code__in=codes)}
        unknown = [code for code in codes if code not in known]
        if unknown:
            raise forms.ValidationError(
                _("No area has the code %(codes)s. Compare it with the list of areas."),
                params={"codes": "、".join(unknown)},
            )
        return [known[code] for code in codes]


class OfficeForm(AreaForm):
    areas = AreasField(
        label=_("areas covered"),
        help_text=_("12-digit statistical codes, several separated by 、; each covers all below it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["areas"] = "、".join(self.instance.areas.values_list("code", flat=True))


class OfficeViewSet(GuardedViewSet):
    model = Office
    icon = "home"
    add_to_settings_menu = True
    menu_permission = "portal.change_office"
    list_display = ["name", "kind", "phone"]
    list_filter = ["kind"]
    search_fields = ["name"]
    ordering = "name"
    inspect_view_fields = ["name", "kind", "areas", "address", "phone", "may_lead_groups", "may_certify"]
    add_enabled = edit_enabled = True
    form_fields = ["name", "kind", "address", "phone", "may_lead_groups", "may_certify"]
    form_class = OfficeForm
    create_action = office_actions.open_office
    edit_action = office_actions.change_office


class OfficeChooserViewSet(GuardedChooserViewSet):
    model = Office
    icon = "home"
    choose_one_text = _("Choose an office")
    choose_another_text = _("Choose another office")
    list_display = (("get_kind_display", _("Kind")),)
