"""``{{ agent|device_name }}``: what a browser calls itself, in two words a person recognises."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# First match wins: WeChat and Edge also call themselves Chrome, and Chrome calls itself Safari.
BROWSERS = {
    "MicroMessenger": "微信",
    "Edg": "Edge",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


@register.filter
def device_name(agent):
    """The browser and the system of a user-agent string, such as "Chrome, Windows"."""
    browser = next((name for mark, name in BROWSERS.items() if mark in agent), _("Unknown browser"))
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "")
    return f"{browser}, {system}" if system else browser
