"""How hours, sums, days and numbers read on the screens of this app, and columns that show them."""

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from services.models import ServiceRecord
from services.rules.amounts import hours, yuan

ENTRY_KINDS = {
    "record.verified": _("Hours verified"),
    "record.reversed": _("Hours reversed"),
    "acceptance.signed": _("Acceptance signed"),
    "settlement.made": _("Settlement made"),
    "payment.made": _("Payment made"),
    "heads.published": _("Heads published"),
}

# What a check of the ledger may find, by the first word of its reason.
FAULTS = {
    "hash_mismatch": _("the digest does not fit the content"),
    "broken_link": _("it does not follow the entry before"),
    "gap": _("a number is missing"),
    "missing_head": _("something published or known is missing"),
    "malformed": _("the content is not in its form"),
}


def short_digest(digest: str) -> str:
    """The ends of a digest, enough to compare by eye."""
    return f"{digest[:6]}…{digest[-6:]}"


def number(label) -> str:
    """A column label of a table of numbers, as ``grid_table`` marks it."""
    return f"{label}#"


def when(record: ServiceRecord) -> str:
    """``2026年11月14日 09:00–11:00`` in the reader's language."""
    start, end = localtime(record.starts_at), localtime(record.ends_at)
    return f"{date_format(record.served_on)} {time_format(start, 'H:i')}–{time_format(end, 'H:i')}"


def link(route: str, instance, text="") -> str:
    """A link to the page of ``instance``."""
    return format_html('<a href="{}">{}</a>', reverse(route, args=[quote(instance.pk)]), text or instance)


class NumberColumn(Column):
    """Numbers stand right, digit under digit."""

    def __init__(self, name, **kwargs):
        super().__init__(name, **{"classname": "num", **kwargs})


class HoursColumn(NumberColumn):
    """Minutes of a row as hours."""

    def get_value(self, instance):
        return hours(super().get_value(instance))


class YuanColumn(NumberColumn):
    """Fen of a row as yuan."""

    def get_value(self, instance):
        return yuan(super().get_value(instance))
