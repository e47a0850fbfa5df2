"""``{% load notices %}``: how many notices wait; one query, for signed-in pages only."""

from django import template

from portal.models import Notice

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_notices(context):
    """The number of unread notices of whoever is signed in."""
    request = context["request"]
    if not hasattr(request, "unread_notices"):
        request.unread_notices = Notice.objects.visible_to(request.user).filter(read_at=None).count()
    return request.unread_notices
