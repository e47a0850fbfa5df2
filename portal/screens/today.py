"""The first page of the back office: what needs me today, late things first."""

from dataclasses import dataclass, field

from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy
from wagtail import hooks
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from portal.registry import Case, Task, office_figures, office_panels, office_tasks


@dataclass
class TaskGroup:
    """Tasks of one kind under one heading."""

    title: str
    icon: str
    lines: list = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where its first, most urgent task leads."""
        return self.lines[0]["task"].url

    @property
    def count(self) -> int:
        return sum(line["task"].count for line in self.lines)


def state_of(task: Task | Case, today) -> dict:
    """How long a task or one of its cases waits or may wait, in a word and a tone."""
    if isinstance(task, Case):
        if task.state:
            return {"text": task.state, "tone": task.tone}
        if task.due is None and task.since is not None:
            waits = _("Day %(number)d") % {"number": (today - task.since).days + 1}
            return {"text": waits, "tone": "bad" if task.late else "info"}
    if task.due is None:
        return (
            {"text": _("Late"), "tone": "bad"}
            if task.late
            else {"text": pgettext("task", "Open"), "tone": "info"}
        )
    days = (task.due - today).days
    if task.late or days < 0:
        text = ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
        return {"text": text if days < 0 else _("Late"), "tone": "bad"}
    if days == 0:
        return {"text": _("Today"), "tone": "warn"}
    return {
        "text": ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days},
        "tone": "info",
    }


def groups_of(tasks: list[Task], today) -> list[TaskGroup]:
    """Tasks by kind in the order of their most urgent one; a task without a kind stands alone."""
    groups: dict[str, TaskGroup] = {}
    for task in tasks:
        key = task.kind or task.title
        group = groups.setdefault(key, TaskGroup(key, task.icon))
        cases = [{"case": case, "state": state_of(case, today)} for case in task.cases]
        group.lines.append({"task": task, "state": state_of(task, today), "cases": cases})
    return list(groups.values())


class TodayPanel(Component):
    name = "today"
    order = 10
    template_name = "portal/backoffice/today.html"

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        tasks = office_tasks.tasks_for(user)
        late = sum(task.count for task in tasks if task.late)
        waiting = {
            "label": _("Waiting for me"),
            "value": sum(task.count for task in tasks),
            "unit": pgettext("unit", "items"),
            "note": ngettext("%(count)d is late", "%(count)d are late", late) % {"count": late}
            if late
            else "",
        }
        return {
            "figures": [waiting, *office_figures.panels_for(user)],
            "groups": groups_of(tasks, timezone.localdate()),
            "parts": office_panels.panels_for(user),
            "user": user,
        }


@hooks.register("construct_homepage_panels")
def show_what_needs_me(request, panels):
    """Ours first; Wagtail's own only for those who edit pages."""
    kept = panels[:] if user_has_any_page_permission(request.user) else []
    panels[:] = [TodayPanel(), *kept]


def _without(*names):
    def remove(request, items):
        items[:] = [item for item in items if item.name not in names]

    return remove


@hooks.register("register_admin_menu_item")
def the_first_page():
    return MenuItem(
        pgettext_lazy("menu", "Today"), reverse_lazy("wagtailadmin_home"), icon_name="home", order=1
    )


@hooks.register("construct_search")
def no_search_among_accounts(request, areas):
    """The account list has its own search."""
    areas[:] = [area for area in areas if area.name != "users"]


hooks.register("construct_reports_menu", _without("site-history", "page-types-usage"))
hooks.register("construct_settings_menu", _without("users", "groups"))


@hooks.register("construct_help_menu")
def our_help_only(request, items):
    """Wagtail's links lead to other sites and to editing pages."""
    items.clear()
