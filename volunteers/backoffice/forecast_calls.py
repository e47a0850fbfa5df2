"""What the forecast says of recruitment: the open calls, and the way to one where nobody is called for."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.models import Area, User, visible_area_ids
from volunteers.backoffice.forecast_pages import address
from volunteers.choices import CallState
from volunteers.forecasting import Outlook
from volunteers.models import RecruitmentCall
from volunteers.rules.recruitment import CALLED_FOR


class CallCells:
    """One cell a kind of helper, for the towns of a forecast."""

    def __init__(self, viewer: User, outlook: Outlook, area: Area | None):
        self.viewer, self.outlook, self.area = viewer, outlook, area

    @cached_property
    def calls(self) -> list[RecruitmentCall]:
        """The open calls that reach these towns, a call of the whole county as well: they are public."""
        calls = RecruitmentCall.objects.on_needs_board().with_found().select_related("area")
        return [call for call in calls if any(call.area.covers(town) for town in self.outlook.towns.values())]

    def cell(self, line: str):
        """The open calls for this kind, and a link to publish one where somebody is missing uncalled for.

        Empty where there is neither.
        """
        calls = self._for(line)
        words = [*self._open(calls), *self._publish(line, self._uncalled(line, calls))]
        return format_html_join(mark_safe("<br>"), "{}", ((word,) for word in words))

    def open(self, line: str):
        """Only the open calls for this kind; empty where there is none."""
        return format_html_join("", "{}", ((word,) for word in self._open(self._for(line))))

    def _for(self, line: str) -> list[RecruitmentCall]:
        return [call for call in self.calls if call.helper_kind == line]

    def _open(self, calls: list[RecruitmentCall]) -> list:
        if len(calls) > 1:
            query = urlencode({"state": CallState.OPEN, "helper_kind": calls[0].helper_kind})
            words = ngettext("{n} call is open", "{n} calls are open", len(calls)).format(n=len(calls))
            return [_link(f"{reverse('recruitment_calls:index')}?{query}", words)]
        return [self._one(call) for call in calls]

    def _one(self, call: RecruitmentCall):
        words = _("Call is open, {found} of {count} found").format(found=call.found, count=call.count)
        if not (self.viewer.is_superuser or call.area_id in visible_area_ids(self.viewer)):
            return words
        return _link(reverse("recruitment_calls:inspect", args=[call.pk]), words)

    def _uncalled(self, line: str, calls: list[RecruitmentCall]) -> list[Area]:
        """The towns that lack such helpers and that no open call reaches."""
        return [
            town
            for pk, town in self.outlook.towns.items()
            if self.outlook.forecast.peak(line=line, town=pk).short
            and not any(call.area.covers(town) for call in calls)
        ]

    @cached_property
    def whole(self) -> Area | None:
        """The one area that all these towns lie in, if the viewer has one."""
        own = [self.area] if self.area else list(self.viewer.areas.all()[:2])
        return own[0] if len(own) == 1 else None

    def _publish(self, line: str, towns: list[Area]) -> list:
        """One town of several is named; where more lack somebody they are called for together."""
        if not towns:
            return []
        if line not in CALLED_FOR:
            return [_("Not found by public calls")]
        if not self.viewer.has_perm("volunteers.add_recruitmentcall"):
            return []
        if len(self.outlook.towns) == 1:
            return [_link(address("recruit", towns[0], kind=line), _("Publish a call"))]
        if len(towns) > 1 and self.whole:
            return [_link(address("recruit", self.whole, kind=line), _("Publish a call"))]
        words = _("Publish a call for {town}")
        return [_link(address("recruit", town, kind=line), words.format(town=town)) for town in towns]


def _link(url: str, words: str):
    return format_html('<a href="{}">{}</a>', url, words)
