"""Where pages stand: public, published this month, or begun and changed without being published."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class PageState(models.TextChoices):
    PUBLIC = "public", _("Public pages")
    MONTH = "month", _("Published this month")
    DRAFT = "draft", _("Drafts")


def every_page():
    """The pages with an address of their own: everything below the tree's root."""
    return Page.objects.filter(depth__gt=1)


def standing(pages, state: str):
    """Those of ``pages`` in ``state``; what a figure counts and what its list shows."""
    if state == PageState.DRAFT:
        return pages.filter(has_unpublished_changes=True)
    public = pages.filter(live=True)
    if state == PageState.MONTH:
        return public.filter(last_published_at__date__gte=timezone.localdate().replace(day=1))
    return public
