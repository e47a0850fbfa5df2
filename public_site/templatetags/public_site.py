"""``{% load public_site %}``: pages in the visitor's language, and how a need reads on the board."""

from django import template
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from portal import policies
from portal.policies import SMALL_CELL
from portal.templatetags.components import han

register = template.Library()

LONGEST_LIST = 3
SEVERAL = 2


@register.filter
def said(page, name: str):
    """A field of ``page`` in the visitor's language; Chinese on an English page is marked as such."""
    return han(page.said(name))


@register.filter
def need_title(need) -> str:
    """The title its officer wrote, or the kinds of helper and help."""
    kinds = (need.get_helper_kind_display(), need.get_help_kind_display())
    return need.public_title or _(", ").join(map(str, kinds))


@register.filter
def need_times(need) -> str:
    """When help is wanted: the weekly times, or that they are agreed on."""
    windows = need.windows[:LONGEST_LIST]
    length = ngettext("%(n)d minute each time", "%(n)d minutes each time", need.session_minutes) % {
        "n": need.session_minutes
    }
    if not windows:
        return _(", ").join([_("Times by agreement"), length])
    times = _("; ").join(
        f"{WEEKDAYS[window['day'] - 1]} {window['from']}–{window['to']}" for window in windows
    )
    if len(need.windows) > LONGEST_LIST:
        times += _(" and others")
    return _(", ").join([times, length])


@register.filter
def need_requirement(need) -> str:
    """The credential asked for, or that none is."""
    return need.get_credential_display() if need.credential else str(_("No professional certificate needed"))


@register.filter
def wanted_count(count: int) -> str:
    """How many helpers are wanted; a number below the smallest public figure is told as a few (rule 58)."""
    return pgettext("how many helpers", "a few") if _is_few(count) else str(count)


@register.filter
def wanted_people(count: int) -> str:
    """The noun behind ``wanted_count``; "a few" takes the plural, so it tells nothing of the number."""
    return npgettext("counted", "person", "people", SEVERAL if _is_few(count) else count)


def _is_few(count: int) -> bool:
    return count < policies.value(SMALL_CELL, timezone.localdate())
