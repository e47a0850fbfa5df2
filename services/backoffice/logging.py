"""An officer enters a helper's hours: from their page, from the list of records, or as a correction."""

from django import forms
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import FormView
from wagtail.admin import messages

from portal.backoffice import ActionView, Panel, add_panel, visible
from portal.backoffice.forms import RestrictedFields, restrict_fields
from portal.keys import key_in
from services import actions, figures
from services.choices import RecordState
from services.forms.officer_logging import OfficerServiceForm
from services.models import ServiceRecord
from services.rules.amounts import hours
from volunteers.choices import HelperState
from volunteers.models import Helper

from .chips import RECORD_TONES, state_chip
from .pages import PermittedPage
from .wording import link, number, when

MAY_LOG = "services.add_servicerecord"
SHOWN = 5
SUMS = (
    ("volunteered", _("Confirmed volunteer service")),
    ("purchased", _("Confirmed purchased service")),
    ("waiting", _("Awaiting verification")),
)


class LogForHelperView(ActionView):
    """The service of one helper; ``?corrects=`` offers a reversed record again, to be put right."""

    model = Helper
    permission = MAY_LOG
    label = _("Log hours of service")
    explanation = _("A colleague verifies what you log; nobody verifies their own entries.")
    form_class = OfficerServiceForm
    template_name = "services/backoffice/log_for.html"
    header_icon = "time"
    index_url_name = "helpers:index"
    inspect_url_name = "helpers:inspect"

    @cached_property
    def corrects(self) -> ServiceRecord | None:
        wanted = self.request.GET.get("corrects", "")
        rows = visible(ServiceRecord, self.request.user).filter(
            helper=self.object, state=RecordState.REVERSED
        )
        return rows.filter(pk=key_in(wanted)).first()

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "corrects": self.corrects}

    def get_initial(self):
        return {} if self.corrects else {"day": timezone.localdate()}

    def form_valid(self, form):
        answer = super().form_valid(form)
        if records := getattr(self, "records", None):
            counted = hours(sum(record.minutes for record in records))
            text = _("%(hours)s hours logged. Somebody else verifies them now.") % {"hours": counted}
            messages.success(self.request, text)
        return answer

    success_message = ""

    def run(self, form):
        self.records = actions.log_for(self.object, form.officers_service(), by=self.request.user)

    def get_success_url(self):
        records = getattr(self, "records", None)
        if records:
            return reverse("service_records:inspect", args=[records[0].pk])
        return super().get_success_url()

    def get_context_data(self, **kwargs):
        form = kwargs.get("form") or self.get_form()
        has_units = form.fields["office"].queryset.exists()
        return super().get_context_data(
            **{**kwargs, "form": form}, has_units=has_units, corrects=self.corrects
        )


class HelperForm(RestrictedFields, forms.Form):
    helper = forms.ModelChoiceField(label=_("Who served"), queryset=Helper.objects.all())

    def __init__(self, *args, for_user, **kwargs):
        super().__init__(*args, **kwargs)
        restrict_fields(self, for_user)


class LogHoursView(PermittedPage, FormView):
    """Whose hours? The form of that helper follows."""

    permission = MAY_LOG
    template_name = "portal/backoffice/action.html"
    form_class = HelperForm
    label = page_title = _("Log hours of service")
    explanation = _("Choose whose service you enter. Helpers can log their own hours as well.")
    header_icon = "time"
    danger = False

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "for_user": self.request.user}

    def get_breadcrumbs_items(self):
        records = {"url": reverse("service_records:index"), "label": _("Service records")}
        return [*self.breadcrumbs_items, records, {"url": "", "label": self.label}]

    def form_valid(self, form):
        return redirect("log_hours_for", pk=form.cleaned_data["helper"].pk)

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context.update(violations=(), media=context["form"].media, back_url=reverse("service_records:index"))
        return context


@add_panel(Helper)
def hours_of_helper(helper, user) -> Panel | None:
    """Confirmed and waiting hours, the latest records, and the way to log more."""
    if not user.has_perm("services.view_servicerecord"):
        return None
    sums = figures.of_helper(helper)
    records = ServiceRecord.objects.filter(helper=helper)[:SHOWN]
    may_log = user.has_perm(MAY_LOG) and helper.state == HelperState.APPROVED
    context = {
        "sums": [{"label": label, "value": hours(sums[name]), "unit": _("hours")} for name, label in SUMS],
        "columns": [_("Time"), _("Form of service"), _("Counted as"), _("State"), number(_("Hours"))],
        "rows": [
            [
                link("service_records:inspect", record, when(record)),
                record.get_kind_display(),
                record.get_account_display(),
                state_chip(record, RECORD_TONES),
                hours(record.minutes),
            ]
            for record in records
        ],
        "log_url": reverse("log_hours_for", args=[helper.pk]) if may_log else "",
    }
    return Panel(_("Hours of service"), "services/backoffice/helper_hours.html", context)
