"""Recruitment calls: followed, and taken back."""

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from portal.backoffice import (
    ActionView,
    ChipColumn,
    DetailView,
    GuardedViewSet,
    ReasonForm,
    facts_panel,
    trail_panel,
)
from portal.backoffice.listing import ListView
from volunteers.actions import recruitment
from volunteers.backoffice.forecast_pages import NEEDED, line_url
from volunteers.backoffice.links import chip
from volunteers.choices import CallState
from volunteers.models import RecruitmentCall

TONES = {CallState.OPEN: "info", CallState.FILLED: "ok"}


class WithdrawView(ActionView):
    action = recruitment.withdraw_call
    permission = "volunteers.change_recruitmentcall"
    label = _("Withdraw the call")
    explanation = _("It leaves the needs board at once. Whoever has signed up stays in the queue.")
    danger = True
    states = (CallState.OPEN,)
    form_class = ReasonForm
    success_message = _("The call is off the needs board.")


class CallDetail(DetailView):
    select_related = ("area", "published_by")

    def get_object(self, queryset=None):
        call = super().get_object(queryset)
        call.found = RecruitmentCall.objects.with_found().get(pk=call.pk).found
        return call

    def get_callout(self):
        call = self.object
        found = _("{found} of {count} found").format(found=call.found, count=call.count)
        if call.state != CallState.OPEN:
            return {"title": call.get_state_display(), "text": call.closing_reason or found, "tone": "info"}
        return {
            "title": found,
            "text": _(
                "Counted are helpers of this kind, for this help and at home in this area, whose application "
                "was approved after publication. Whoever was there before is in the forecast already, with a "
                "new seat as well. The call leaves the needs board when enough are found, and after its last "
                "day."
            ),
            "tone": "info",
        }

    def get_facts(self):
        call = self.object
        return [
            (_("State"), chip(call.get_state_display(), TONES.get(call.state, ""))),
            (_("Area"), call.area),
            (_("Kind of helper"), call.get_helper_kind_display()),
            (_("Kind of help"), call.get_help_kind_display()),
            (_("How many are wanted"), call.count),
            (_("What a helper does"), call.text),
            (_("Possible risks and precautions"), call.risk_text),
            (_("Last day of the call"), call.until),
            (_("Who published it"), call.published_by),
            (_("Forecast"), self._forecast()),
        ]

    def _forecast(self):
        """What the call is for, as it stands today."""
        if not self.request.user.has_perms(NEEDED):
            return ""
        words = f"{self.object.area} · {self.object.get_helper_kind_display()}"
        return format_html('<a href="{}">{}</a>', line_url(self.object.helper_kind, self.object.area), words)

    def get_panels(self):
        return [facts_panel(self.get_facts(), aside=False), trail_panel(self.object)]


class CallList(ListView):
    def get_base_queryset(self):
        return super().get_base_queryset().with_found()


class RecruitmentCallViewSet(GuardedViewSet):
    model = RecruitmentCall
    icon = "people"
    menu_label = _("Recruitment calls")
    menu_order = 229
    menu_hook = "register_groups_menu_item"
    list_display = [
        "title",
        "area",
        Column("get_helper_kind_display", label=_("Kind of helper")),
        Column("count", label=_("Wanted")),
        Column("found", label=_("Found so far")),
        "until",
        ChipColumn(tones=TONES),
    ]
    list_filter = ["state", "area", "helper_kind"]
    select_related = ("area",)
    ordering = ["-pk"]
    index_view_class = CallList
    detail_view_class = CallDetail
    action_views = {"withdraw": WithdrawView}
    empty_message = _("Publish a call from the forecast, where helpers are missing.")
