"""What a drafted policy would do to today's plan of an area: asking, waiting, and the difference."""

from django import forms
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from django.views.generic.edit import FormView

from portal.actions import require
from portal.backoffice import ActionForm
from portal.keys import key_in
from portal.models import Area
from volunteers.actions import policy_drafts
from volunteers.backoffice.matching_policy import MatchingPolicyPage
from volunteers.choices import DraftState, TrialState
from volunteers.explanations import HEADINGS
from volunteers.forms.matching_policy import label_of
from volunteers.models import PolicyTrial, Position
from volunteers.rules import matching_policy as rules

SHOWN = 200


class TrialForm(ActionForm):
    area = forms.ModelChoiceField(
        label=gettext_lazy("Area"),
        queryset=Area.objects.all(),
        error_messages={"required": gettext_lazy("Choose the county or the town that is to be planned.")},
        help_text=gettext_lazy("A county or a town; all open positions in it are planned twice."),
    )


class AskTrialView(MatchingPolicyPage, FormView):
    """One question: which area."""

    template_name = "portal/backoffice/action.html"
    form_class = TrialForm
    page_title = label = gettext_lazy("What would it change?")
    danger = False
    explanation = gettext_lazy(
        "Today's open positions of the area are planned under the policy in force and under the draft, for "
        "at most 20 seconds each, in the background. Nothing is sent and no plan is kept."
    )

    def dispatch(self, request, *args, **kwargs):
        """A decided draft is compared with nothing any more; what was found before stays on its page."""
        require(request.user, self.permission)
        if self.draft.state != DraftState.OPEN:
            return redirect("matching_draft", self.draft.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "for_user": self.request.user}

    def get_initial(self):
        """A trial that is asked for again begins with its area."""
        asked = key_in(self.request.GET.get("area", ""))
        area = Area.objects.visible_to(self.request.user).filter(pk=asked).first()
        return {"area": area} if area else {}

    def form_valid(self, form):
        trial = policy_drafts.ask_trial(self.draft, by=self.request.user, **form.cleaned_data)
        return redirect("matching_trial", self.draft.pk, trial.pk)

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"back_url": self._back(), "media": context["form"].media}

    def _back(self) -> str:
        return self.get_breadcrumbs_items()[-2]["url"]


class TrialView(MatchingPolicyPage, TemplateView):
    """The difference in numbers, seats and people; codes only, since administrators see no names."""

    template_name = "volunteers/backoffice/policy_trial.html"

    @cached_property
    def trial(self) -> PolicyTrial:
        rows = PolicyTrial.objects.visible_to(self.request.user).filter(draft=self.draft)
        return get_object_or_404(rows.select_related("area"), pk=self.kwargs["trial"])

    def get_page_title(self):
        return _("What would it change in {area}?").format(area=self.trial.area)

    def get_context_data(self, **kwargs):
        trial = self.trial
        context = super().get_context_data(
            run=trial,
            draft=self.draft,
            may_ask=self.draft.state == DraftState.OPEN,
            again_url=f"{reverse('matching_trial_new', args=[self.draft.pk])}?area={trial.area_id}",
            lost=trial.is_lost(timezone.now()),
            earlier=trial.state == TrialState.DONE and not trial.is_readable,
            stale=trial.value != self.draft.value,
            **kwargs,
        )
        return context | (self.result() if trial.is_readable else {})

    def result(self) -> dict:
        result, seats = self.trial.result, self.trial.result["seats"]
        named = [*result["held_unlawful"], *(entry for entries in seats.values() for entry in entries)]
        self.seats = self.seat_names([entry["need"] for entry in named])
        limits = result["thresholds"]
        return {
            "nothing": not (any(seats.values()) or limits["lost"] or limits["gained"])
            and not result["held_unlawful"],
            "figures": self.figures(),
            "side_columns": [_("Measure"), _("Under the policy in force") + "#", _("Under the draft") + "#"],
            "side_rows": self.side_rows(),
            "seat_lists": self.seat_lists(seats),
            "rule_columns": [
                _("Rule"),
                _("Pairs") + "#",
                _("Positions concerned") + "#",
                _("Helpers by number"),
            ],
            "lost_rows": [self.rule_row(entry, self.trial.value) for entry in limits["lost"]],
            "gained_rows": [self.rule_row(entry, self._policy_then()) for entry in limits["gained"]],
            "held_note": self.held_note(),
            "held_columns": [_("Position"), _("Helper"), _("Rule")],
            "held_rows": [self.held_row(entry) for entry in result["held_unlawful"][:SHOWN]],
            "drop_out": limits["drop_out"],
            "come_in": limits["come_in"],
            "limit_rows": self.limit_rows(),
        }

    def figures(self):
        result, seats = self.trial.result, self.trial.result["seats"]
        change = result["after"]["filled"] - result["before"]["filled"]
        return [
            {"label": _("Seats filled"), "value": result["after"]["filled"], "note": self.compared(change)},
            {"label": _("Filled by somebody else"), "value": len(seats["other"])},
            {"label": _("Newly filled"), "value": len(seats["filled"])},
            {"label": _("No longer filled"), "value": len(seats["emptied"])},
        ]

    def compared(self, change: int) -> str:
        """How many more or fewer than under the policy in force."""
        if not change:
            return _("as many as under the policy in force")
        number = abs(change)
        more = ngettext("{n} more", "{n} more", number)
        fewer = ngettext("{n} fewer", "{n} fewer", number)
        return (more if change > 0 else fewer).format(n=number)

    def side_rows(self):
        before, after = self.trial.result["before"], self.trial.result["after"]
        proven = {True: _("proven best"), False: _("best found in time")}
        return [
            [_("Seats filled"), before["filled"], after["filled"]],
            [_("Seats still empty"), before["unmet"], after["unmet"]],
            [_("Groups made lawful"), before["made_lawful"], after["made_lawful"]],
            [_("Coverage, by its own policy"), before["own"]["coverage"], after["own"]["coverage"]],
            [_("Quality, by its own policy"), before["own"]["quality"], after["own"]["quality"]],
            [
                _("Coverage, by the policy in force"),
                before["in_force"]["coverage"],
                after["in_force"]["coverage"],
            ],
            [
                _("Quality, by the policy in force"),
                before["in_force"]["quality"],
                after["in_force"]["quality"],
            ],
            [_("Certainty"), proven[before["proven"]], proven[after["proven"]]],
        ]

    def seat_names(self, needs: list[str]) -> dict[str, str]:
        """A seat by town, kind and number; the subject's code in the engine's name stays out."""
        keys = {need: int(need.rpartition("/")[2]) for need in needs}
        rows = Position.objects.filter(pk__in=keys.values()).select_related("area").in_bulk()
        return {
            need: f"{rows[pk].area} · {rows[pk]} · #{pk}" if pk in rows else f"#{pk}"
            for need, pk in keys.items()
        }

    def seat_lists(self, seats: dict) -> list[dict]:
        headings = {
            "other": _("Seats that somebody else would fill"),
            "filled": _("Seats that would be filled only then"),
            "emptied": _("Seats that would stay empty then"),
        }
        columns = [_("Position"), _("Under the policy in force"), _("Under the draft")]
        return [
            {
                "heading": headings[what],
                "number": len(entries),
                "columns": columns,
                "rows": [
                    [self.seats[entry["need"]], entry.get("from", "—"), entry.get("to", "—")]
                    for entry in entries[:SHOWN]
                ],
            }
            for what, entries in seats.items()
            if entries
        ]

    def rule_row(self, entry: dict, policy: dict) -> list:
        """One rule that stands in the way under ``policy``, in words for many pairs."""
        people = "、".join(entry["helpers"][:SHOWN])
        return [self.rule_words(entry["rule"], policy), entry["pairs"], entry["seats"], people]

    def rule_words(self, code: str, policy: dict) -> str:
        if code == "RECORD_CHECK":
            days = policy["record_check_days"]
            return _("No record check in the {days} days before the seat begins").format(days=days)
        return str(HEADINGS[f"pair.{code.lower()}"])

    def held_note(self) -> str:
        """How many seats stand on neither side, because somebody is already invited for them."""
        number = self.trial.result["held"]
        words = ngettext(
            "{n} seat with an invitation under way is planned on neither side.",
            "{n} seats with invitations under way are planned on neither side.",
            number,
        )
        return words.format(n=number) if number else ""

    def held_row(self, entry: dict) -> list:
        words = [self.rule_words(code, self.trial.value) for code in entry["rules"]]
        return [self.seats[entry["need"]], entry["helper"], "；".join(words)]

    def limit_rows(self):
        """The limits that differ, and how many open seats count with each weight."""
        changed = rules.differences(self._policy_then(), self.trial.value)
        return [[label_of(figure), old, new] for figure, old, new in changed]

    def _policy_then(self) -> dict:
        return self.trial.result["policy"]
