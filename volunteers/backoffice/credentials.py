"""Certificates: what waits for a check, and accepting or not accepting one."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
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
from volunteers.actions import vetting
from volunteers.backoffice.links import chip, link
from volunteers.choices import CredentialState
from volunteers.models import Credential
from volunteers.rules.credentials import counsellor_certificate_plausible

TONES = {CredentialState.VERIFIED: "ok", CredentialState.REJECTED: "bad"}


class _CheckView(ActionView):
    permission = "volunteers.change_credential"

    def get_success_url(self):
        return reverse("helpers:inspect", args=[self.object.helper_id])


class VerifyView(_CheckView):
    action = vetting.verify_credential
    label = _("Accept the certificate")
    explanation = _("You have compared it with the original or with the public register.")
    states = (CredentialState.CLAIMED, CredentialState.REJECTED)
    success_message = _("Accepted. The helper has been told.")


class RejectView(_CheckView):
    action = vetting.reject_credential
    label = _("Do not accept")
    states = (CredentialState.CLAIMED, CredentialState.VERIFIED)
    form_class = ReasonForm
    danger = True
    success_message = _("Not accepted. The helper has been told.")


class CredentialDetail(DetailView):
    select_related = ("helper", "checked_by")

    def get_callout(self):
        doubt = counsellor_certificate_plausible(self.object.kind, self.object.valid_from)
        return doubt and {"title": _("Look twice"), "text": doubt.message, "tone": "warn"}

    def get_facts(self):
        """The certificate as claimed, and who checked it."""
        credential = self.object
        return [
            (_("Helper"), link("helpers:inspect", credential.helper)),
            (_("Kind of certificate"), credential.get_kind_display()),
            (pgettext_lazy("credential", "Title"), credential.title),
            (_("Certificate number"), credential.number),
            (_("Issuing body"), credential.issuer),
            (_("Issued on"), credential.valid_from),
            (_("Valid to"), credential.valid_to),
            (_("State"), chip(credential.get_state_display(), TONES.get(credential.state, "warn"))),
            (_("Checked by"), credential.checked_by),
            (_("Reason"), credential.reason),
        ]

    def get_panels(self):
        return [facts_panel(self.get_facts(), aside=False), trail_panel(self.object.helper)]


class CredentialViewSet(GuardedViewSet):
    model = Credential
    name = "credentials"
    icon = "doc-full"
    menu_label = _("Certificates")
    menu_order = 130
    menu_hook = "register_people_menu_item"
    menu_permission = "volunteers.change_credential"
    detail_view_class = CredentialDetail
    list_display = [
        "title",
        Column("helper", label=_("Helper"), accessor="helper", sort_key="helper"),
        "number",
        "valid_to",
        ChipColumn(tones=TONES),
    ]
    list_filter = ["state", "kind"]
    search_fields = ["title", "number", "helper__name"]
    ordering = "-pk"
    inspect_view_fields = ["title"]
    action_views = {"verify": VerifyView, "reject": RejectView}
    empty_message = _("Certificates appear here when helpers claim them.")
