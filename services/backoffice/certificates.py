"""Certificates in the back office: who holds which, and taking a false one back."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from portal.backoffice import (
    ActionView,
    ChipColumn,
    DetailView,
    GuardedViewSet,
    ReasonForm,
    facts_panel,
    table_panel,
    trail_panel,
)
from services import actions
from services.actions.certifying import taken_back_since
from services.choices import CertificateState
from services.models import Certificate
from services.rules.amounts import hours
from training.choices import SessionKind

from . import exports
from .chips import CERTIFICATE_TONES, state_chip
from .wording import HoursColumn, link, number, when


class RevokeView(ActionView):
    action = actions.revoke_certificate
    permission = "services.revoke_certificate"
    label = _("Revoke")
    states = (CertificateState.ISSUED,)
    form_class = ReasonForm
    danger = True
    explanation = _("Anyone who checks the number reads that it is revoked, and your reason. No names.")
    success_message = _("Revoked. The volunteer has been told.")


class CertificateDetail(DetailView):
    """What was certified, and what of it was reversed since."""

    select_related = ("helper", "office", "revoked_by")

    def get_callout(self):
        certificate = self.object
        if certificate.state == CertificateState.REVOKED:
            return {"title": _("Revoked"), "text": certificate.revocation_reason, "tone": "bad"}
        minutes = sum(record.minutes for record in self.reversed_records)
        if not minutes:
            return None
        text = _(
            "%(hours)s hours that it states were reversed after it was issued. "
            "Revoke it if it misleads; the volunteer can take a new one at once."
        ) % {"hours": hours(minutes)}
        return {"title": _("This certificate states more than still counts"), "text": text, "tone": "warn"}

    @cached_property
    def reversed_records(self):
        return list(taken_back_since(self.object).order_by("served_on", "pk"))

    def get_state_display_value(self):
        return state_chip(self.object, CERTIFICATE_TONES)

    def get_panels(self):
        lines = [
            [SessionKind(line["kind"]).label, line["times"], hours(line["minutes"])]
            for line in self.object.lines
        ]
        content = table_panel(
            _("Content of service"),
            [str(_("Form of service")), number(_("How often")), number(_("Hours"))],
            lines,
            totals=[_("Total"), sum(row[1] for row in lines), hours(self.object.minutes)] if lines else (),
        )
        rows = [
            [
                link("service_records:inspect", record, when(record)),
                record.reversal_reason,
                hours(record.minutes),
            ]
            for record in self.reversed_records
        ]
        columns = [str(_("Time")), str(_("Reason")), number(_("Hours"))]
        taken_back = table_panel(_("Reversed since it was issued"), columns, rows)
        taken_back.shown = bool(rows)
        return [facts_panel(self.get_facts(), aside=False), content, taken_back, trail_panel(self.object)]


class CertificateViewSet(GuardedViewSet):
    model = Certificate
    icon = "doc-full"
    menu_label = _("Service certificates")
    menu_hook = "register_services_menu_item"
    menu_order = 160
    list_display = [
        "number",
        Column("helper.number", label=_("Volunteer")),
        Column("office.name", label=_("Issuing unit")),
        HoursColumn("minutes", label=_("Hours")),
        "issued_on",
        ChipColumn(tones=CERTIFICATE_TONES),
    ]
    select_related = ("helper", "office")
    list_filter = ["state"]
    search_fields = ["number"]
    inspect_view_fields = [
        "number",
        "helper",
        "office",
        "state",
        "period_from",
        "period_to",
        "issued_on",
        "wants_seal",
        "revoked_on",
        "revoked_by",
        "revocation_reason",
    ]
    list_export = exports.CERTIFICATES
    export_headings = exports.CERTIFICATE_HEADINGS
    export_writers = exports.CERTIFICATE_WRITERS
    detail_view_class = CertificateDetail
    action_views = {"revoke": RevokeView}
    empty_message = _("Certificates appear here once volunteers take them.")
