"""/open/: what the money bought, as page, JSON and CSV; what the numbers mean; how to check the ledger."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render

from portal import spreadsheet
from public_site import figures
from public_site.dictionary import sections
from services import open_figures, open_results


def _year(year: int | None) -> tuple[int, list[int]]:
    """The year asked for, the newest one by default; 404 for a year without figures."""
    years = open_figures.years()
    if year is not None and year not in years:
        raise Http404
    return year or years[0], years


def open_page(request, year=None, code=None):
    """The chain from contract to payment, the months, the towns; counties first where there are several."""
    year, years = _year(year)
    publication = open_figures.publication(year)
    counties = publication.counties
    chosen = next((area for area in counties if area.code == code), None)
    if code is not None and chosen is None:
        raise Http404
    county = chosen or (counties[0] if len(counties) == 1 else None)
    head = open_figures.ledger_head()
    context = {
        "year": year,
        "years": years,
        "as_of": publication.as_of,
        "chosen": chosen,
        "county": county,
        "has_figures": bool(counties),
        "chain": figures.chain(publication, county.pk if county else None),
        "overdue": figures.overdue(publication, county.pk if county else None),
        "ledger_head": head,
        "ledger_head_short": figures.short_hash(head),
    }
    if county:
        context |= {
            "months": figures.months(publication, county.pk),
            "towns": figures.towns(publication, county.pk),
            "results": figures.results(open_results.results(year, county)),
        }
    else:
        context["counties"] = figures.counties(publication)
    return render(request, "public_site/open.html", context)


def figures_json(request, year=None):
    """The figures of one year, formats.md §5."""
    publication = open_figures.publication(_year(year)[0])
    rows = [dict(zip(figures.COLUMNS, row, strict=True)) for row in figures.as_rows(publication.figures())]
    return JsonResponse(
        {"as_of": publication.as_of.isoformat(), "ledger_head": open_figures.ledger_head(), "figures": rows}
    )


def figures_csv(request, year=None):
    """The same as a table that Excel opens: UTF-8 with its mark, no cell a formula."""
    year = _year(year)[0]
    rows = figures.as_rows(open_figures.publication(year).figures())
    columns = [spreadsheet.Column(name, _cell) for name in figures.COLUMNS]
    text = "".join(spreadsheet.csv_pieces(columns, rows))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="figures-{year}.csv"'
    return response


def _cell(value):
    return "" if value is None else str(value).lower() if isinstance(value, bool) else value


def dictionary(request):
    """What every field, kind, measure and unit of the files means."""
    context = {
        "sections": sections(),
        "least": figures.least_shown(),
        "earlier": open_figures.years()[1:],
    }
    return render(request, "public_site/open_dictionary.html", context)


def verify_yourself(request):
    """How anyone checks the ledger without trusting this site."""
    return render(request, "public_site/open_verify.html", {"ledger_head": open_figures.ledger_head()})
