"""One kind of helper, week by week."""

from datetime import timedelta

from django.http import Http404
from django.utils.html import format_html
from django.utils.translation import gettext as _

from portal.models import Area
from volunteers.backoffice.forecast_calls import CallCells
from volunteers.backoffice.forecast_pages import (
    CHANGES,
    LINES,
    ForecastPage,
    address,
    dated,
    line_url,
    peak_cell,
    since,
)
from volunteers.backoffice.links import link
from volunteers.rules.forecast import SPECIAL, Balance, Change, Peak, Seat, Supplier, days_ahead

CHANGES_SHOWN = 30


class ForecastLineView(ForecastPage):
    """One kind of helper, week by week."""

    template_name = "volunteers/backoffice/forecast_line.html"

    @property
    def line(self) -> str:
        if self.kwargs["line"] not in LINES:
            raise Http404
        return self.kwargs["line"]

    def get_context_data(self, **kwargs):
        peak = self.forecast.peak(line=self.line)
        days = sorted({*days_ahead(self.forecast.today), peak.day})
        balances = [self.forecast.by_line(day).get(self.line, Balance()) for day in days]
        changes = self.forecast.changes_of(self.line)
        most = max([1, *(number for each in balances for number in each[:2])])
        return super().get_context_data(
            line_name=LINES[self.line],
            area=self.area,
            weeks=[self.week(day, each, most) for day, each in zip(days, balances, strict=True)],
            anything=any(each.needs or each.supply for each in balances),
            peak=peak,
            peak_day=since(peak, self.forecast.today),
            call=self.call(),
            change_columns=[_("Day"), _("Known change"), _("Helper or group"), _("Seats") + "#"],
            change_rows=[self.change_row(*entry) for entry in changes[:CHANGES_SHOWN]],
            town_columns=[_("Town or sub-district"), _("Most missing at once")],
            town_rows=self.town_rows(),
            more_changes=max(0, len(changes) - CHANGES_SHOWN),
            **kwargs,
        )

    def town_rows(self):
        """The towns that lack such helpers, the worst first; nothing where there is only one town."""
        towns = self.outlook.towns
        if len(towns) < 2:
            return []
        peaks = [(self.forecast.peak(line=self.line, town=pk), town) for pk, town in towns.items()]
        lacking = sorted((-peak.short, town.path, peak, town) for peak, town in peaks if peak.short)
        return [
            [
                format_html('<a href="{}">{}</a>', line_url(self.line, town), town),
                peak_cell(peak, self.forecast.today, self.seats_url(town, peak)),
            ]
            for _short, _path, peak, town in lacking
        ]

    def seats_url(self, town: Area, peak: Peak) -> str:
        return address("forecast_rows", town, what="needs", line=self.line, day=peak.day.isoformat())

    def change_row(self, day, change: Change, fact: Seat | Supplier):
        """Who lapses or leaves with how many seats of this line, or which seat is needed no longer."""
        thing = self.outlook.thing(fact)
        if isinstance(fact, Supplier):
            seats = fact.seats(self.line, day - timedelta(days=1))
            return [dated(day), CHANGES[change], self.helper(thing), seats]
        group = link("supervision_groups:inspect", thing.group, thing.group.subject.code)
        return [dated(day), CHANGES[change], group, 1]

    def call(self):
        """The open call for this kind of helper or the way to one; special lines have none."""
        if self.line in SPECIAL:
            return ""
        return CallCells(self.request.user, self.outlook, self.area).cell(self.line)

    def week(self, day, each: Balance, most: int):
        return {
            "day": _("Today") if day == self.forecast.today else f"{day:%m-%d}",
            "short": each.short,
            "bars": [
                {
                    "text": number,
                    "width": f"{100 * number / most:.1f}%" if number else "",
                    "url": self.rows_url(what, line=self.line, day=day.isoformat()) if number else "",
                }
                for what, number in (("needs", each.needs), ("supply", each.supply))
            ],
        }
