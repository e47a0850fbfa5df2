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


@register.inclusion_tag("account/snippets/demo_message.html", takes_context=True)
def demo_message(context):
    """What was mailed or texted to whoever stands before this page; nothing outside demo mode."""
    view = context["view"]
    process = getattr(view, "_process", None) or getattr(view, "process", None)
    if not settings.DEMO or process is None:
        return {"shown": False}
    return {"shown": True, "code": demo.sent_code(process)}
