"""The reviewer's screen: the verdict is the button one sees, and the answer says what it did."""

from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.home import RecentEditsPanel, WorkflowObjectsToModeratePanel
from wagtail.models import Page, WorkflowState

from public_site import backoffice

VERDICTS = ("approve", "reject")


@hooks.register("register_admin_urls")
def pages_by_state():
    return backoffice.urlpatterns


@hooks.register("construct_homepage_panels")
def said_once(request, panels):
    """What waits for this person's reading, and what was edited last, stand in our own part of the page."""
    ours = (WorkflowObjectsToModeratePanel, RecentEditsPanel)
    panels[:] = [panel for panel in panels if not isinstance(panel, ours)]


@hooks.register("before_create_page")
def no_first_page_alone(request, parent_page, page_class):
    """Above the home page stands only Wagtail's root, which is no page of ours and knows no readings."""
    if parent_page.is_root() and "action-publish" in request.POST:
        raise PermissionDenied


@hooks.register("construct_page_action_menu")
def verdict_first(items, request, context):
    """Whoever may pass a page finds that before saving; the order of the rest stays."""
    items.sort(key=lambda item: getattr(item, "name", "") != "approve")


@hooks.register("after_edit_page")
def say_the_verdict(request, page):
    """After a verdict: published, passed on to whom, or given back; not only that the page was saved."""
    if not request.POST.get("action-workflow-action"):
        return
    verdict = request.POST.get("workflow-action-name")
    if verdict not in VERDICTS:
        return
    # Wagtail has queued “the page was updated” already; reading the messages takes it away.
    list(get_messages(request))
    page = Page.objects.get(pk=page.pk).specific
    messages.success(request, _outcome(verdict, page), buttons=_buttons(page))


def _outcome(verdict: str, page) -> str:
    state = WorkflowState.objects.filter(object_id=str(page.pk)).order_by("-created_at", "-pk").first()
    words = {"title": page.get_admin_display_title()}
    if verdict == "reject":
        return _("“%(title)s” is given back; whoever wrote it has been told.") % words
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        words["step"] = state.current_task_state.task.name
        return _("You passed “%(title)s”. It now waits for: %(step)s.") % words
    if timed := page.scheduled_revision:
        words["moment"] = date_format(timezone.localtime(timed.approved_go_live_at), "DATETIME_FORMAT")
        return _("You passed “%(title)s”. It appears on %(moment)s.") % words
    return _("You passed “%(title)s”. It is published.") % words


def _buttons(page) -> list:
    if page.live and page.url:
        return [messages.button(page.url, _("View live"))]
    return [messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), _("Look at the page"))]
