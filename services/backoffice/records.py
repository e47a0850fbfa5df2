"""Service records in the back office: the list, one record in evidence, and what is done with it."""

import django_filters
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from portal.backoffice import (
    ActionView,
    AreaFilter,
    AreaFilterSet,
    ChipColumn,
    DetailView,
    GuardedViewSet,
    ListView,
    Panel,
    ReasonForm,
    facts_panel,
    trail_panel,
    visible,
)
from services import actions
from services.actions.verifying import reversal_judgements
from services.choices import RecordState
from services.models import ServiceRecord

from . import exports
from .chips import RECORD_TONES
from .evidence import arrangement_panel, doubts_about
from .record_panels import hands_trail, ledger_panel, record_facts
from .wording import HoursColumn, link


class JudgingView(ActionView):
    """Verifying or not: offered to a second person only (rule 30)."""

    permission = "services.verify_servicerecord"

    @classmethod
    def is_offered(cls, instance, user) -> bool:
        return super().is_offered(instance, user) and not is_own(instance, user)


class VerifyView(JudgingView):
    action = actions.verify
    label = _("Verify")
    states = (RecordState.LOGGED,)
    explanation = _("The hours enter the ledger and can no longer be changed, only reversed.")
    success_message = _("Verified. The hours are in the ledger now.")


class RejectView(JudgingView):
    action = actions.reject
    label = _("Do not verify")
    states = (RecordState.LOGGED,)
    form_class = ReasonForm
    explanation = _("The helper reads your reason and may log the service again.")
    success_message = _("Not verified. The helper has been told.")


class ReverseView(ActionView):
    action = actions.reverse
    permission = "services.reverse_servicerecord"
    label = _("Reverse")
    states = (RecordState.VERIFIED,)
    form_class = ReasonForm
    danger = True
    explanation = _(
        "An entry of opposite sign is added to the ledger; the first entry stays, and so does the record. "
        "What is right is then logged as a new record and verified by a second person."
    )
    success_message = _("Reversed. The hours no longer count.")

    def get_context_data(self, **kwargs):
        """What stands against it is said before anybody types a reason."""
        if not self.violations:
            judged = reversal_judgements(self.object, self.request.user)
            self.violations = [violation for violation in judged if violation]
        return super().get_context_data(**kwargs)


def is_own(record: ServiceRecord, user) -> bool:
    """Whether ``user`` logged these hours or served them."""
    return user.pk in {record.recorded_by_id, record.helper_account_id}


class RecordDetail(DetailView):
    """One record in evidence. What was done is read by those who verify, not by finance."""

    def get_callout(self):
        record = self.object
        if record.state == RecordState.LOGGED and is_own(record, self.request.user):
            text = _("You logged or served these hours. Somebody else of the office verifies them.")
            return {"title": _("Waiting for a second person"), "text": text, "tone": ""}
        if record.state == RecordState.LOGGED:
            reasons = [record.late_reason or record.excess_reason, *doubts_about(record)]
            text = " ".join(str(reason) for reason in reasons if reason)
            if text:
                return {"title": _("Look closely before verifying"), "text": text, "tone": "warn"}
        if record.state == RecordState.REJECTED:
            return {"title": _("Not verified"), "text": record.reject_reason, "tone": "bad"}
        if record.state == RecordState.REVERSED:
            return {"title": _("Reversed: these hours no longer count"), "text": self._next(), "tone": "bad"}
        return None

    def _next(self):
        """Why the record was reversed, and the record that puts it right or the way to one."""
        record, user = self.object, self.request.user
        correction = getattr(record, "correction", None)
        if correction is not None:
            door = link("service_records:inspect", correction, _("Show the corrected record"))
        elif user.has_perm("services.add_servicerecord") and visible(type(record.helper), user).filter(
            pk=record.helper_id
        ):
            address = f"{reverse('log_hours_for', args=[record.helper_id])}?corrects={record.pk}"
            door = format_html('<a href="{}">{}</a>', address, _("Log the correct hours"))
        else:
            door = ""
        return format_html("{} {}", record.reversal_reason, door)

    def get_panels(self):
        record = self.object
        trail = Panel(_("Hands"), "portal/components/trail.html", {"steps": hands_trail(record)})
        facts = facts_panel(record_facts(record, self.request.user), title=_("Service"), aside=False)
        arranged = arrangement_panel(record, self.request.user)
        return [facts, arranged, trail, ledger_panel(record), trail_panel(record)]


class RecordFilterSet(AreaFilterSet):
    served_on = django_filters.DateFromToRangeFilter(
        label=_("Day of the service"), widget=DateRangePickerWidget
    )
    contract = django_filters.CharFilter(
        field_name="contract_item__contract__number", lookup_expr="iexact", label=_("Contract number")
    )
    area = AreaFilter(label=_("Area"))

    class Meta:
        model = ServiceRecord
        fields = ["served_on", "state", "account", "contract", "kind", "area", "is_late"]


class RecordList(ListView):
    """All records; an officer logs hours for a helper from here."""

    @cached_property
    def header_buttons(self):
        buttons = super().header_buttons
        if self.request.user.has_perm("services.add_servicerecord"):
            buttons.append(
                HeaderButton(_("Log hours of service"), url=reverse("log_hours"), icon_name="plus")
            )
        return buttons


class ServiceRecordViewSet(GuardedViewSet):
    model = ServiceRecord
    index_view_class = RecordList
    icon = "time"
    menu_label = _("Service records")
    menu_hook = "register_services_menu_item"
    menu_order = 110
    list_display = [
        "served_on",
        Column("helper.number", label=_("Person serving")),
        Column("get_kind_display", label=_("Form of service")),
        HoursColumn("minutes", label=_("Hours")),
        Column("get_account_display", label=_("Counted as")),
        ChipColumn(tones=RECORD_TONES),
        "area",
    ]
    select_related = ("helper", "area")
    filterset_class = RecordFilterSet
    search_fields = ["helper__number"]
    list_export = exports.RECORDS
    export_headings = exports.RECORD_HEADINGS
    export_writers = exports.RECORD_WRITERS
    keyset = ("-served_on", "-pk")
    detail_view_class = RecordDetail
    action_views = {"verify": VerifyView, "reject": RejectView, "reverse": ReverseView}
    empty_message = _("Records appear here once attendance is entered or helpers log their hours.")

    def get_inspect_view_kwargs(self, **kwargs):
        joined = (
            "helper",
            "office",
            "area",
            "contract_item__contract",
            "booking__session",
            "recorded_by",
            "verified_by",
            "rejected_by",
            "reversed_by",
            "accepted_by",
            "settled_by",
            "paid_by",
            "acceptance",
            "settlement",
            "payment",
            "reverses",
            "correction",
        )
        return super().get_inspect_view_kwargs(**{"select_related": joined, **kwargs})
