"""What the first page of the back office says about public pages."""

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.models import Page, TaskState

from portal import registry

MOST_PAGES = 5


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
        for state in waiting[:5]
    ]


def _articles():
    """The pages with an address of their own: everything below the site's root."""
    return Page.objects.filter(depth__gt=1)


@registry.office_figures.register
def pages(user) -> list[dict]:
    """Pages that are public, published this month, and begun or changed without being published.

    The administrator, who only publishes, has other numbers to look at.
    """
    if not user_has_any_page_permission(user) or user.has_perm("portal.change_user"):
        return []
    month = timezone.localdate().replace(day=1)
    explorer = reverse("wagtailadmin_explore_root")
    live = _articles().filter(live=True)
    return [
        _figure(_("Public pages"), live.count(), explorer),
        _figure(_("Published this month"), live.filter(last_published_at__date__gte=month).count(), explorer),
        _figure(
            _("Drafts"),
            _articles().filter(has_unpublished_changes=True).count(),
            explorer,
            _("begun or changed, not published"),
        ),
    ]


def _figure(label, value, url, note="") -> dict:
    return {"label": label, "value": value, "unit": "", "note": note, "url": url}


@registry.office_panels.register
def edited_last(user) -> list[registry.OfficePanel]:
    """The pages somebody worked on last, each a way back into them."""
    if not user_has_any_page_permission(user):
        return []
    lately = _articles().order_by(
        F("latest_revision_created_at").desc(nulls_last=True), F("last_published_at").desc(nulls_last=True)
    )
    template = "public_site/backoffice/edited_last.html"
    return [registry.OfficePanel(_("Edited last"), template, {"pages": lately[:MOST_PAGES]})]
