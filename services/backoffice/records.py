"""Service records in the back office: the list, one record with its hands, the verification queue."""

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.actions import require
from portal.backoffice import (
    ActionView,
    DetailView,
    GuardedViewSet,
    Panel,
    ReasonForm,
    facts_panel,
    trail_panel,
)
from services import actions
from services.choices import Account, RecordState
from services.models import ServiceRecord
from services.rules.amounts import hours, yuan

PER_PAGE = 50
# What one POST may carry; the page itself offers no more.
MOST_AT_ONCE = 200


class VerifyView(ActionView):
    action = actions.verify
    permission = "services.verify_servicerecord"
    label = _("Verify")
    states = (RecordState.LOGGED,)
    explanation = _("The hours enter the ledger and can no longer be changed, only reversed.")
    success_message = _("Verified. The hours are in the ledger now.")


class RejectView(ActionView):
    action = actions.reject
    permission = "services.verify_servicerecord"
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
    explanation = _("An entry of opposite sign is added to the ledger; the first entry stays.")
    success_message = _("Reversed. The hours no longer count.")


def number(label) -> str:
    """A column label of a table of numbers, as ``grid_table`` marks it."""
    return f"{label}#"


def when(record: ServiceRecord) -> str:
    """``11月14日 09:00–11:00`` in the reader's language."""
    start, end = localtime(record.starts_at), localtime(record.ends_at)
    return f"{date_format(record.served_on)} {time_format(start, 'H:i')}–{time_format(end, 'H:i')}"


def hands_trail(record: ServiceRecord) -> list[dict]:
    """Who did what with the record, and who is next; the five hands of a purchased hour."""
    done = [
        (_("Logged"), record.recorded_by, record.recorded_at),
        (_("Verified"), record.verified_by, record.verified_at),
    ]
    if record.account == Account.PURCHASED:
        done += [
            (_("Accepted service"), record.accepted_by, record.acceptance and record.acceptance.signed_at),
            (_("Settled"), record.settled_by, record.settlement and record.settlement.settled_at),
            (_("Paid"), record.paid_by, record.payment and record.payment.recorded_at),
        ]
    steps, reached = [], True
    for label, person, at in done:
        if person is not None:
            steps.append(
                {"text": f"{label}　{person}", "note": date_format(localtime(at), "DATETIME_FORMAT")}
            )
        else:
            steps.append({"text": label, "state": "now" if reached else "later"})
            reached = False
    if record.state in {RecordState.REJECTED, RecordState.REVERSED}:
        steps = [step for step in steps if not step.get("state")]
        reason = record.reject_reason or record.reversal_reason
        person = record.rejected_by or record.reversed_by
        steps.append({"text": f"{record.get_state_display()}　{person}", "note": reason})
    return steps


class RecordDetail(DetailView):
    """One record in evidence. What was done is read by those who verify, not by finance."""

    def get_callout(self):
        record = self.object
        if record.state == RecordState.LOGGED and (record.is_late or record.is_excess):
            reason = record.late_reason or record.excess_reason
            return {"title": _("Look closely before verifying"), "text": reason, "tone": "warn"}
        return None

    def get_panels(self):
        record = self.object
        trail = Panel(_("Hands"), "portal/components/trail.html", {"steps": hands_trail(record)})
        facts = facts_panel(self._pairs(record), title=_("Service"), aside=False)
        return [facts, trail, trail_panel(record)]

    def _pairs(self, record):
        reads_notes = self.request.user.has_perm("services.verify_servicerecord")
        label = ServiceRecord._meta.get_field
        pairs = [
            (_("Time"), when(record)),
            (_("Hours"), hours(record.minutes)),
            (
                capfirst(label("helper").verbose_name),
                record.helper.number if not reads_notes else record.helper,
            ),
            (capfirst(label("kind").verbose_name), record.get_kind_display()),
            (capfirst(label("help_kind").verbose_name), record.get_help_kind_display()),
            (capfirst(label("office").verbose_name), record.office),
            (capfirst(label("area").verbose_name), record.area),
            (capfirst(label("break_minutes").verbose_name), record.break_minutes),
            (capfirst(label("travel_minutes").verbose_name), record.travel_minutes),
            (_("Person-times"), record.person_times),
            (capfirst(label("late_reason").verbose_name), record.late_reason),
            (capfirst(label("excess_reason").verbose_name), record.excess_reason),
        ]
        if reads_notes:
            pairs.append((capfirst(label("content").verbose_name), record.content))
        if record.contract_item:
            item = record.contract_item
            value = _("%(hours)s hours × %(rate)s yuan = %(value)s yuan") % {
                "hours": hours(record.minutes),
                "rate": yuan(record.rate_fen),
                "value": yuan(record.amount_fen),
            }
            pairs += [(_("Contract"), item.contract), (_("Contract item"), item), (_("Value"), value)]
        return pairs


class HoursColumn(Column):
    """Minutes of a row as hours."""

    def get_value(self, instance):
        return hours(super().get_value(instance))


class YuanColumn(Column):
    """Fen of a row as yuan."""

    def get_value(self, instance):
        return yuan(super().get_value(instance))


class ServiceRecordViewSet(GuardedViewSet):
    model = ServiceRecord
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
        Column("get_state_display", label=_("State")),
        "area",
    ]
    select_related = ("helper", "area")
    list_filter = ["state", "account", "kind", "is_late"]
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
        )
        return super().get_inspect_view_kwargs(**{"select_related": joined, **kwargs})


class VerificationQueueView(WagtailAdminTemplateMixin, TemplateView):
    """What this officer may verify, oldest first; several rows at once, each refusal beside its row."""

    template_name = "services/backoffice/queue.html"
    page_title = _("Verify hours")
    header_icon = "check"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(request.user, "services.verify_servicerecord")
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        keys = [int(key) for key in request.POST.getlist("record")[:MOST_AT_ONCE] if key.isdigit()]
        rows = ServiceRecord.objects.visible_to(request.user).filter(pk__in=keys)
        verified, refused = actions.verify_many(rows, by=request.user)
        if verified:
            text = _("%(count)s records verified; %(hours)s hours are in the ledger now.") % {
                "count": len(verified),
                "hours": hours(sum(record.minutes for record in verified)),
            }
            messages.success(request, text)
        elif not keys:
            messages.warning(request, _("Choose at least one record first."))
        return self.render_to_response(self.get_context_data(refused=dict(refused)))

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, refused=None, **kwargs):
        waiting = ServiceRecord.objects.verifiable_by(self.request.user).select_related(
            "helper", "office", "area", "recorded_by", "contract_item__contract"
        )
        page = Paginator(waiting, PER_PAGE).get_page(self.request.GET.get("page"))
        reasons = {record.pk: error.violations for record, error in (refused or {}).items()}
        rows = [
            {
                "record": record,
                "url": reverse("service_records:inspect", args=[record.pk]),
                "when": when(record),
                "violations": reasons.get(record.pk, ()),
            }
            for record in page.object_list
        ]
        others = [record for record in (refused or {}) if record.pk not in {row["record"].pk for row in rows}]
        return super().get_context_data(rows=rows, page=page, refused_elsewhere=others, **kwargs)
