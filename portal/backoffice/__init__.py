"""What every officer's screen stands on: rows by area, guarded routes, lists, details, actions, exports.

A screen is a few lines; ``docs/backoffice.md`` shows all of it::

    # volunteers/backoffice.py
    class ActivateView(ActionView):
        action = actions.activate              # called with the object, the form's fields and by=
        permission = "volunteers.activate_supervisiongroup"
        label = _("Activate the group")
        success_message = _("The group may begin. Its members will be told.")

    class SupervisionGroupViewSet(GuardedViewSet):
        model = SupervisionGroup
        name = "supervision_groups"            # /admin/supervision_groups/, supervision_groups:index
        icon = "hands"
        list_display = ["subject", "area", "state"]     # related columns are joined by themselves
        list_filter = ["state", "area"]
        detail_view_class = GroupDetail        # a DetailView whose get_panels() shows the evidence
        action_views = {"activate": ActivateView}       # supervision_groups:activate

    # volunteers/wagtail_hooks.py, at the top
    register_area_policy(SupervisionGroup)
    register_viewsets(SupervisionGroupViewSet("supervision_groups"))
"""

from .action import ActionForm, ActionView, ReasonForm
from .choosers import GuardedChooserViewSet
from .columns import ChipColumn
from .detail import DetailView, Panel, add_panel, facts_panel, rules_panel, table_panel, trail_panel
from .edit import GuardedCreateView, GuardedEditView
from .export import ExportView
from .filters import AreaFilter, AreaFilterSet
from .first_shown import FirstShown
from .forms import AreaForm, Section, Sectioned
from .listing import ListView
from .menus import MenuGroup
from .policies import AreaPermissionPolicy, narrow, register_area_policy, visible
from .viewsets import GuardedRoutes, GuardedViewSet, register_viewsets

__all__ = [
    "ActionForm",
    "ActionView",
    "AreaFilter",
    "AreaFilterSet",
    "AreaForm",
    "AreaPermissionPolicy",
    "ChipColumn",
    "DetailView",
    "ExportView",
    "FirstShown",
    "GuardedChooserViewSet",
    "GuardedCreateView",
    "GuardedEditView",
    "GuardedRoutes",
    "GuardedViewSet",
    "ListView",
    "MenuGroup",
    "Panel",
    "ReasonForm",
    "Section",
    "Sectioned",
    "add_panel",
    "facts_panel",
    "narrow",
    "register_area_policy",
    "register_viewsets",
    "rules_panel",
    "table_panel",
    "trail_panel",
    "visible",
]
