"""``{% load public_site %}``: pages in the visitor's language, and how a need reads on the board."""

from django import template
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from portal import policies
from portal.lists import listed
from portal.policies import SMALL_CELL
from portal.templatetags.components import han
from public_site import menus
from volunteers.choices import CERTIFICATES_OF_KIND, CredentialKind
from volunteers.recruitment_texts import public_kind

register = template.Library()
register.filter(public_kind)

LONGEST_LIST = 3


@register.simple_tag
def needs_board() -> str:
    """The address of the needs board; empty where none is public."""
    return menus.places().needs


@register.simple_tag
def all_articles() -> str:
    """The address of the first section; empty where none is public."""
    return menus.places().articles


@register.filter
def said(page, name: str):
    """A field of ``page`` in the visitor's language; Chinese on an English page is marked as such."""
    return han(page.said(name))


@register.filter
def need_title(need) -> str:
    """The title its officer wrote, or the kinds of helper and help."""
    kinds = (public_kind(need.helper_kind), need.get_help_kind_display())
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
def kind_requirement(helper_kind: str) -> str:
    """One of the certificates that such helpers need (rules 6-8), or that none is needed."""
    accepted = CERTIFICATES_OF_KIND.get(helper_kind)
    if not accepted:
        return str(_("No professional certificate needed"))
    names = listed(kind.label for kind in CredentialKind if kind in accepted)
    return _("One of these certificates: {names}").format(names=names)


@register.filter
def wanted_people(count: int) -> str:
    """How many are still looked for; below the smallest public figure they are a few (rule 58)."""
    if _is_few(count):
        return pgettext("how many helpers", "a few people")
    return f"{count} {_people(count)}"


@register.filter
def still_needed(count: int) -> str:
    """The same as a sentence of the board; only a number stands out as a figure."""
    if _is_few(count):
        people = wanted_people(count)
    else:
        people = format_html('<span class="need__many"><b>{}</b> {}</span>', count, _people(count))
    return format_html(_("Still needed: {people}"), people=people)


def _is_few(count: int) -> bool:
    return count < policies.value(SMALL_CELL, timezone.localdate())


def _people(count: int) -> str:
    return npgettext("counted", "person", "people", count)
