"""Two readings before a page is public; nobody passes a page that went through their own hands."""

from django.db.models import BigIntegerField, Exists, F, OuterRef, Subquery
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PagePermissionTester, Revision, TaskState
from wagtail.models.workflows import AbstractGroupApprovalTask

from portal.actions import refuse_if
from public_site.readings import APPROVED, authors, readers
from public_site.rules import had_no_hand_in_it


class PublicPagePermissions(PagePermissionTester):
    """What somebody may do with a page: nobody publishes alone, whoever may publish still takes it down."""

    def can_publish(self):
        return False

    def can_publish_subpage(self):
        return False

    def can_set_view_restrictions(self):
        return super().can_publish()

    def can_unschedule(self):
        return super().can_publish()


class ReviewTask(AbstractGroupApprovalTask):
    """One reading of a page by somebody of the chosen groups who had no hand in it yet."""

    class Meta:
        verbose_name = _("reading by another person")
        verbose_name_plural = _("readings by another person")

    def get_actions(self, obj, user):
        return [] if user.pk in _hands(obj) else super().get_actions(obj, user)

    def on_action(self, task_state, user, action_name, **kwargs):
        """Judged again, as Wagtail first saves what the reader changed; passed is the page as it is now."""
        if action_name == "approve":
            page = task_state.workflow_state.content_object
            refuse_if(had_no_hand_in_it(user.pk, _hands(page)), about=page, by=user)
            task_state.revision = page.latest_revision
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        """What waits for ``user``: the pages they neither wrote nor handed in nor read before."""
        waiting = super().get_task_states_user_can_moderate(user, **kwargs)
        passed = TaskState.objects.filter(
            workflow_state=OuterRef("workflow_state"), finished_by=user, status=APPROVED
        )
        newest = Subquery(_page_of("revision__object_id").values("latest_revision_id")[:1])
        read = passed.annotate(newest=newest).filter(revision_id=F("newest"))
        wrote = _unread_words_of(user).filter(object_id=OuterRef("revision__object_id"))
        handed_in = {"workflow_state__requested_by": user}
        return waiting.exclude(**handed_in).exclude(Exists(wrote)).exclude(Exists(read))

    @classmethod
    def get_description(cls):
        return _(
            "Members of the chosen groups may approve, except whoever wrote, handed in or read the page."
        )


def _hands(page) -> set[int]:
    """Whoever wrote or handed in what is being read, or passed it at an earlier step."""
    state = page.current_workflow_state
    return authors(page, state) | readers(page, state) if state else set()


def _unread_words_of(user):
    """The revisions of pages that ``user`` saved since the public last got the page."""
    public = Subquery(_page_of("object_id").values(newest=Coalesce("live_revision_id", 0)))
    return Revision.page_revisions.filter(user=user).annotate(public=public).filter(pk__gt=F("public"))


def _page_of(object_id: str):
    """The page whose key a row of Wagtail's keeps as text under the name ``object_id``."""
    return Page.objects.filter(pk=Cast(OuterRef(object_id), BigIntegerField()))
