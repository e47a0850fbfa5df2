"""Recruitment calls: published in one step from a shortage, followed, and taken back."""

from datetime import timedelta

from django import forms
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.actions import Refused, require
from portal.backoffice import (
    ActionView,
    ChipColumn,
    DetailView,
    GuardedViewSet,
    ReasonForm,
    facts_panel,
    trail_panel,
)
from portal.backoffice.action import show_refusal
from portal.models import Area, AreaLevel
from portal.widgets import DateInput
from volunteers import recruitment_texts
from volunteers.actions import recruitment
from volunteers.backoffice.forecast import area_of
from volunteers.backoffice.links import chip
from volunteers.choices import CallState, HelperKind, HelpKind
from volunteers.models import Position, RecruitmentCall

TONES = {CallState.OPEN: "info", CallState.FILLED: "ok"}

CALL_DAYS = 30
MOST_SUGGESTED = 9
HELP_OF_KIND = {
    HelperKind.COUNSELLOR: HelpKind.PSYCH_COUNSELLING,
    HelperKind.SOCIAL_WORKER: HelpKind.FAMILY_RELATIONS,
    HelperKind.LEGAL_WORKER: HelpKind.LEGAL_AID,
    HelperKind.TEACHER: HelpKind.SCHOOLING,
    HelperKind.STUDENT: HelpKind.SCHOOLING,
    HelperKind.EXPERT: HelpKind.VOCATIONAL_TRAINING,
}


class CallForm(forms.Form):
    """Everything the public will read; the area stands above the form."""

    helper_kind = forms.ChoiceField(label=_("Kind of helper"), choices=HelperKind.choices)
    help_kind = forms.ChoiceField(label=_("Kind of help"), choices=HelpKind.choices)
    count = forms.IntegerField(
        label=_("How many are wanted"),
        help_text=_("Below the smallest public figure the board says “a few”."),
    )
    until = forms.DateField(label=_("Last day of the call"), widget=DateInput)
    title = forms.CharField(label=_("Title on the needs board"), max_length=60)
    text = forms.CharField(
        label=_("What a helper does"), max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )
    risk_text = forms.CharField(
        label=_("Possible risks and precautions"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Suggested by the kind of help; adapt it to what is true here."),
    )


class PublishCallView(WagtailAdminTemplateMixin, FormView):
    """The prefilled call as its confirmation: one button puts it on the needs board."""

    template_name = "volunteers/backoffice/publish_call.html"
    form_class = CallForm
    header_icon = "people"
    page_title = _("Publish a recruitment call")
    violations = ()

    def dispatch(self, request, *args, **kwargs):
        require(request.user, "volunteers.add_recruitmentcall")
        self.area = _town_or_county(area_of(request) or _own_area(request.user))
        if self.area is None:
            messages.error(request, _("Choose a town or the county first, then publish the call."))
            return redirect("forecast")
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        forecast = {"url": reverse("forecast"), "label": _("Needs and helpers of the next 90 days")}
        return [*self.breadcrumbs_items, forecast, {"url": "", "label": self.page_title}]

    def get_initial(self):
        asked = self.request.GET
        kind = asked.get("kind") if asked.get("kind") in HelperKind.values else HelperKind.VOLUNTEER
        count = asked.get("count", "")
        help_kind = asked.get("help") if asked.get("help") in HelpKind.values else self._most_wanted(kind)
        area = str(self.area or "")
        return {
            "helper_kind": kind,
            "help_kind": help_kind,
            "count": min(int(count), MOST_SUGGESTED) if count.isdigit() and int(count) else 1,
            "until": timezone.localdate() + timedelta(days=CALL_DAYS),
            "title": recruitment_texts.title(HelperKind(kind).label, HelpKind(help_kind).label),
            "text": recruitment_texts.text(area, HelpKind(help_kind).label),
            "risk_text": recruitment_texts.risk_text(help_kind),
        }

    def _most_wanted(self, kind: str) -> str:
        """The help the first open position of this kind asks for, else what such helpers usually give."""
        path = self.area.path if self.area else ""
        wanted = Position.objects.unfilled().filter(helper_kind=kind, area__path__startswith=path).first()
        return wanted.help_kind if wanted else HELP_OF_KIND.get(kind, HelpKind.HOME_VISIT)

    def form_valid(self, form):
        try:
            call = recruitment.publish_call(
                RecruitmentCall(area=self.area, **form.cleaned_data), by=self.request.user
            )
        except Refused as refused:
            self.violations = show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, _("The call stands on the public needs board."))
        return redirect("recruitment_calls:inspect", call.pk)

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs):
        back = reverse("forecast") + (f"?area={self.area.pk}" if self.request.GET.get("area") else "")
        kinds = [
            {"value": value, "label": label, "current": value == self.get_initial()["help_kind"]}
            for value, label in HelpKind.choices
        ]
        return super().get_context_data(
            area=self.area, violations=self.violations, back_url=back, help_kinds=kinds, **kwargs
        )


def _own_area(user) -> Area | None:
    return user.areas.order_by("path").first()


def _town_or_county(area: Area | None) -> Area | None:
    """A community is too small to be named; its town stands for it."""
    return area.town if area is not None and area.level == AreaLevel.COMMUNITY else area


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

    def get_callout(self):
        call = self.object
        if call.state != CallState.OPEN:
            return {"title": call.get_state_display(), "text": call.closing_reason, "tone": "info"}
        return {
            "title": _("{found} of {count} found").format(found=call.found, count=call.count),
            "text": _(
                "It leaves the needs board by itself when enough helpers were approved for this duty or "
                "took a seat in it, and after its last day."
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
        ]

    def get_panels(self):
        return [facts_panel(self.get_facts(), aside=False), trail_panel(self.object)]


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
        "count",
        "until",
        ChipColumn(tones=TONES),
    ]
    list_filter = ["state", "area", "helper_kind"]
    select_related = ("area",)
    ordering = ["-pk"]
    detail_view_class = CallDetail
    action_views = {"withdraw": WithdrawView}
    empty_message = _("Publish a call from the forecast, where helpers are missing.")
