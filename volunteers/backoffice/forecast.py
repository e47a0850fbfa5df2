"""Needs and supply of the next 90 days: by kind of helper, by town, and what is known to change."""

from datetime import timedelta
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.actions import require
from portal.models import Area
from volunteers.backoffice.links import chip
from volunteers.choices import HelperKind
from volunteers.forecasting import Outlook, outlook
from volunteers.models import RecruitmentCall
from volunteers.rules.forecast import HORIZONS, MINORS, RISK, SPECIAL, Balance, Change

NEEDED = ("volunteers.view_position", "volunteers.view_helper", "volunteers.view_subject")
LINES = {
    **dict(HelperKind.choices),
    MINORS: gettext_lazy("In groups of minors"),
    RISK: gettext_lazy("With personal danger"),
}
CHANGES = {
    Change.CERTIFICATE: gettext_lazy("Certificates lapse"),
    Change.RECORD_CHECK: gettext_lazy("Record checks run out"),
    Change.INSURANCE: gettext_lazy("Accident insurances end"),
    Change.DEPARTURE: gettext_lazy("Helpers leave"),
    Change.CORRECTION: gettext_lazy("Corrections end, seats are free"),
}


def area_of(request) -> Area | None:
    """The area in the address, if the user works there; none means all their areas."""
    asked = request.GET.get("area", "")
    if not asked:
        return None
    area = Area.objects.visible_to(request.user).filter(pk=int(asked)).first() if asked.isdigit() else None
    if area is None:
        raise Http404
    return area


def address(route: str, area: Area | None, **query) -> str:
    """An address of these pages that keeps the area."""
    query |= {"area": area.pk} if area else {}
    return reverse(route) + (f"?{urlencode(query)}" if query else "")


class ForecastPage(WagtailAdminTemplateMixin, TemplateView):
    """What the pages of the forecast share: who may open them, the area, and the way back."""

    header_icon = "chart"
    page_title = gettext_lazy("Needs and helpers of the next 90 days")

    def dispatch(self, request, *args, **kwargs):
        for permission in NEEDED:
            require(request.user, permission)
        self.area = area_of(request)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def outlook(self) -> Outlook:
        return outlook(self.request.user, self.area)

    @property
    def forecast(self):
        return self.outlook.forecast

    def day(self, days: int):
        return self.forecast.today + timedelta(days=days)

    def get_breadcrumbs_items(self):
        home = {"url": reverse("forecast"), "label": ForecastPage.page_title}
        here = [{"url": address("forecast", self.area), "label": str(self.area)}] if self.area else []
        return [*self.breadcrumbs_items, home, *here, {"url": "", "label": ""}]

    def rows_url(self, what: str, **query) -> str:
        """The page of the rows behind a number."""
        return address("forecast_rows", self.area, what=what, **query)


class ForecastView(ForecastPage):
    """Who will be missing where, in one look."""

    template_name = "volunteers/backoffice/forecast.html"

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        return items if self.area else [*self.breadcrumbs_items, items[-1]]

    def get_context_data(self, **kwargs):
        self.balances = {days: self.forecast.by_line(self.day(days)) for days in (0, *HORIZONS)}
        self.calls = list(RecruitmentCall.objects.visible_to(self.request.user).open().select_related("area"))
        lines = sorted(self.forecast.lines(), key=self.urgency)
        return super().get_context_data(
            area=self.area,
            short=self.short(HORIZONS[-1]),
            by_travel=self.by_travel(HORIZONS[-1]),
            figures=self.figures(),
            line_columns=self.day_columns(_("Kind of helper"), _("Recruitment")),
            line_rows=[self.line_row(line) for line in lines if line not in SPECIAL],
            special_columns=self.day_columns(_("What the seat asks for"), "")[:-1],
            special_rows=[self.line_row(line) for line in lines if line in SPECIAL],
            town_columns=self.day_columns(_("Town or sub-district"), _("Missing in 90 days")),
            town_rows=self.town_rows(),
            change_columns=[_("Known change"), *(f"{label}#" for label in self.span_labels())],
            change_rows=[self.change_row(change) for change in Change],
            **kwargs,
        )

    def urgency(self, line: str) -> tuple:
        """What is missing most stands first, then what is needed most."""
        ahead = [self.balances[days].get(line, Balance()) for days in (0, *HORIZONS)]
        return (-max(each.short for each in ahead), -ahead[0].needs, line)

    def short(self, days: int) -> int:
        return sum(each.short for line, each in self.balances[days].items() if line not in SPECIAL)

    def by_travel(self, days: int) -> int:
        """How many of the seats that will be missing helpers of neighbouring towns could take."""
        return sum(
            self.forecast.by_travel(line, self.day(days))
            for line, each in self.balances[days].items()
            if line not in SPECIAL and each.short
        )

    def figures(self):
        """Headline numbers; each is explained by the tables below."""
        kinds = [line for line in self.balances[0] if line not in SPECIAL]
        now = sum((self.balances[0][line] for line in kinds), Balance())
        figures = [
            {
                "label": _("Seats that need a helper today"),
                "value": now.needs,
                "note": _("room for {n} on paper").format(n=now.supply),
            }
        ]
        figures += [
            {
                "label": _("Missing within {n} days").format(n=days),
                "value": self.worst(days),
                "unit": pgettext("forecast", "seats"),
            }
            for days in HORIZONS
        ]
        return figures

    def worst(self, days: int) -> int:
        return max(self.short(day) for day in (0, *HORIZONS) if day <= days)

    def day_columns(self, first, last):
        return [first, _("Today"), *(self.day_label(days) for days in HORIZONS), last]

    def day_label(self, days: int) -> str:
        return _("In {n} days").format(n=days)

    def line_row(self, line: str):
        url = reverse("forecast_line", args=[line]) + (f"?area={self.area.pk}" if self.area else "")
        name = format_html('<a href="{}">{}</a>', url, LINES[line])
        cells = [self.cell(line, days) for days in (0, *HORIZONS)]
        return [name, *cells, *([] if line in SPECIAL else [self.recruitment(line)])]

    def cell(self, line: str, days: int):
        each = self.balances[days].get(line, Balance())
        day = self.day(days).isoformat()
        return balance_cell(
            each,
            self.rows_url("needs", line=line, day=day) if each.needs else "",
            self.rows_url("supply", line=line, day=day) if each.supply else "",
        )

    def recruitment(self, line: str):
        """The open call for this kind of helper, or the way to one where somebody is missing."""
        path = self.area.path if self.area else ""
        call = next((c for c in self.calls if c.helper_kind == line and c.area.path.startswith(path)), None)
        if call is not None:
            url = reverse("recruitment_calls:inspect", args=[call.pk])
            return format_html('<a href="{}">{}</a>', url, _("Call is open"))
        missing = max(self.balances[days].get(line, Balance()).short for days in (0, *HORIZONS))
        if not missing or not self.request.user.has_perm("volunteers.add_recruitmentcall"):
            return "—"
        url = address("recruit", self.where_missing(line), kind=line, count=missing)
        return format_html('<a href="{}">{}</a>', url, _("Publish a call"))

    def where_missing(self, line: str) -> Area | None:
        """The one town that lacks this kind of helper, else the whole area."""
        towns = {
            town
            for days in (0, *HORIZONS)
            for (town, kind), each in self.forecast.on(self.day(days)).items()
            if kind == line and each.short
        }
        return self.outlook.towns.get(next(iter(towns)), self.area) if len(towns) == 1 else self.area

    def town_rows(self):
        """Each town with its shortage; nothing where there is only one."""
        if len(self.outlook.towns) < 2:
            return []
        by_day = [self.forecast.by_town(self.day(days)) for days in (0, *HORIZONS)]
        rows = []
        for pk, town in self.outlook.towns.items():
            balances = [balances.get(pk, Balance()) for balances in by_day]
            rows.append((balances[-1].short, town, balances))
        rows.sort(key=lambda row: (-row[0], row[1].path))
        return [
            [
                format_html('<a href="{}">{}</a>', address("forecast", town), town),
                *(
                    self.town_cell(town, each, days)
                    for each, days in zip(balances, (0, *HORIZONS), strict=True)
                ),
                self.missing_kinds(town),
            ]
            for _short, town, balances in rows
        ]

    def town_cell(self, town: Area, each: Balance, days: int):
        """A balance of all kinds of helper; both numbers lead to the rows of that town."""
        day = self.day(days).isoformat()
        urls = [address("forecast_rows", town, what=what, day=day) for what in ("needs", "supply")]
        return balance_cell(each, urls[0] if each.needs else "", urls[1] if each.supply else "")

    def missing_kinds(self, town: Area) -> str:
        last = self.forecast.on(self.day(HORIZONS[-1]))
        kinds = [kind for (pk, kind), each in last.items() if pk == town.pk and each.short]
        return "、".join(str(LINES[kind]) for kind in sorted(kinds)) or "—"

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


def balance_cell(each: Balance, needs_url: str = "", supply_url: str = ""):
    """What is missing, or what room is left, above the two numbers it comes from."""
    if each.short:
        head = chip(
            ngettext("{n} seat missing", "{n} seats missing", each.short).format(n=each.short), "warn"
        )
    elif each.needs or each.supply:
        head = _("room for {n}").format(n=each.supply - each.needs)
    else:
        return "—"
    return format_html(
        '<span class="balance">{}<br><span class="quiet">{} · {}</span></span>',
        head,
        _number(needs_url, _("needs {n}").format(n=each.needs)),
        _number(supply_url, _("has {n}").format(n=each.supply)),
    )


def _number(url: str, words: str):
    return format_html('<a href="{}">{}</a>', url, words) if url else words


class ForecastLineView(ForecastPage):
    """One kind of helper, week by week."""

    template_name = "volunteers/backoffice/forecast_line.html"

    @property
    def line(self) -> str:
        if self.kwargs["line"] not in LINES:
            raise Http404
        return self.kwargs["line"]

    def get_context_data(self, **kwargs):
        weeks = [self.day(7 * week) for week in range(14)]
        balances = [self.forecast.by_line(day).get(self.line, Balance()) for day in weeks]
        most = max([1, *(number for each in balances for number in each[:2])])
        return super().get_context_data(
            line_name=LINES[self.line],
            area=self.area,
            weeks=[self.week(day, each, most) for day, each in zip(weeks, balances, strict=True)],
            anything=any(each.needs or each.supply for each in balances),
            worst=max(each.short for each in balances),
            **kwargs,
        )

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
