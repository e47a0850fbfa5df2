"""Two steps before a page is public; nobody passes a page that went through their own hands."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState
from wagtail.models.workflows import AbstractGroupApprovalTask


class ReviewTask(AbstractGroupApprovalTask):
    """One reading of a page by somebody of the chosen groups who had no hand in it yet."""

    class Meta:
        verbose_name = _("reading by another person")
        verbose_name_plural = _("readings by another person")

    def get_actions(self, obj, user):
        return [] if user.pk in _hands(obj) else super().get_actions(obj, user)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        """What waits for ``user``: the pages they neither wrote nor handed in nor read before."""
        waiting = super().get_task_states_user_can_moderate(user, **kwargs)
        return (
            waiting.exclude(workflow_state__requested_by=user)
            .exclude(revision__user=user)
            .exclude(
                workflow_state__in=TaskState.objects.filter(
                    finished_by=user, status=TaskState.STATUS_APPROVED
                ).values("workflow_state")
            )
        )

    @classmethod
    def get_description(cls):
        return _(
            "Members of the chosen groups may approve, except whoever wrote, handed in or read the page."
        )


def _hands(page) -> set[int]:
    """Whoever handed the page in, wrote what is being read, or approved an earlier step."""
    state = page.current_workflow_state
    if state is None:
        return set()
    readers = state.task_states.filter(status=TaskState.STATUS_APPROVED).values_list("finished_by", flat=True)
    writer = page.latest_revision.user_id if page.latest_revision else None
    return {pk for pk in (state.requested_by_id, writer, *readers) if pk is not None}
