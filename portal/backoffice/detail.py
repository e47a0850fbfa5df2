"""The page about one object: its facts, the evidence, who did what, and the buttons of its actions."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.admin.utils import quote, unquote
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic import InspectView

from portal.lists import yes_or_no
from portal.models import AuditEntry

from .columns import related_columns
from .policies import narrow

TRAIL_LENGTH = 50


@dataclass
class Panel(Component):
    """One part of a detail page: a heading and a template with its own context.

    ``aside`` puts it into the narrow column, ``wide`` above both columns. The template is any of
    ``portal/components/`` or the app's own.
    """

    title: str
    template_name: str
    context: dict = field(default_factory=dict)
    aside: bool = False
    shown: bool = True
    wide: bool = False

    def get_context_data(self, parent_context=None):
        return {**self.context, "request": parent_context["request"] if parent_context else None}


def facts_panel(pairs, title="", aside=True) -> Panel:
    """Labels with values; a pair without a value is left out."""
    kept = [(label, value) for label, value in pairs if value not in ("", None)]
    return Panel(title or _("Facts"), "portal/components/facts.html", {"pairs": kept}, aside=aside)


def rules_panel(verdicts, title="") -> Panel:
    """Each rule with its result, its remedy and its source."""
    return Panel(title or _("Rules"), "portal/backoffice/panels/rules.html", {"verdicts": verdicts})


def table_panel(title, columns, rows, empty="", totals=()) -> Panel:
    """Rows in a table that becomes cards on a phone; ``empty`` stands there while there are none."""
    context = {"caption": title, "columns": columns, "rows": rows, "totals": totals, "empty": empty}
    return Panel(title, "portal/backoffice/panels/table.html", context)


def trail_panel(instance, *parts, title="", about: Callable | None = None) -> Panel:
    """What was done to ``instance`` and by whom, newest first; ``parts`` belong to it, as a payment does.

    ``about(entries)`` says in words what single entries were about, by their keys.
    """
    objects = Q()
    for thing in (instance, *parts):
        objects |= Q(object_type=thing._meta.label_lower, object_id=str(thing.pk))
    rows = AuditEntry.objects.filter(objects, result="done").select_related("actor").newest_first()
    entries = list(rows[:TRAIL_LENGTH])
    said = about(entries) if about else {}
    for entry in entries:
        entry.note = said.get(entry.pk, "")
    template = "portal/backoffice/panels/trail.html"
    return Panel(title or pgettext("trail", "History"), template, {"entries": entries}, aside=True)


_added: dict[type, list[Callable]] = {}


def add_panel(model: type) -> Callable:
    """Decorator: ``f(instance, user) -> Panel | None`` adds a part to the page of a lower app's model."""

    def register(provider: Callable) -> Callable:
        _added.setdefault(model, []).append(provider)
        return provider

    return register


def added_panels(instance, user) -> list[Panel]:
    """What the apps above add to the page about ``instance``."""
    panels = [provider(instance, user) for provider in _added.get(type(instance), ())]
    return [panel for panel in panels if panel is not None]


class DetailView(InspectView):
    """One object in evidence. Override ``get_panels`` for the parts, ``callout`` for the next act.

    ``fields`` (the viewset's ``inspect_view_fields``) names the facts; a ``get_<field>_display_value``
    method of the view words one.
    """

    template_name = "portal/backoffice/detail.html"
    select_related = ()
    action_views = {}
    url_namespace = ""
    show_trail = True

    def get_object(self, queryset=None):
        rows = narrow(self.model._default_manager.all(), self.request.user)
        joined = sorted({*self.select_related, *related_columns(self.model, self.fields)})
        return get_object_or_404(rows.select_related(*joined) if joined else rows, pk=unquote(str(self.pk)))

    def get_field_display_value(self, field_name, field):
        value = super().get_field_display_value(field_name, field)
        return yes_or_no(value) if isinstance(value, bool) else value

    @cached_property
    def header_more_buttons(self):
        return []

    def get_page_title(self):
        return capfirst(self.model._meta.verbose_name)

    def get_breadcrumbs_items(self):
        listing = {
            "url": reverse(self.index_url_name),
            "label": capfirst(self.model._meta.verbose_name_plural),
        }
        return [*self.breadcrumbs_items, listing, {"url": "", "label": str(self.object)}]

    def get_facts(self):
        """Label and value of each field in ``fields``."""
        entries = [self.get_context_for_field(name) for name in self.fields]
        return [(entry["label"], entry["value"]) for entry in entries]

    def get_fields_context(self):
        """Wagtail's own list of fields gives way to the panels."""
        return []

    def get_panels(self) -> list[Panel]:
        """The parts of the page in reading order."""
        panels = [facts_panel(self.get_facts(), aside=False)]
        return [*panels, trail_panel(self.object)] if self.show_trail else panels

    def get_callout(self) -> dict | None:
        """The state in one sentence with the next act: ``{"title", "text", "tone"}``."""
        return None

    def get_action_links(self):
        """The actions this user may try on this object now, the first of them primary."""
        key = quote(self.object.pk)
        return [
            {"url": reverse(f"{self.url_namespace}:{name}", args=[key]), "view": view}
            for name, view in self.action_views.items()
            if view.is_offered(self.object, self.request.user)
        ]

    def get_context_data(self, **kwargs):
        added = added_panels(self.object, self.request.user)
        panels = [panel for panel in [*self.get_panels(), *added] if panel.shown]
        edit_url = self.get_edit_url() if self.edit_url_name else None
        return super().get_context_data(
            wide_panels=[panel for panel in panels if panel.wide],
            main_panels=[panel for panel in panels if not (panel.aside or panel.wide)],
            aside_panels=[panel for panel in panels if panel.aside],
            callout=self.get_callout(),
            # What cannot be taken back is never the first button.
            action_links=sorted(self.get_action_links(), key=lambda link: link["view"].danger),
            edit_url=edit_url,
            **kwargs,
        )
