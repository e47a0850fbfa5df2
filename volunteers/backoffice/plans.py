"""The plan of a whole area: what is proposed, what stays empty and why, and sending it in one step."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column

from portal.backoffice import (
    ActionForm,
    ActionView,
    DetailView,
    GuardedViewSet,
    facts_panel,
    table_panel,
    trail_panel,
)
from portal.models import Area
from volunteers import explanations
from volunteers.actions import plans
from volunteers.backoffice.links import chip, link
from volunteers.choices import MINOR_SPECIALIST, PositionState
from volunteers.explanations import Names
from volunteers.models import Helper, MatchPlan, Position

REASONS = {
    "OUT_OF_SCOPE": _("Outside the planned area"),
    "NO_CANDIDATE": _("Nobody meets every rule"),
    "GATE": _("The group would stay without a member the law asks for"),
    "CAPACITY": _("The people who could serve are needed elsewhere"),
}


class PlanContent:
    """The engine's answer with the people and seats it speaks of, each read once."""

    def __init__(self, plan: MatchPlan):
        self.output = plan.output
        self.seats = {
            position.need_id: position
            for position in Position.objects.filter(
                pk__in=[need["id"].rpartition("/")[2] for need in plan.input["needs"]]
            ).select_related("group__subject")
        }
        self.people = dict(Helper.objects.filter(number__in=self._numbers()).values_list("number", "name"))
        codes = [area["code"] for area in plan.input["areas"]]
        self.names = Names(
            areas=dict(Area.objects.filter(code__in=codes).values_list("code", "name")),
            tags={MINOR_SPECIALIST: str(_("familiar with minors"))},
        )

    def _numbers(self) -> set[str]:
        numbers = {entry["helper"] for entry in self.output["assignments"]}
        for entry in self.output["assignments"]:
            numbers |= {other["helper"] for other in entry["alternatives"]}
        for entry in self.output["unmet"]:
            numbers |= {other["helper"] for other in [*entry["nearest"], *entry["candidates"]]}
        return numbers

    def who(self, number: str) -> str:
        return f"{self.people.get(number, '')} {number}".strip()

    def sendable(self) -> list[tuple[str, str]]:
        """Proposals whose seat is still open, as choices of a form."""
        return [
            (entry["need"], f"{seat.group.subject.code} · {seat} → {self.who(entry['helper'])}")
            for entry in self.output["assignments"]
            if (seat := self.seats.get(entry["need"])) and seat.state == PositionState.OPEN
        ]


class SendForm(ActionForm):
    needs = forms.MultipleChoiceField(label=_("Invitations to send"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = PlanContent(self.instance).sendable()
        self.fields["needs"].choices = choices
        self.fields["needs"].initial = [need for need, _label in choices]


class SendView(ActionView):
    permission = "volunteers.add_invitation"
    label = _("Send the invitations")
    explanation = _(
        "Strike what you do not want. Every pair is judged once more before it is sent; each helper decides."
    )
    form_class = SendForm
    success_message = ""

    def run(self, form):
        sent, refused = plans.send_plan(self.object, by=self.request.user, **form.cleaned_data)
        if sent:
            number = len(sent)
            text = ngettext("{n} invitation was sent.", "{n} invitations were sent.", number)
            messages.success(self.request, text.format(n=number))
        for violation in refused:
            messages.warning(self.request, f"{violation.message} {violation.source}")


class PlanDetail(DetailView):
    select_related = ("area", "made_by")

    def get_callout(self):
        objective, bound = self.object.output["objective"], self.object.output["bound"]
        proven = self.object.output["status"] == "optimal"
        text = _("Coverage {got} of at most {most}. A plan only proposes: you decide, the helpers consent.")
        return {
            "title": _("The best plan, proven") if proven else _("A good plan, not proven to be the best"),
            "text": text.format(got=objective["coverage"], most=bound["coverage"]),
            "tone": "ok" if proven else "",
        }

    def get_facts(self):
        output = self.object.output
        return [
            (_("Area"), self.object.area),
            (_("Made"), self.object.made_at),
            (_("Made by"), self.object.made_by),
            (_("Seats filled"), output["counts"]["filled"]),
            (_("Seats still empty"), output["counts"]["unmet"]),
            (_("Groups made lawful"), output["counts"]["groups_made_lawful"]),
            (_("Seconds"), f"{output['seconds']['total']:.1f}"),
            (_("Solver"), output["solver"]),
            ("SHA-256", self.object.output_sha256[:16]),
        ]

    def get_panels(self):
        content = PlanContent(self.object)
        return [
            self._proposals(content),
            self._unmet(content),
            facts_panel(self.get_facts()),
            trail_panel(self.object),
        ]

    def _proposals(self, content):
        rows = [
            [
                self._seat(content, entry["need"]),
                content.who(entry["helper"]),
                entry["score"],
                "、".join(content.who(other["helper"]) for other in entry["alternatives"]) or "—",
                self._state(content, entry["need"]),
            ]
            for entry in self.object.output["assignments"]
        ]
        columns = [_("Position"), _("Proposed"), _("Score") + "#", _("Alternatives"), _("State")]
        return table_panel(
            _("Proposed"), [str(column) for column in columns], rows, empty=_("Nothing can be proposed.")
        )

    def _seat(self, content, need):
        seat = content.seats.get(need)
        return link("positions:inspect", seat, f"{seat.group.subject.code} · {seat}") if seat else need

    def _state(self, content, need):
        seat = content.seats.get(need)
        return chip(seat.get_state_display()) if seat else "—"

    def _unmet(self, content):
        rows = [
            [
                self._seat(content, entry["need"]),
                REASONS[entry["reason"]],
                self._nearest(content, entry),
            ]
            for entry in self.object.output["unmet"]
        ]
        columns = [_("Position"), _("Why it stays empty"), _("One step away")]
        return table_panel(
            _("Still empty"), [str(column) for column in columns], rows, empty=_("Every seat is filled.")
        )

    def _nearest(self, content, entry):
        """The person with the least effort, and the steps that would mend it."""
        if not entry["nearest"]:
            return "—"
        near = entry["nearest"][0]
        steps = "；".join(str(explanations.remedy(change, content.names)) for change in near["changes"])
        return f"{content.who(near['helper'])}：{steps}"


class MatchPlanViewSet(GuardedViewSet):
    model = MatchPlan
    icon = "scale"
    menu_label = _("Area plans")
    menu_order = 225
    menu_hook = "register_groups_menu_item"
    list_display = [
        "__str__",
        "area",
        "made_at",
        "made_by",
        Column("filled", label=_("Seats filled")),
        Column("unmet", label=_("Seats still empty")),
    ]
    list_filter = []
    select_related = ("area", "made_by")
    ordering = ["-pk"]
    detail_view_class = PlanDetail
    action_views = {"send": SendView}
    add_enabled = True
    form_fields = ["area"]
    create_action = plans.make_plan
    empty_message = _("Plan an area: every open position at once, nothing is sent by it.")
