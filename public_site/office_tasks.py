"""What the first page of the back office says about public pages."""

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.models import TaskState, WorkflowState

from portal import registry
from public_site.models import ArticlePage, SectionPage
from public_site.page_states import PageState, every_page, standing

MOST_PAGES = 5
MOST_READINGS = 20


@registry.office_tasks.register
def tasks(user) -> list[registry.Task]:
    """Pages that wait for this person's reading, oldest first."""
    if not user_has_any_page_permission(user):
        return []
    waiting = TaskState.objects.reviewable_by(user).select_related("revision").order_by("started_at")
    return [
        registry.Task(
            title=_("“%(title)s” waits for your reading") % {"title": state.revision.object_str},
            url=reverse("wagtailadmin_pages:edit", args=[state.revision.object_id]),
            button=_("Read the page"),
            icon="pen",
        )
        for state in waiting[:MOST_READINGS]
    ]


@registry.office_tasks.register
def given_back(user) -> list[registry.Task]:
    """Pages that this person handed in and a reader gave back, with what the reader says, oldest first."""
    if not user_has_any_page_permission(user):
        return []
    states = (
        WorkflowState.objects.filter(status=WorkflowState.STATUS_NEEDS_CHANGES, requested_by=user)
        .select_related("current_task_state__revision", "current_task_state__finished_by")
        .order_by("current_task_state__finished_at", "pk")
    )
    return [_given_back(state.current_task_state) for state in states[:MOST_READINGS]]


def _given_back(verdict: TaskState) -> registry.Task:
    words = {"name": verdict.finished_by, "comment": verdict.comment}
    said = _("%(name)s: “%(comment)s”") if verdict.comment else _("%(name)s left no comment")
    return registry.Task(
        kind=_("Pages given back"),
        title=verdict.revision.object_str,
        facts=(said % words,),
        url=reverse("wagtailadmin_pages:edit", args=[verdict.revision.object_id]),
        button=_("Change the page"),
        icon="pen",
    )


@registry.office_acts.register
def write(user) -> list[dict]:
    """The way to a new article: into the only section, or to the pages among which one chooses."""
    if not user_has_any_page_permission(user) or _only_publishes(user):
        return []
    sections = SectionPage.objects.live().values_list("pk", flat=True)[:2]
    url = reverse("wagtailadmin_explore_root")
    if len(sections) == 1:
        url = reverse("wagtailadmin_pages:add", args=[*_type_of(ArticlePage), sections[0]])
    return [{"label": _("Write an article"), "url": url, "icon": "pen"}]


def _type_of(model) -> tuple[str, str]:
    return model._meta.app_label, model._meta.model_name


def _only_publishes(user) -> bool:
    """The administrator has other numbers to look at and other things to begin."""
    return user.has_perm("portal.change_user")


@registry.office_figures.register
def pages(user) -> list[dict]:
    """Pages that are public, published this month, and begun or changed without being published."""
    if not user_has_any_page_permission(user) or _only_publishes(user):
        return []
    notes = {PageState.DRAFT: _("begun or changed, not published")}
    return [
        {
            "label": state.label,
            "value": standing(every_page(), state).count(),
            "unit": "",
            "note": notes.get(state, ""),
            "url": f"{reverse('pages_by_state')}?state={state}",
        }
        for state in PageState
    ]


@registry.office_panels.register
def edited_last(user) -> list[registry.OfficePanel]:
    """The pages somebody worked on last, each a way back into them."""
    if not user_has_any_page_permission(user):
        return []
    lately = every_page().order_by(
        F("latest_revision_created_at").desc(nulls_last=True), F("last_published_at").desc(nulls_last=True)
    )
    template = "public_site/backoffice/edited_last.html"
    return [registry.OfficePanel(_("Edited last"), template, {"pages": lately[:MOST_PAGES]})]
