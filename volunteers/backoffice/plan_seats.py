"""One seat of a plan: "why not her?" for anybody, who else could serve, who cannot and why; and deciding."""

from dataclasses import replace
from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView
from django_htmx.http import HttpResponseClientRefresh
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.actions import Refused, require
from portal.backoffice import ActionForm, ActionView, narrow
from portal.models import visible_area_ids
from volunteers import candidates, explanations, matching, plan_words
from volunteers.actions import plan_decisions, plan_questions
from volunteers.backoffice.candidates import (
    by_reason,
    failures_first,
    find_people,
    parts_explained,
    position_facts,
)
from volunteers.backoffice.list_parts import part
from volunteers.backoffice.plan_callouts import policy_notice
from volunteers.backoffice.plan_cards import PlanCards
from volunteers.choices import PairDecision
from volunteers.matching_input import reachable
from volunteers.models import Helper, MatchPlan, PlanQuestion, Position
from volunteers.plan_content import PlanContent

FREE = "free"


class PlanPair:
    """A seat of a plan, and perhaps a person, as an address names them."""

    def __init__(self, plan: MatchPlan, user, need: str, number: str = ""):
        self.plan, self.user, self.need = plan, user, need
        if need not in {one["id"] for one in plan.input["needs"]}:
            raise Http404
        rows = narrow(Position.objects.all(), user).select_related("group__subject", "area")
        self.position = get_object_or_404(rows, pk=need.rpartition("/")[2])
        self.helper = self._helper(number) if number else None

    def _helper(self, number: str) -> Helper:
        """Somebody whom the plan weighs for the seat; others are as unknown as if they did not exist."""
        if number not in self.seat.helpers:
            raise Http404
        return self.seat.helpers[number]

    @cached_property
    def seat(self) -> candidates.Seat:
        """Everybody who may be shown for the seat, judged on the data of the plan."""
        data = self.plan.input
        ranking = matching.rank(data, self.need)
        lawful = [entry["helper"] for entry in ranking["candidates"]]
        # A plan weighs people for every seat of its area; who offered nothing here is not named here.
        shown = Q(number__in=lawful) | Q(
            pk__in=reachable(self.position, visible_area_ids(self.user)).values("pk")
        )
        people = Helper.objects.filter(shown, number__in=[one["id"] for one in data["helpers"]])
        return candidates.Seat(
            position=self.position,
            data=data,
            ranking=ranking,
            names=candidates.names_for(data, self.position),
            helpers={helper.number: helper for helper in people.select_related("area")},
        )

    @cached_property
    def question(self) -> PlanQuestion:
        """ "Why not her?", asked now if nobody has yet; raises ``Refused`` where the plan cannot say."""
        return plan_questions.ask(self.plan, self.position, self.helper, by=self.user)

    def answer(self) -> dict | None:
        """Why not her, in words; None while it is being computed."""
        found = self.question.answer
        return AnswerInWords(self, found).as_context() if found is not None else None


class AnswerInWords:
    """The engine's answer about one pair as the screen shows it."""

    def __init__(self, pair: PlanPair, answer: dict):
        self.pair, self.answer = pair, answer
        self.content = PlanContent(pair.plan)
        self.names = {number: helper.name for number, helper in pair.seat.helpers.items()}

    def who(self, number: str) -> str:
        return f"{self.names.get(number, '')} {number}".strip()

    def as_context(self) -> dict:
        answer, helper = self.answer, self.pair.helper
        verdict = answer["verdict"]
        broken = [rule for rule in answer["rules"] if not rule["pass"]]
        entry = {"rules": broken, "changes": self._changes(helper.number)}
        return {
            "verdict": verdict,
            "title": plan_words.answer_title(verdict, helper.name),
            "tone": plan_words.answer_tone(verdict),
            "text": plan_words.answer_text(
                answer, self.content.serves.get(helper.number, []), plan_questions.WHY_SECONDS
            ),
            "moves": [self._move(move) for move in answer["moves"]],
            "rules": explanations.verdicts(entry, self.pair.seat.names),
            "needs_reason": verdict == "WORSE",
            "may_lock": verdict in ("CHOSEN", "EQUAL", "WORSE", "BETTER"),
        }

    def _changes(self, number: str) -> list[dict]:
        candidate = next((one for one in self.pair.seat.everybody if one.helper.number == number), None)
        return candidate.entry["changes"] if candidate else []

    def _move(self, move: dict) -> str:
        needs = self.content.seats([move["need"]])
        position = needs[move["need"]].position
        seat = f"{self.content.group_of[move['need']]} · {position or move['need']}"
        return plan_words.move_words(move, seat, self.who)


class SeatView(WagtailAdminTemplateMixin, TemplateView):
    """``?need=`` names the seat, ``&helper=`` asks "why not her?", ``&q=`` finds her by name or number."""

    model = MatchPlan
    index_url_name = inspect_url_name = None
    template_name = "volunteers/backoffice/plan_seat.html"
    header_icon = "people"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        rows = narrow(MatchPlan.objects.all(), request.user).select_related("area")
        self.object = get_object_or_404(rows, pk=kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        require(request.user, "volunteers.view_matchplan", self.object)
        if not request.GET.get("need"):
            return redirect("area_plans:inspect", pk=self.object.pk)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def pair(self):
        query = self.request.GET
        return PlanPair(self.object, self.request.user, query["need"], query.get("helper", ""))

    def get_page_title(self):
        return str(self.pair.position)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("area_plans:index"), "label": _("Area plans")},
            {"url": reverse("area_plans:inspect", args=[self.object.pk]), "label": str(self.object)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get(self, request, *args, **kwargs):
        """A script that waits for the answer hears nothing until there is one, then loads the page."""
        if request.htmx and self.pair.helper is not None:
            waits = self._answered_or_refused() is None
            return HttpResponse(status=204) if waits else HttpResponseClientRefresh()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        pair, content = self.pair, PlanContent(self.object)
        [seat] = content.seats([pair.need]).values()
        card = PlanCards(content, [seat]).card(seat)
        return super().get_context_data(
            plan=self.object,
            position=pair.position,
            need=pair.need,
            group_code=content.group_of[pair.need],
            card=card,
            is_newest=content.is_newest,
            can_act=card["can_act"] and self.request.user.has_perm("volunteers.add_invitation"),
            facts=position_facts(pair.seat),
            parts=parts_explained(pair.seat),
            decide_url=reverse("area_plans:decide", args=[self.object.pk]),
            here=self.request.get_full_path(),
            plan_url=self._place_in_plan(content, seat),
            notice=policy_notice(self.object),
            **self._people(content, seat, card),
            **self._answered(content, card),
            **kwargs,
        )

    def _people(self, content, seat, card):
        """Everybody whom the plan considered, each in one part of the page, and how many they are."""
        shown, ranked = self.request.GET, self.pair.seat
        query = shown.get("q", "").strip()
        seated = card["person"]["number"] if card["person"] else ""
        rest = [one for one in ranked.everybody if one.helper.number != seated]
        lawful = [one for one in rest if one.is_lawful]
        near = [one for one in rest if one.is_one_step_away]
        out = [one for one in rest if not one.is_lawful and not one.is_one_step_away]
        return {
            "query": query,
            "found": self._lines(
                content, seat, "found", find_people(ranked.everybody, query) if query else []
            ),
            "lawful": self._lines(content, seat, "lawful", lawful),
            "near": part("near", near, shown),
            "out": by_reason(out, shown),
            "number_out": len(out),
            "considered": {
                "all": len(ranked.everybody),
                "elsewhere": len(ranked.data["helpers"]) - len(ranked.everybody),
                "seated": len(ranked.everybody) - len(rest),
                "lawful": len(lawful),
                "near": len(near),
                "out": len(out),
            },
        }

    def _lines(self, content, seat, key, people):
        """The shown part of ``people``, each as a line of the list."""
        found = part(key, people, self.request.GET)
        struck = {one.helper.number for one in seat.strikes}
        return replace(found, people=[self._line(content, one, struck) for one in found.people])

    def _place_in_plan(self, content, seat):
        """The page of the plan that shows this seat."""
        query = urlencode({"q": content.group_of[self.pair.need]})
        place = f"#seat-{seat.need.rpartition('/')[2]}"
        return reverse("area_plans:inspect", args=[self.object.pk]) + f"?{query}{place}"

    def _answered_or_refused(self) -> bool | None:
        """Whether there is something to show by now: an answer, a failure, or why there is none."""
        try:
            question = self.pair.question
        except Refused:
            return True
        return True if question.answer is not None or question.failed else None

    def _answered(self, content, card):
        """The answer about the person asked for, that it is still computed, or why the plan cannot say."""
        pair = self.pair
        if pair.helper is None:
            return {"asked": None}
        asked = pair.seat.candidate(pair.helper)
        seated = card["person"] is not None and card["person"]["number"] == pair.helper.number
        line = {**self._line(content, asked), "seated": seated} if asked else None
        context = {"asked": line, "answer": None}
        try:
            answer = pair.answer()
        except Refused as refused:
            return {**context, "violations": refused.violations}
        return {**context, "answer": answer, "waits": answer is None and not pair.question.failed}

    def _line(self, content, candidate, struck=()):
        """One person of the list, with where the plan seats them and the way to the answer."""
        number = candidate.helper.number
        query = urlencode({"need": self.pair.need, "helper": number})
        return {
            "rank": "·",
            "number": number,
            "name": candidate.helper.name,
            "about": "，".join(
                str(part)
                for part in (number, candidate.helper.get_kind_display(), candidate.helper.area)
                if part
            ),
            "total": candidate.entry["score"],
            "score": candidate.entry["score"],
            "parts": candidate.parts,
            "verdicts": [*failures_first(candidate.verdicts), explanations.consent_pending()],
            "summary": _("Rules, facts and sources"),
            "lawful": candidate.is_lawful,
            "serves": "、".join(content.serves.get(number, [])),
            "struck": number in struck,
            "url": f"{reverse('area_plans:seat', args=[self.object.pk])}?{query}#answer",
        }


class DecideForm(ActionForm):
    need = forms.CharField(widget=forms.HiddenInput)
    helper = forms.CharField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=[*PairDecision.choices, (FREE, FREE)], widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Why this choice"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Needed where the plan of the area becomes weaker; kept with the loss of today."
        ),
    )


class DecideView(ActionView):
    """Locks, strikes or frees one pair; a choice against the plan shows first what it costs."""

    permission = "volunteers.add_invitation"
    label = pgettext_lazy("planning", "Lock this pair")
    form_class = DecideForm
    template_name = "volunteers/backoffice/plan_decide.html"
    success_message = ""

    @classmethod
    def is_offered(cls, instance, user):
        return False  # reached from the seats of the plan only

    def dispatch(self, request, *args, **kwargs):
        if request.method == "GET" and not {"need", "helper"} <= set(request.GET):
            require(request.user, self.permission, self.object)
            return redirect("area_plans:inspect", pk=self.object.pk)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def pair(self):
        asked = self.request.POST or self.request.GET
        return PlanPair(self.object, self.request.user, asked.get("need", ""), asked.get("helper") or "-")

    def get_initial(self):
        kind = self.request.GET.get("kind", PairDecision.LOCK)
        return {"need": self.pair.need, "helper": self.pair.helper.number, "kind": kind}

    def run(self, form):
        about = {"position": self.pair.position, "helper": self.pair.helper, "by": self.request.user}
        kind = form.cleaned_data["kind"]
        if kind == PairDecision.LOCK:
            plan_decisions.lock(self.object, reason=form.cleaned_data["reason"], **about)
        elif kind == PairDecision.STRIKE:
            plan_decisions.strike(self.object, reason=form.cleaned_data["reason"], **about)
        else:
            plan_decisions.free(self.object, **about)

    def get_context_data(self, **kwargs):
        try:
            answer = self.pair.answer()
        except Refused as refused:
            answer, self.violations = None, self.violations or refused.violations
        waits = answer is None and not self.violations
        return super().get_context_data(
            answer=answer,
            waits=waits,
            pair=self.pair,
            newer=not MatchPlan.objects.is_newest(self.object),
            **kwargs,
        )
