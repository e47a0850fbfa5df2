"""A cell of a table that leads to the page behind it."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from portal.templatetags.components import chip as chip_context


def link(route: str, instance, text=None) -> str:
    """An anchor to ``instance``'s page."""
    return format_html('<a href="{}">{}</a>', reverse(route, args=[instance.pk]), text or instance)


def chip(text, tone: str = "") -> str:
    """One state, icon and word."""
    return render_to_string("portal/components/chip.html", chip_context(text, tone))
