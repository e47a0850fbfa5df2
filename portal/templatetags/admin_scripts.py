"""``{% starter %}``: describes what a widget of the admin starts, instead of scripting it."""

import json

from django import template

from portal import admin_scripts

register = template.Library()


@register.simple_tag
def starter(name, *arguments):
    """The last argument is JSON as Wagtail's templates hold it, the ones before are plain."""
    *plain, options = arguments
    return admin_scripts.starter(name, [*plain, json.loads(options)])
