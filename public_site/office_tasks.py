"""What the first page of the back office says about public pages."""

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.models import TaskState

from portal import registry
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


@registry.office_figures.register
def pages(user) -> list[dict]:
    """Pages that are public, published this month, and begun or changed without being published.

    The administrator, who only publishes, has other numbers to look at.
    """
    if not user_has_any_page_permission(user) or user.has_perm("portal.change_user"):
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
