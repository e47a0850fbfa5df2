"""The viewset behind each back-office model: only the routes that are wanted, each of them guarded."""

from django.forms.models import modelform_factory
from django.urls import path
from django.utils.functional import cached_property
from wagtail import hooks
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import ObjectList
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from .detail import DetailView
from .edit import GuardedCreateView, GuardedEditView
from .export import ExportView
from .forms import AreaForm
from .guard import GuardedRoutes
from .listing import ListView

__all__ = ["GuardedRoutes", "GuardedViewSet", "register_viewsets"]

VIEWSETS: list[ViewSet] = []


class GuardedViewSet(GuardedRoutes, ModelViewSet):
    """List, detail, actions; forms and deletion only where they are switched on.

    Lists: ``list_display``, ``list_filter``, ``search_fields``, ``ordering``, ``keyset``, ``first_shown``,
    ``select_related``, ``empty_message``, ``list_export`` (needs the model's ``export_…`` permission).
    Detail: ``detail_view_class``, ``inspect_view_fields``. Actions: ``action_views = {"route": View}``.
    Forms: ``form_fields`` or ``panels`` with ``add_enabled`` / ``edit_enabled``; ``create_action`` and
    ``edit_action`` save through an action. ``extra_views = {"route": View}`` adds pages of one object.
    """

    index_view_class = ListView
    add_view_class = GuardedCreateView
    edit_view_class = GuardedEditView
    detail_view_class = DetailView
    export_view_class = ExportView
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    sort_order_field = None
    add_enabled = False
    edit_enabled = False
    delete_enabled = False
    list_per_page = 50
    form_class = AreaForm
    create_action = None
    edit_action = None
    action_views = {}
    extra_views = {}
    select_related = ()
    keyset = ()
    first_shown = None
    empty_message = ""
    export_writers = ViewSet.UNDEFINED
    menu_permission = ""

    @cached_property
    def inspect_view_class(self):
        return self.detail_view_class

    def get_common_view_kwargs(self, **kwargs):
        absent = {"usage_url_name": None, "history_url_name": None}
        for switch, name in (
            (self.add_enabled, "add"),
            (self.edit_enabled, "edit"),
            (self.delete_enabled, "delete"),
        ):
            if not switch:
                absent[f"{name}_url_name"] = None
        common = super().get_common_view_kwargs(**{**absent, **kwargs})
        return {
            **common,
            "url_namespace": self.url_namespace,
            "select_related": self.select_related,
            "inspect_url_name": self.get_url_name("inspect") if self.inspect_view_enabled else None,
        }

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(
            keyset=self.keyset,
            first_shown=self.first_shown,
            empty_message=self.empty_message,
            export_url_name=self.get_url_name("export") if self.exports else None,
            export_writers=self.export_writers,
            **kwargs,
        )

    def get_inspect_view_kwargs(self, **kwargs):
        return super().get_inspect_view_kwargs(action_views=self.action_views, **kwargs)

    def get_add_view_kwargs(self, **kwargs):
        return super().get_add_view_kwargs(action_function=type(self).create_action, **kwargs)

    def get_edit_view_kwargs(self, **kwargs):
        return super().get_edit_view_kwargs(action_function=type(self).edit_action, **kwargs)

    def get_edit_handler(self):
        handler = super().get_edit_handler()
        if isinstance(handler, ObjectList) and handler.base_form_class is None:
            handler.base_form_class = self.form_class
        return handler

    def get_form_class(self, for_update=False):
        if self._edit_handler:
            return self._edit_handler.get_form_class()
        return modelform_factory(
            self.model,
            form=self.form_class,
            fields=self.get_form_fields() or [],
            exclude=self.get_exclude_form_fields(),
        )

    @property
    def exports(self) -> bool:
        """Whether the list can be taken away as a file."""
        return self.list_export is not ViewSet.UNDEFINED and bool(self.list_export)

    def export_view(self):
        kwargs = self.get_index_view_kwargs()
        kwargs.pop("template_name")
        return self.construct_view(self.export_view_class, **kwargs)

    @cached_property
    def menu_item_class(self):
        """The menu shows what the user may open; ``menu_permission`` asks for more than seeing rows."""
        if not self.menu_permission:
            return super().menu_item_class
        permission = self.menu_permission
        shown = {"is_shown": lambda item, request: request.user.has_perm(permission)}
        return type("PermittedMenuItem", (MenuItem,), shown)

    def get_urlpatterns(self):
        key = f"<{self.pk_path_converter}:pk>"
        patterns = [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
        if self.exports:
            patterns.append(path("export/", self.export_view(), name="export"))
        if self.add_enabled:
            patterns.append(path("new/", self.add_view, name="add"))
        if self.edit_enabled:
            patterns.append(path(f"edit/{key}/", self.edit_view, name="edit"))
        if self.delete_enabled:
            patterns.append(path(f"delete/{key}/", self.delete_view, name="delete"))
        if self.inspect_view_enabled:
            patterns.append(path(f"inspect/{key}/", self.inspect_view, name="inspect"))
        for name, view in {**self.action_views, **self.extra_views}.items():
            patterns.append(path(f"{name}/{key}/", self.construct_view(view), name=name))
        return patterns

    def register_admin_url_finder(self):
        """Where others link to an object of this model: its detail page."""
        name = self.get_url_name("inspect" if self.inspect_view_enabled else "index")
        if self.inspect_view_enabled:
            finder = type("DetailURLFinder", (ModelAdminURLFinder,), {"edit_url_name": name})
            register_admin_url_finder(self.model, finder)


def register_viewsets(*viewsets: ViewSet) -> None:
    """Make the viewsets known to the admin and to the tests that walk all of them."""
    VIEWSETS.extend(viewsets)
    hooks.register("register_admin_viewset", lambda: list(viewsets))
