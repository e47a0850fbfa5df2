"""The public figures as pages show them: rounded for the eye, exact in tables, kept back in words."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS_AP
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal import policies, sources
from services import open_figures
from services.choices import Account
from services.open_figures import GROUPS, HELPERS, Cell, Publication
from services.open_results import Result
from services.rules import amounts

SMALL_HOURS, SMALL_YUAN = 100, 10_000


def kept_back():
    """What stands in place of a small cell (rule 58)."""
    return format_html('<span class="quiet">{}</span>', _("Too few to be shown."))


def _hours(minutes: int) -> tuple[str, str]:
    """Whole hours in headlines, two decimals where there are few."""
    whole = (minutes + 30) // 60
    return (amounts.hours(minutes) if whole < SMALL_HOURS else f"{whole:,}"), _("hours")


def _money(fen: int) -> tuple[str, str]:
    """Ten thousands of yuan in headlines, yuan where that would round away."""
    if abs(fen) < SMALL_YUAN * 100:
        return amounts.yuan(fen), _("yuan")
    return amounts.yuan((fen + 5_000) // 10_000), _("ten thousand yuan")


def _count(number: int) -> tuple[str, str]:
    return f"{number:,}", ""


def _number(value: int | None, write) -> dict:
    if value is None:
        return {"value": kept_back(), "unit": ""}
    text, unit = write(value)
    return {"value": text, "unit": unit}


def chain(publication: Publication, county: int | None) -> list[dict]:
    """From the budget to the payment, for the ``flow`` tag."""
    flow = publication.flow(county)
    contracts = ngettext("%(n)d contract", "%(n)d contracts", flow.contracts) % {"n": flow.contracts}
    payable = _number(flow.payable_fen, _money)
    owed = _("Payable: %(value)s") % {"value": f"{payable['value']} {payable['unit']}"}
    return [
        {"label": _("Contracted for the year"), **_number(flow.budget_fen, _money), "note": contracts},
        {
            "label": _("Logged hours"),
            **_number(flow.logged_minutes, _hours),
            "note": _("reported by suppliers"),
        },
        {
            "label": _("Verified hours"),
            **_number(flow.verified_minutes, _hours),
            "note": _("each checked by a judicial office"),
            "url": "#months",
        },
        {
            "label": _("Accepted hours"),
            **_number(flow.accepted_minutes, _hours),
            "note": _("signed for by the purchaser"),
        },
        {
            "label": _("Paid"),
            **_number(flow.paid_fen, _money),
            "note": "" if flow.payable_fen is None else owed,
            "due": (flow.payable_fen or 0) > (flow.paid_fen or 0),
        },
    ]


def overdue(publication: Publication, county: int | None) -> dict:
    """How many contracts were not paid in time and for how much, in a sentence with its source (rule 82)."""
    found = publication.overdue(county)
    if not found.contracts:
        text = _("No payment was past its day on %(day)s.") % {"day": date_format(found.on)}
    else:
        text = ngettext(
            "On %(day)s, %(n)d contract had payments past their day: %(yuan)s yuan.",
            "On %(day)s, %(n)d contracts had payments past their day: %(yuan)s yuan.",
            found.contracts,
        ) % {"day": date_format(found.on), "n": found.contracts, "yuan": amounts.yuan(found.fen)}
    return {"text": text, "source": sources.OVERDUE_LIST}


def results(found: list[Result]) -> dict:
    """One row for each signed acceptance sheet, for the ``grid_table`` tag (rule 49)."""
    columns = [
        _("Contract"),
        _("Supplier"),
        _("Period"),
        f"{_('Standards met')}#",
        f"{_('Satisfaction of those served')}#",
        _("Signed on"),
    ]
    rows = [
        [
            f"{one.contract} {one.title}",
            one.supplier,
            one.period,
            f"{one.met} / {one.standards}",
            kept_back() if one.satisfaction is None else f"{one.satisfaction:.1f} / 5",
            format_html('<span class="keep">{}</span>', date_format(one.signed_on)),
        ]
        for one in found
    ]
    return {"columns": columns, "rows": rows}


def _bar(cell: Cell, longest: int) -> dict:
    minutes = cell.shown("minutes")
    if minutes is None:
        return {"width": "", "text": kept_back()}
    return {"width": f"{100 * minutes / longest:.1f}%" if longest else "0%", "text": amounts.hours(minutes)}


def _month(number: int) -> str:
    return pgettext("month of a chart", "{name}").format(name=MONTHS_AP[number], number=number)


def months(publication: Publication, county: int) -> dict:
    """Verified hours by month, purchased and volunteered apart; widths relative to the longest bar."""
    both = [publication.of_county(account, county) for account in (Account.PURCHASED, Account.VOLUNTEER)]
    names = sorted({month for found in both for month in found.months})
    cells = [[found.months.get(name, Cell()) for found in both] for name in names]
    longest = max((cell.shown("minutes") or 0 for row in cells for cell in row), default=0)
    return {
        "rows": [
            {"month": _month(int(name[-2:])), "bars": [_bar(cell, longest) for cell in row]}
            for name, row in zip(names, cells, strict=True)
        ],
        "totals": [_bar(found.total, 0)["text"] for found in both],
    }


def _row(cells: dict[str, Cell]) -> list:
    served = [cells[Account.VOLUNTEER], cells[Account.PURCHASED]]
    hours = [kept_back() if cell.kept_back else amounts.hours(cell.sums["minutes"]) for cell in served]
    people = [
        kept_back() if cells[kind].kept_back else f"{cells[kind].sums['count']:,}"
        for kind in (GROUPS, HELPERS)
    ]
    if any(cell.kept_back for cell in served):
        person_times = kept_back()
    else:
        person_times = f"{sum(cell.sums['person_times'] for cell in served):,}"
    return [*people, *hours, person_times]


KINDS = (GROUPS, HELPERS, Account.VOLUNTEER, Account.PURCHASED)


def towns(publication: Publication, county: int) -> dict:
    """One row for each town that has figures, and the county's sums, for the ``grid_table`` tag."""
    found = {kind: publication.of_county(kind, county) for kind in KINDS}
    named = {town for cells in found.values() for town in cells.towns}
    rows = [
        [area.name, *_row({kind: cells.towns.get(area.pk, Cell()) for kind, cells in found.items()})]
        for area in publication.areas.values()
        if area.pk in named
    ]
    return {
        "columns": _town_columns(_("Town")),
        "rows": rows,
        "totals": [_("Total"), *_row({kind: cells.total for kind, cells in found.items()})],
    }


def counties(publication: Publication) -> dict:
    """One row for each county, its name a link to its own page."""
    rows = []
    for area in publication.counties:
        link = reverse("public_site:open_county", args=[publication.year, area.code])
        name = format_html('<a href="{}">{}</a>', link, area.name)
        rows.append([name, *_row({kind: publication.total(kind, area.pk) for kind in KINDS})])
    totals = [_("Total"), *_row({kind: publication.total(kind) for kind in KINDS})]
    return {"columns": _town_columns(_("County or district")), "rows": rows, "totals": totals}


def _town_columns(first: str) -> list[str]:
    numbers = [
        _("Supervision groups"),
        _("Approved helpers"),
        _("Volunteer service, hours"),
        _("Purchased service, hours"),
        _("Person-times served"),
    ]
    return [first, *(f"{label}#" for label in numbers)]


def headlines() -> list[dict]:
    """The four figures of the home page, each leading to its rows."""
    publication = open_figures.publication(open_figures.years()[0])
    page = reverse("public_site:open")
    volunteered, groups = publication.total(Account.VOLUNTEER), publication.total(GROUPS)
    flow = publication.flow()
    person_times = volunteered.shown("person_times")
    contracted, unit = _money(flow.budget_fen)
    return [
        {
            "label": _("Volunteer service in %(year)d") % {"year": publication.year},
            **_number(volunteered.shown("minutes"), _hours),
            "note": ""
            if person_times is None
            else _("%(n)s person-times, each hour confirmed by a second person") % {"n": f"{person_times:,}"},
            "url": f"{page}#months",
        },
        {
            "label": _("Purchased service accepted"),
            **_number(flow.accepted_minutes, _hours),
            "note": _("never added to volunteer hours"),
            "url": f"{page}#chain",
        },
        {
            "label": _("Paid"),
            **_number(flow.paid_fen, _money),
            "note": _("of %(value)s contracted for the year") % {"value": f"{contracted} {unit}"},
            "url": f"{page}#chain",
        },
        {
            "label": _("Active supervision groups"),
            **_number(groups.shown("count"), _count),
            "note": _("each composed as the law requires"),
            "url": f"{page}#towns",
        },
    ]


def least_shown() -> int:
    """How many must have taken part for a figure to be shown."""
    return policies.value(policies.SMALL_CELL, timezone.localdate())


def short_hash(digest: str) -> str:
    """The first and last four characters, enough to compare by eye."""
    return f"{digest[:4]}…{digest[-4:]}" if digest else ""


def as_rows(figures: Iterable) -> Iterable[tuple]:
    """The figures as lines of the CSV file, in the order of ``COLUMNS``."""
    for figure in figures:
        yield tuple(getattr(figure, name) for name in COLUMNS)


COLUMNS = ("area", "period", "kind", "measure", "value", "unit", "suppressed")
