"""Who wrote what is being read, who has read it, and when the public may read it too.

Wagtail loads this module before the models are there, so it imports none.
"""

from portal.actions import refuse_if
from public_site.rules import read_by_two_others

APPROVED = "approved"


def authors(page, workflow_state) -> set[int]:
    """Whoever handed ``page`` in or saved any of it since the public last got it."""
    unread = page.revisions.filter(pk__gt=page.live_revision_id or 0)
    return {*unread.values_list("user_id", flat=True), workflow_state.requested_by_id} - {None}


def readers(page, workflow_state) -> set[int]:
    """Whoever passed ``page`` as it is now; a change asks for both readings anew."""
    passed = workflow_state.task_states.filter(status=APPROVED, revision=page.latest_revision_id)
    return set(passed.values_list("finished_by_id", flat=True)) - {None}


def publish_once_read(workflow_state, user=None) -> None:
    """What follows the last reading (``WAGTAIL_FINISH_WORKFLOW_ACTION``), whatever steps were set up.

    Raises ``Refused`` unless two persons passed the page who wrote nothing of it.
    """
    page = workflow_state.content_object
    others = readers(page, workflow_state) - authors(page, workflow_state)
    refuse_if(read_by_two_others(len(others)), about=page, by=user)
    page.get_latest_revision().publish(user=user, skip_permission_checks=True)
