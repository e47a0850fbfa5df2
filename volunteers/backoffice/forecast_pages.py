"""What the pages of the forecast share: who may open them, their area, their addresses and words."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.actions import require
from portal.keys import key_in
from portal.models import Area
from volunteers.backoffice.links import chip, link
from volunteers.choices import HelperKind
from volunteers.forecasting import Outlook, outlook
from volunteers.models import Helper
from volunteers.rules.forecast import MINORS, RISK, Balance, Change, Peak

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
    area = Area.objects.visible_to(request.user).filter(pk=key_in(asked)).first()
    if area is None:
        raise Http404
    return area


def address(route: str, area: Area | None, **query) -> str:
    """An address of these pages that keeps the area."""
    query |= {"area": area.pk} if area else {}
    return reverse(route) + (f"?{urlencode(query)}" if query else "")


def line_url(line: str, area: Area | None) -> str:
    """The page of one line, keeping the area."""
    return reverse("forecast_line", args=[line]) + (f"?area={area.pk}" if area else "")


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

    def helper(self, helper: Helper):
        """A helper of the own areas by name and link; of another area by number only."""
        if helper.pk in self.outlook.known:
            return link("helpers:inspect", helper, helper.name)
        return helper.number

    def rows_url(self, what: str, **query) -> str:
        """The page of the rows behind a number."""
        return address("forecast_rows", self.area, what=what, **query)


def dated(day: date):
    """A day in the narrow figures of a table."""
    return format_html('<span class="num">{}</span>', f"{day:%Y-%m-%d}")


def since(peak: Peak, today: date) -> str:
    """From when on so many are missing."""
    if peak.day == today:
        return _("from today")
    day = date_format(peak.day, _("j F"))
    return _("from {day}").format(day=day)


def peak_cell(peak: Peak, today: date, url: str):
    """The largest shortage, and since when; it leads to the seats of that day."""
    if not peak.short:
        return "—"
    words = since(peak, today)
    return format_html(
        '<span class="balance">{}<br><a class="quiet" href="{}">{}</a></span>',
        missing(peak.short),
        url,
        words,
    )


def missing(number: int) -> str:
    """A shortage as a chip."""
    return chip(ngettext("{n} seat missing", "{n} seats missing", number).format(n=number), "warn")


def balance_cell(each: Balance, needs_url: str = "", supply_url: str = ""):
    """What is missing, or what room is left, above the two numbers it comes from."""
    if each.short:
        head = missing(each.short)
    elif each.needs or each.supply:
        head = _("room for {n}").format(n=each.supply - each.needs)
    else:
        return "—"
    return format_html(
        '<span class="balance">{}<br><span class="quiet balance__numbers">{} {}</span></span>',
        head,
        _number(needs_url, _("needs {n}").format(n=each.needs)),
        _number(supply_url, _("has {n}").format(n=each.supply)),
    )


def _number(url: str, words: str):
    return format_html('<a href="{}">{}</a>', url, words) if url else words
