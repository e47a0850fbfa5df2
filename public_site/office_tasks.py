"""What the first page of the back office says about public pages."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.models import TaskState

from portal import registry


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
