"""The rows behind each number of the forecast: seats, helpers, and what is known to change."""

from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.durations import hours
from volunteers.backoffice.forecast_pages import CHANGES, LINES, ForecastPage, dated
from volunteers.backoffice.links import chip, link
from volunteers.choices import PositionState
from volunteers.models import Membership
from volunteers.rules.forecast import HORIZONS, LAST_DAY, Change, Seat, Supplier

ROWS_A_PAGE = 50
NEEDS, SUPPLY = "needs", "supply"


class ForecastRowsView(ForecastPage):
    """Every number of the forecast leads here; the count above the table is that number."""

    template_name = "volunteers/backoffice/forecast_rows.html"

    def get(self, request, *args, **kwargs):
        """Without a question the forecast itself is the answer."""
        return super().get(request, *args, **kwargs) if request.GET.get("what") else redirect("forecast")

    def get_context_data(self, **kwargs):
        what = self.request.GET.get("what", "")
        if what in (NEEDS, SUPPLY):
            content = self._seats() if what == NEEDS else self._supply()
        elif what in set(Change):
            content = self._changes(Change(what))
        else:
            raise Http404
        page = Paginator(content["facts"], ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        rows = [content["row"](fact) for fact in page]
        return super().get_context_data(area=self.area, page=page, rows=rows, **content, **kwargs)

    def get_page_title(self):
        return _("Rows of the forecast")

    def _line(self) -> str | None:
        """The line asked for; none means all kinds of helper."""
        line = self.request.GET.get("line")
        if line is not None and line not in LINES:
            raise Http404
        return line

    @staticmethod
    def _line_name(line: str | None) -> str:
        return str(LINES[line]) if line else _("All kinds of helper")

    def _day(self) -> date:
        """A day of the forecast; any other is not found."""
        try:
            day = date.fromisoformat(self.request.GET.get("day", ""))
        except ValueError:
            raise Http404 from None
        if not 0 <= (day - self.forecast.today).days <= LAST_DAY:
            raise Http404
        return day

    def _span(self) -> tuple[int, int]:
        """A span of the forecast; any other is not found."""
        asked = (self.request.GET.get("after"), self.request.GET.get("until"))
        spans = {(str(until - 30), str(until)): (until - 30, until) for until in HORIZONS}
        if asked not in spans:
            raise Http404
        return spans[asked]

    def _seats(self):
        line, day = self._line(), self._day()
        facts = self.forecast.needed(line, day)
        return {
            "facts": facts,
            "row": self._seat_row,
            "title": _("{line}: seats needed on {day}").format(
                line=self._line_name(line), day=date_format(day)
            ),
            "columns": [_("Group"), _("Seat"), _("Town or sub-district"), _("Held by"), _("Correction ends")],
            "number": len(facts),
            "empty": _("No seat is needed on this day."),
        }

    def _seat_row(self, fact: Seat):
        row = self.outlook.thing(fact)
        group = link("supervision_groups:inspect", row.group, row.group.subject.code)
        return [group, self._seat_name(row), self._town(fact), self._holder(row), dated(fact.needed_until)]

    def _seat_name(self, row):
        position = row.position if isinstance(row, Membership) else row
        if position is None:
            return row.get_role_display()
        return link("positions:inspect", position, str(position))

    def _holder(self, row):
        if isinstance(row, Membership):
            return self.helper(row.helper)
        return chip(row.get_state_display(), "" if row.state == PositionState.INVITED else "warn")

    def _town(self, fact: Seat | Supplier) -> str:
        town = self.outlook.towns.get(fact.town)
        return str(town or "—")

    def _home(self, fact: Supplier) -> str:
        """The town somebody lives in; who only holds a seat here lives in another one."""
        return self._town(fact) if self._lives_here(fact) else _("another town")

    def _lives_here(self, fact: Supplier) -> bool:
        """Whether the area looked at is their home: only then all their seats are known."""
        return fact.key in self.outlook.residents

    def _supply(self):
        line, day = self._line(), self._day()
        facts = self.forecast.supplied(line, day)
        return {
            "facts": facts,
            "row": self._supplier_row,
            "title": _("{line}: helpers who can serve on {day}").format(
                line=self._line_name(line), day=date_format(day)
            ),
            "columns": [
                _("Helper"),
                _("Town or sub-district"),
                _("Groups now") + "#",
                _("Limit of groups") + "#",
                _("Hours a month left") + "#",
                _("Seats here") + "#",
                _("Next known change"),
            ],
            "number": sum(seats for _helper, seats in facts),
            "unit": _("seats that {n} helpers can hold").format(n=len(facts)),
            "empty": _("Nobody can serve on this day."),
        }

    def _supplier_row(self, entry):
        fact, seats = entry
        room = (fact.limit, hours(fact.minutes_left)) if self._lives_here(fact) else ("—", "—")
        return [
            self.helper(self.outlook.thing(fact)),
            self._home(fact),
            len(fact.held),
            *room,
            seats,
            self._next_change(fact),
        ]

    def _next_change(self, fact: Supplier) -> str:
        end = self.forecast.today + timedelta(days=HORIZONS[-1])
        coming = [(day, change) for change, day in fact.ends().items() if self.forecast.today < day <= end]
        if not coming:
            return "—"
        day, change = min(coming)
        return f"{day:%Y-%m-%d} {CHANGES[change]}"

    def _changes(self, change: Change):
        after, until = self._span()
        facts = self.forecast.changes(change, after, until)
        of_seats = change == Change.CORRECTION
        seat_columns = [_("Group"), _("Seat"), _("Town or sub-district"), _("Held by"), _("Free from")]
        helper_columns = [
            _("Helper"),
            _("Kind of helper"),
            _("Town or sub-district"),
            _("From"),
            _("Groups now") + "#",
        ]
        return {
            "facts": facts,
            "row": self._freed_row if of_seats else self._changed_row,
            "title": _("{change}: day {a} to {b}").format(change=CHANGES[change], a=after + 1, b=until),
            "columns": seat_columns if of_seats else helper_columns,
            "number": len(facts),
            "empty": _("Nothing of this kind is known for these days."),
            "renew_url": reverse("credentials:index") if change == Change.CERTIFICATE else "",
        }

    def _freed_row(self, entry):
        day, fact = entry
        return [*self._seat_row(fact)[:4], dated(day)]

    def _changed_row(self, entry):
        day, fact = entry
        helper = self.outlook.thing(fact)
        return [self.helper(helper), helper.get_kind_display(), self._home(fact), dated(day), len(fact.held)]
