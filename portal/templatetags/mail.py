"""``{% load mail %}``: what every mail says about its sender; a mail has no request to ask."""

from urllib.parse import urljoin

from django import template
from django.conf import settings
from django.urls import reverse

from portal import organiser

register = template.Library()


@register.simple_tag
def mail_link(name: str) -> str:
    """The full address of the page called ``name``; never of a thing, whose address might tell."""
    return urljoin(settings.WAGTAILADMIN_BASE_URL, reverse(name))


@register.inclusion_tag("portal/mail/signature.txt")
def mail_signature():
    """The site's name and place, its address and the telephone; not the organiser, whose name would tell."""
    address = urljoin(settings.WAGTAILADMIN_BASE_URL, "/")
    return {"site": organiser.in_visitors_language(), "address": address}
