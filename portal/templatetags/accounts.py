"""``{% load accounts %}``: what account pages need beyond allauth's own tags."""

from django import template
from django.conf import settings

from portal.accounts import demo

register = template.Library()


@register.simple_tag(takes_context=True)
def demo_code(context):
    """The second-factor code of whoever stands before this page; nothing outside demo mode."""
    if not settings.DEMO:
        return ""
    request = context["request"]
    stage = getattr(request, "_login_stage", None)
    return demo.current_code(stage.login.user if stage else request.user)
