"""Needs and supply of the next 90 days: by kind of helper, by town, and what is known to change."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.lists import listed
from portal.models import Area
from volunteers.backoffice.forecast_calls import CallCells
from volunteers.backoffice.forecast_pages import (
    CHANGES,
    LINES,
    ForecastPage,
    address,
    balance_cell,
    line_url,
    peak_cell,
    since,
)
from volunteers.rules.forecast import HORIZONS, SPECIAL, Balance, Change, Peak

DAYS = (0, *HORIZONS)


class ForecastView(ForecastPage):
    """Who will be missing where, in one look."""

    template_name = "volunteers/backoffice/forecast.html"

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        return items if self.area else [*self.breadcrumbs_items, items[-1]]

    def get_context_data(self, **kwargs):
        days = [self.day(number) for number in DAYS]
        self.by_line = {day: self.forecast.by_line(day) for day in days}
        self.by_town = {day: self.forecast.by_town(day) for day in days}
        self.calls = CallCells(self.request.user, self.outlook, self.area)
        lines = sorted(self.forecast.lines(), key=self.urgency)
        peak = self.forecast.peak()
        return super().get_context_data(
            area=self.area,
            peak=peak,
            peak_day=since(peak, self.forecast.today),
            by_travel=self.by_travel(peak),
            figures=self.figures(),
            line_columns=self.day_columns(_("Kind of helper"), _("Recruitment")),
            line_rows=[self.line_row(line) for line in lines if line not in SPECIAL],
            special_columns=self.day_columns(_("What the seat asks for")),
            special_rows=[self.line_row(line) for line in lines if line in SPECIAL],
            town_columns=self.day_columns(_("Town or sub-district"), _("Who is missing")),
            town_rows=self.town_rows(),
            change_columns=[_("Known change"), *(f"{label}#" for label in self.span_labels())],
            change_rows=[self.change_row(change) for change in Change],
            **kwargs,
        )

    def urgency(self, line: str) -> tuple:
        """What is missing most stands first, then what is needed most."""
        needs = self.by_line[self.forecast.today].get(line, Balance()).needs
        return (-self.forecast.peak(line=line).short, -needs, line)

    def by_travel(self, peak: Peak) -> int:
        """How many of the seats missing at the peak helpers of neighbouring towns could take."""
        return sum(
            self.forecast.by_travel(line, peak.day)
            for line, each in self.forecast.by_line(peak.day).items()
            if line not in SPECIAL and each.short
        )

    def figures(self):
        """Headline numbers; each is explained by the tables below."""
        today = self.by_line[self.forecast.today]
        now = sum((each for line, each in today.items() if line not in SPECIAL), Balance())
        figures = [
            {
                "label": _("Seats that need a helper today"),
                "value": now.needs,
                "note": _("room for {n} on paper").format(n=now.supply),
            }
        ]
        for days in HORIZONS:
            peak = self.forecast.peak(days)
            figures.append(
                {
                    "label": _("Missing within {n} days").format(n=days),
                    "value": peak.short,
                    "unit": pgettext("forecast", "seats"),
                    "note": since(peak, self.forecast.today) if peak.short else "",
                }
            )
        return figures

    def day_columns(self, first, *last):
        days = [_("Today"), *(_("In {n} days").format(n=days) for days in HORIZONS)]
        return [first, *days, _("Most missing at once"), *last]

    def line_row(self, line: str):
        name = format_html('<a href="{}">{}</a>', line_url(line, self.area), LINES[line])
        cells = [
            self.cell(self.by_line[day].get(line, Balance()), day, self.area, line=line)
            for day in self.by_line
        ]
        peak = self.peak_cell(self.forecast.peak(line=line), self.area, line=line)
        return [name, *cells, peak, *([] if line in SPECIAL else [self.calls.cell(line) or "—"])]

    def cell(self, each: Balance, day, area: Area | None, **query):
        """A balance; both numbers lead to their rows."""
        urls = [
            address("forecast_rows", area, what=what, day=day.isoformat(), **query)
            for what in ("needs", "supply")
        ]
        return balance_cell(each, urls[0] if each.needs else "", urls[1] if each.supply else "")

    def peak_cell(self, peak: Peak, area: Area | None, **query):
        url = address("forecast_rows", area, what="needs", day=peak.day.isoformat(), **query)
        return peak_cell(peak, self.forecast.today, url)

    def town_rows(self):
        """Each town with its shortage; nothing where there is only one."""
        towns = self.outlook.towns
        if len(towns) < 2:
            return []
        peaks = {pk: self.forecast.peak(town=pk) for pk in towns}
        order = sorted(towns, key=lambda pk: (-peaks[pk].short, towns[pk].path))
        return [self.town_row(towns[pk], peaks[pk]) for pk in order]

    def town_row(self, town: Area, peak: Peak):
        cells = [
            self.cell(balances.get(town.pk, Balance()), day, town) for day, balances in self.by_town.items()
        ]
        name = format_html('<a href="{}">{}</a>', address("forecast", town), town)
        return [name, *cells, self.peak_cell(peak, town), self.missing_kinds(town)]

    def missing_kinds(self, town: Area) -> str:
        """Whom the town will lack, each with the most that are missing at once."""
        peaks = {line: self.forecast.peak(line=line, town=town.pk).short for line in self.forecast.lines()}
        lacking = sorted((-short, line) for line, short in peaks.items() if short and line not in SPECIAL)
        words = _("{kind}: {n} missing")
        return listed(words.format(kind=LINES[line], n=-short) for short, line in lacking) or "—"

    def span_labels(self) -> list[str]:
        return [_("Day {a} to {b}").format(a=until - 29, b=until) for until in HORIZONS]

    def change_row(self, change: Change):
        return [CHANGES[change], *(self.change_cell(change, until - 30, until) for until in HORIZONS)]

    def change_cell(self, change: Change, after: int, until: int):
        number = len(self.forecast.changes(change, after, until))
        if not number:
            return "0"
        url = self.rows_url(change, after=after, until=until)
        return format_html(
            '<a href="{}">{}<span class="hide"> {}, {}</span></a>',
            url,
            number,
            CHANGES[change],
            _("Day {a} to {b}").format(a=after + 1, b=until),
        )
