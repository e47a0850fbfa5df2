"""Timed pages: what was lawful when it was passed may hold personal data by the day it should appear."""

from django.db import transaction
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision
from wagtail.signals import workflow_approved

from portal import audit, notice_texts
from portal.notifications import notify
from public_site.models.base import PublicPage
from public_site.tasks import publish_pages

notice_texts.register(
    "page_set_aside",
    _("A timed page did not appear"),
    _("“{title}” seems to contain personal information now. Look through it and hand it in again."),
)


@receiver(workflow_approved)
def keep_time(instance, **kwargs) -> None:
    """Have the worker bring a passed page to the public at its minute, and take it down at its other one."""
    page = instance.content_object.get_latest_revision_as_object()
    for moment in (page.go_live_at, page.expire_at):
        if moment and moment > timezone.now():
            publish_pages.using(run_after=moment).enqueue()


def set_aside_personal(*, by) -> list[PublicPage]:
    """Take the due pages that hold personal data off the timetable and tell who wrote them (rule 57)."""
    due = Revision.page_revisions.filter(approved_go_live_at__lt=timezone.now()).select_related("user")
    pages = [(revision, revision.as_object()) for revision in due]
    found = [pair for pair in pages if isinstance(pair[1], PublicPage) and pair[1].personal_data()]
    for revision, page in found:
        _set_aside(revision, page, by)
    return [page for _revision, page in found]


@transaction.atomic
def _set_aside(revision: Revision, page: PublicPage, by) -> None:
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    audit.record("page.refused", page, by=by)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    notify([revision.user], "page_set_aside", about=page, url=url, title=page.title)
