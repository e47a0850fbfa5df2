"""Certificates in the back office: who holds which, and taking a false one back."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from portal.backoffice import ActionView, GuardedViewSet, ReasonForm
from services import actions
from services.choices import CertificateState
from services.models import Certificate

from .records import HoursColumn


class RevokeView(ActionView):
    action = actions.revoke_certificate
    permission = "services.revoke_certificate"
    label = _("Revoke")
    states = (CertificateState.ISSUED,)
    form_class = ReasonForm
    danger = True
    explanation = _("Anyone who checks the number reads that it is revoked, and your reason. No names.")
    success_message = _("Revoked. The volunteer has been told.")


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
        Column("get_state_display", label=_("State")),
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
    action_views = {"revoke": RevokeView}
    empty_message = _("Certificates appear here once volunteers take them.")
