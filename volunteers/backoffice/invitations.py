"""Invitations sent, with what was known on the day: readable years later."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from portal.backoffice import (
    ActionView,
    ChipColumn,
    DetailView,
    GuardedViewSet,
    Panel,
    ReasonForm,
    facts_panel,
    trail_panel,
)
from volunteers import explanations, snapshots
from volunteers.actions import invitations
from volunteers.backoffice.links import chip, link
from volunteers.choices import InvitationState
from volunteers.models import Invitation

TONES = {InvitationState.SENT: "info", InvitationState.ACCEPTED: "ok"}


class WithdrawView(ActionView):
    action = invitations.withdraw
    permission = "volunteers.change_invitation"
    label = _("Withdraw the invitation")
    danger = True
    states = (InvitationState.SENT,)
    form_class = ReasonForm
    success_message = _("The invitation was withdrawn; the position is open again.")


class InvitationDetail(DetailView):
    select_related = ("position__group__subject", "position__area", "helper", "sent_by")

    def get_facts(self):
        invitation, kept = self.object, self.object.snapshot
        return [
            (_("Position"), link("positions:inspect", invitation.position)),
            (_("Group"), link("supervision_groups:inspect", invitation.position.group)),
            (_("Helper"), f"{invitation.helper.name} {invitation.helper.number}"),
            (_("State"), chip(invitation.get_state_display(), TONES.get(invitation.state, ""))),
            (_("Sent"), invitation.sent_at),
            (_("Sent by"), invitation.sent_by),
            (_("Answer by"), invitation.answer_by),
            (_("Answered"), invitation.answered_at),
            (_("Reason for withdrawing"), invitation.withdrawal_reason),
            (_("Area plan"), self._plan()),
            (_("Place in the ranking"), kept.get("place") and f"{kept['place']} / {kept['of']}"),
            (_("Reason for this choice"), invitation.override_reason),
        ]

    def _plan(self):
        """The way to the plan that proposed it; a county's plan weighs megabytes and is not read for it."""
        key = self.object.plan_id
        if key is None:
            return ""
        return format_html('<a href="{}">#{}</a>', reverse("area_plans:inspect", args=[key]), key)

    def get_panels(self):
        return [
            facts_panel(self.get_facts(), aside=False),
            Panel(
                _("What was known"),
                "volunteers/backoffice/snapshot.html",
                {
                    "kept": self.object.snapshot,
                    "scored": how_scored(self.object.snapshot),
                    "intact": self.object.snapshot.get("sha256") == snapshots.digest(self.object.snapshot),
                },
                shown=bool(self.object.snapshot),
            ),
            trail_panel(self.object),
        ]


def how_scored(kept: dict) -> list[str]:
    """By which plan the kept points were given, and why the pair alone had others; empty without a plan."""
    if kept.get("scored_by") != "plan":
        return []
    made = timezone.localtime(datetime.fromisoformat(kept["plan"]["made_at"]))
    said = [
        _("Points as area plan #{number} of {day} showed them.").format(
            number=kept["plan"]["number"], day=date_format(made)
        )
    ]
    alone = kept["answer"]["parts"]
    other = {
        name: f"{part['label']} {part['got']} → {alone[name]}"
        for name, part in zip(explanations.PART_LABELS, kept["parts"], strict=True)
        if part["got"] != alone[name]
    }
    if other:
        score, differing = kept["answer"]["score"], "，".join(other.values())
        said.append(
            _("The pair alone, judged when it was sent: {score} points ({parts}).").format(
                score=score, parts=differing
            )
        )
    if "stability" in other:
        said.append(_("Stability counts in area plans only."))
    if other.keys() - {"stability"}:
        said.append(_("The data had changed since the plan was made."))
    return said


class InvitationViewSet(GuardedViewSet):
    model = Invitation
    icon = "mail"
    menu_label = _("Invitations")
    menu_order = 230
    menu_hook = "register_groups_menu_item"
    list_display = [
        "helper",
        Column("position.group.subject.code", label=_("Group"), sort_key="position__group__subject__code"),
        "position",
        ChipColumn(tones=TONES),
        "sent_at",
        "answer_by",
    ]
    list_filter = ["state"]
    search_fields = ["helper__name", "helper__number", "position__group__subject__code"]
    select_related = ("helper", "position__group__subject")
    ordering = ["-pk"]
    detail_view_class = InvitationDetail
    action_views = {"withdraw": WithdrawView}
    empty_message = _("Choose a person on the page of an open position.")
