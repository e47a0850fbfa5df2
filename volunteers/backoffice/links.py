"""A cell of a table that leads to the page behind it."""

from collections.abc import Collection

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from portal.templatetags.components import chip as chip_context
from volunteers.models import Helper


def link(route: str, instance, text=None) -> str:
    """An anchor to ``instance``'s page."""
    return format_html('<a href="{}">{}</a>', reverse(route, args=[instance.pk]), text or instance)


def helper_links(helpers: Collection[Helper], user) -> dict[int, str]:
    """By key: an anchor to each helper's page, or the name alone where that page is not open to ``user``.

    Closed are the pages of other areas, and of whoever has left.
    """
    mine = Helper.objects.visible_to(user).filter(pk__in=[helper.pk for helper in helpers])
    opened = set(mine.values_list("pk", flat=True))
    return {
        helper.pk: link("helpers:inspect", helper) if helper.pk in opened else str(helper)
        for helper in helpers
    }


def chip(text, tone: str = "") -> str:
    """One state, icon and word."""
    return render_to_string("portal/components/chip.html", chip_context(text, tone))
