"""Areas and offices: the tree comes from ``import_areas``, names and offices from the administrator."""

import re

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from wagtail.admin.ui.tables import Column

from portal import area_actions, office_actions
from portal.backoffice import (
    ActionForm,
    ActionView,
    AreaFilter,
    AreaFilterSet,
    AreaForm,
    DetailView,
    GuardedChooserViewSet,
    GuardedViewSet,
)
from portal.backoffice.detail import facts_panel, table_panel, trail_panel
from portal.backoffice.listing import ListView
from portal.models import Area, Office


class RenameForm(ActionForm):
    name = forms.CharField(label=_("New name"), max_length=60)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("The document that decides the renaming, with its number and day."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = self.instance.name


class RenameView(ActionView):
    action = area_actions.rename
    permission = "portal.change_area"
    label = _("Rename")
    explanation = _("Code and place stay. The new name shows everywhere at once, on past records as well.")
    form_class = RenameForm
    success_message = _("The area bears its new name.")


class AreaDetail(DetailView):
    """An area in the tree: what it belongs to, what lies below, which offices cover it."""

    def get_panels(self):
        area = self.object
        above = " / ".join(self._link(ancestor) for ancestor in area.get_ancestors())
        facts = [
            (pgettext("thing", "name"), area.name),
            (_("statistical code"), area.code),
            (_("Level"), area.get_level_display()),
            (_("Belongs to"), mark_safe(above)),  # noqa: S308 - anchors made by format_html
            (_("Kind of area"), pgettext("area", "Urban") if area.is_urban else pgettext("area", "Rural")),
        ]
        below = [[self._link(child), child.code, child.get_level_display()] for child in area.get_children()]
        offices = [[office.name, office.get_kind_display(), office.phone] for office in area.offices.all()]
        return [
            facts_panel(facts, aside=False),
            table_panel(
                _("Areas below"),
                [pgettext("thing", "name"), _("statistical code"), _("Level")],
                below,
                empty=_("Nothing lies below this area."),
            ),
            table_panel(
                _("Offices that cover it"),
                [_("Office"), _("Kind"), _("public phone")],
                offices,
                empty=_("No office names this area itself; one above may cover it."),
            ),
            trail_panel(area),
        ]

    def _link(self, area) -> str:
        return format_html('<a href="{}">{}</a>', reverse("areas:inspect", args=[area.pk]), area.name)


class AreaFilters(AreaFilterSet):
    within = AreaFilter(field_name="pk", label=_("Within"))

    class Meta:
        model = Area
        fields = ["level", "within"]


class AreaListView(ListView):
    """The tree in the order of its codes; each row says what it belongs to, by one more column."""

    def get_base_queryset(self):
        return super().get_base_queryset().with_parent_name()


class AreaViewSet(GuardedViewSet):
    model = Area
    icon = "site"
    add_to_settings_menu = True
    menu_permission = "portal.change_area"
    index_view_class = AreaListView
    list_display = ["name", Column("parent_name", label=_("Belongs to")), "code", "level"]
    filterset_class = AreaFilters
    search_fields = ["name", "code"]
    ordering = "code"
    empty_message = _("Load the statistical codes with the command import_areas.")
    detail_view_class = AreaDetail
    action_views = {"rename": RenameView}


class AreaChooserViewSet(GuardedChooserViewSet):
    model = Area
    icon = "site"
    choose_one_text = _("Choose an area")
    choose_another_text = _("Choose another area")
    search_fields = ("name", "code")
    list_display = (("get_level_display", _("Level")), ("code", _("statistical code")))


class AreasField(forms.CharField):
    """Statistical codes of the areas covered, kept as areas; a code outside ``choice`` is named."""

    choice = Area.objects.none()

    def clean(self, value):
        codes = list(dict.fromkeys(re.findall(r"\w+", super().clean(value))))
        known = {area.code: area for area in self.choice.filter(code__in=codes)}
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
        choice = Q(pk__in=Area.objects.visible_to(self.for_user).values("pk"))
        if self.instance.pk:
            choice |= Q(pk__in=self.instance.areas.values("pk"))
            self.initial["areas"] = "、".join(self.instance.areas.values_list("code", flat=True))
        self.fields["areas"].choice = Area.objects.filter(choice)


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
