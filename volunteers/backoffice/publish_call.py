"""Publishing a recruitment call: whom the forecast misses first, the call filled in and ready."""

from datetime import timedelta

from django import forms
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.actions import Refused, require
from portal.backoffice.action import show_refusal
from portal.models import Area, AreaLevel
from portal.widgets import DateInput
from volunteers import recruitment_texts
from volunteers.actions import recruitment
from volunteers.backoffice.forecast_calls import CallCells
from volunteers.backoffice.forecast_pages import NEEDED, address, area_of, since
from volunteers.choices import HelperKind, HelpKind
from volunteers.forecasting import Outlook, outlook
from volunteers.models import Position, RecruitmentCall
from volunteers.rules.forecast import Peak
from volunteers.rules.recruitment import CALLED_FOR, MOST_WANTED

CALL_DAYS = 30
HELP_OF_KIND = {
    HelperKind.COUNSELLOR: HelpKind.PSYCH_COUNSELLING,
    HelperKind.SOCIAL_WORKER: HelpKind.FAMILY_RELATIONS,
    HelperKind.LEGAL_WORKER: HelpKind.LEGAL_AID,
    HelperKind.TEACHER: HelpKind.SCHOOLING,
    HelperKind.STUDENT: HelpKind.SCHOOLING,
    HelperKind.EXPERT: HelpKind.VOCATIONAL_TRAINING,
}


class WantedForm(forms.Form):
    """Whom the call looks for and for what; the suggested texts follow from it."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of helper"))
    help = forms.ChoiceField(label=gettext_lazy("Kind of help"), choices=HelpKind.choices)

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds


class CallForm(forms.Form):
    """Everything else the public will read; the area and whom it looks for stand above the form."""

    count = forms.IntegerField(
        label=gettext_lazy("How many are wanted"),
        help_text=gettext_lazy("Below the smallest public figure the board says “a few”."),
    )
    until = forms.DateField(label=gettext_lazy("Last day of the call"), widget=DateInput)
    title = forms.CharField(label=gettext_lazy("Title on the needs board"), max_length=60)
    text = forms.CharField(
        label=gettext_lazy("What a helper does"), max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )
    risk_text = forms.CharField(
        label=gettext_lazy("Possible risks and precautions"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Suggested by the kind of help; adapt it to what is true here."),
    )


class PublishCallView(WagtailAdminTemplateMixin, FormView):
    """The prefilled call as its confirmation: one button puts it on the needs board."""

    template_name = "volunteers/backoffice/publish_call.html"
    form_class = CallForm
    header_icon = "people"
    page_title = gettext_lazy("Publish a recruitment call")
    violations = ()

    def dispatch(self, request, *args, **kwargs):
        for permission in ("volunteers.add_recruitmentcall", *NEEDED):
            require(request.user, permission)
        self.area = _town_or_county(area_of(request) or _own_area(request.user))
        if self.area is None:
            messages.error(request, _("Choose a town or the county first, then publish the call."))
            return redirect("forecast")
        self.kind, self.help_kind = request.GET.get("kind"), request.GET.get("help")
        if self.kind not in CALLED_FOR or self.help_kind not in HelpKind.values:
            return redirect(self._complete_address())
        return super().dispatch(request, *args, **kwargs)

    def _complete_address(self) -> str:
        """The same address with whom the call looks for: as asked, else whom the forecast misses most."""
        kind = self.kind if self.kind in CALLED_FOR else max(CALLED_FOR, key=self._urgency)
        return address("recruit", self.area, kind=kind, help=self._most_wanted(kind))

    def _urgency(self, kind: str) -> tuple:
        return (self.peaks[kind].short, kind == HelperKind.VOLUNTEER)

    @cached_property
    def outlook(self) -> Outlook:
        return outlook(self.request.user, self.area)

    @cached_property
    def peaks(self) -> dict[str, Peak]:
        """How many of each kind the forecast misses in this area."""
        return {kind: self.outlook.forecast.peak(line=kind) for kind in CALLED_FOR}

    def _most_wanted(self, kind: str) -> str:
        """The help the first open position of this kind asks for, else what such helpers usually give."""
        wanted = Position.objects.unfilled().filter(helper_kind=kind, area__path__startswith=self.area.path)
        first = wanted.first()
        return first.help_kind if first else HELP_OF_KIND.get(HelperKind(kind), HelpKind.HOME_VISIT)

    def get_breadcrumbs_items(self):
        forecast = {"url": reverse("forecast"), "label": _("Needs and helpers of the next 90 days")}
        return [*self.breadcrumbs_items, forecast, {"url": "", "label": self.page_title}]

    def get_initial(self):
        """One helper for each seat that will be missing: nobody new is presumed to take several."""
        help_label = HelpKind(self.help_kind).label
        return {
            "count": min(max(1, self.peaks[self.kind].short), MOST_WANTED),
            "until": timezone.localdate() + timedelta(days=CALL_DAYS),
            "title": recruitment_texts.title(self.kind, help_label),
            "text": recruitment_texts.text(str(self.area), help_label),
            "risk_text": recruitment_texts.risk_text(self.help_kind),
        }

    def form_valid(self, form):
        call = RecruitmentCall(
            area=self.area, helper_kind=self.kind, help_kind=self.help_kind, **form.cleaned_data
        )
        try:
            recruitment.publish_call(call, by=self.request.user)
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
        wanted = WantedForm(initial={"kind": self.kind, "help": self.help_kind}, kinds=self._kinds())
        peak = self.peaks[self.kind]
        return super().get_context_data(
            area=self.area,
            violations=self.violations,
            wanted=wanted,
            kind=HelperKind(self.kind).label,
            help_kind=HelpKind(self.help_kind).label,
            open_calls=CallCells(self.request.user, self.outlook, self.area).open(self.kind),
            peak=peak,
            peak_day=since(peak, timezone.localdate()),
            back_url=address("forecast", self.area if self.request.GET.get("area") else None),
            **kwargs,
        )

    def _kinds(self) -> list:
        """Whom the forecast misses stands first, with how many; then everybody else who may be called for."""
        short = {kind: self.peaks[kind].short for kind in sorted(CALLED_FOR, key=self._urgency, reverse=True)}
        others = [(kind.value, kind.label) for kind in CALLED_FOR if not short[kind]]
        words = _("{kind}: {n} missing")
        missed = [(kind.value, words.format(kind=kind.label, n=n)) for kind, n in short.items() if n]
        return [(_("Missing by the forecast"), missed), (_("Others"), others)] if missed else others


def _own_area(user) -> Area | None:
    return user.areas.order_by("path").first()


def _town_or_county(area: Area | None) -> Area | None:
    """A community is too small to be named; its town stands for it."""
    return area.town if area is not None and area.level == AreaLevel.COMMUNITY else area
