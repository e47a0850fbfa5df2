"""``{% load first_page %}``: the acts and doors that the apps register for whoever is signed in."""

from django import template

from portal import registry

register = template.Library()


@register.simple_tag(takes_context=True)
def office_acts(context):
    """What one begins with on the office's first page."""
    return registry.office_acts.panels_for(context["request"].user)


@register.simple_tag(takes_context=True)
def own_doors(context):
    """Doors instead of the helper's own; none for a helper."""
    return registry.helper_doors.panels_for(context["request"].user)
