"""The data dictionary of the open figures: every field, kind, measure and unit (formats.md §5)."""

from django.utils.html import format_html
from django.utils.translation import gettext as _


def sections() -> list[dict]:
    """The tables of /open/dictionary/, ready for the ``grid_table`` tag."""
    return [
        {
            "title": _("Fields"),
            "columns": [_("Name of the field"), _("Meaning")],
            "rows": [
                ["as_of", _("The day to which the figures reach.")],
                ["ledger_head", _("The digest that stood for the whole ledger when it was last published.")],
                ["area", _("Statistical code of a county, or of a town or sub-district, 12 digits.")],
                ["period", _("A year (2026) or a month (2026-10); a day for what is counted today.")],
                ["kind, measure", _("What was counted; see below.")],
                ["value", _("A whole number; empty where it is kept back.")],
                ["unit", _("minutes, fen (100 are one yuan), persons or person_times.")],
                ["suppressed", _("Whether the value is kept back.")],
            ],
        },
        {
            "title": _("Kinds and measures"),
            "columns": [_("Kind and measure"), _("Unit of the value"), _("Meaning")],
            "rows": _measures(),
        },
    ]


def _measures() -> list[list]:
    def unit(name: str):
        return format_html('<span class="num">{}</span>', name)

    return [
        [
            "volunteer, verified",
            unit("minutes"),
            _("Volunteer service that a second person confirmed. Travel and breaks do not count."),
        ],
        ["volunteer, person_times", unit("person_times"), _("People served, counted anew at every service.")],
        [
            "purchased, contracted",
            unit("fen"),
            _("What contracts in force or ended set aside for the year; by year only."),
        ],
        [
            "purchased, logged",
            unit("minutes"),
            _("Verified service and what still waits for verification; by year only."),
        ],
        [
            "purchased, verified",
            unit("minutes"),
            _("Service under a contract that a judicial office confirmed."),
        ],
        ["purchased, accepted", unit("minutes"), _("The part of it that the purchaser signed for.")],
        ["purchased, person_times", unit("person_times"), _("People served, counted anew at every service.")],
        ["purchased, payable", unit("fen"), _("What the accepted service costs at the contract's price.")],
        ["purchased, paid", unit("fen"), _("The part of it that has been paid.")],
        [
            "purchased, overdue",
            unit("fen"),
            _("What was past its day and not paid: on the last day of the year, in this year today."),
        ],
        [
            "helpers, approved",
            unit("persons"),
            _("Helpers approved by a judicial office, by where they live."),
        ],
    ]
