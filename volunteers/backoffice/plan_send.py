"""Acting on the newest plan of an area: sending its proposals in one step, and planning the area again."""

from collections import Counter
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from portal.backoffice import ActionForm, ActionView
from volunteers.actions import plan_runs, plans
from volunteers.backoffice.plan_callouts import newer_plan, policy_notice
from volunteers.backoffice.plan_cards import PlanCards
from volunteers.backoffice.plan_runs import LimitField, running_beside
from volunteers.choices import PlanSeatState
from volunteers.models import Helper, Invitation, MatchPlan
from volunteers.plan_content import PlanContent
from volunteers.policies import last_day_to_answer


class SendForm(ActionForm):
    """Every proposal of today with what the officer weighs once more: points, load, the choice made."""

    needs = forms.MultipleChoiceField(
        label=gettext_lazy("Invitations to send"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = self._choices(PlanContent(self.instance))
        self.fields["needs"].choices = choices
        self.fields["needs"].initial = [need for need, _label in choices]

    def _choices(self, content):
        seats = content.seats(sorted(content.needs_of(PlanSeatState.PROPOSED))).values()
        cards = PlanCards(content, seats)
        load = _load_once_all_accept(Counter(seat.proposal.helper for seat in seats))
        until = date_format(last_day_to_answer(timezone.localdate()))
        return [(seat.need, _line(content, cards, seat, load, until)) for seat in seats]


def _line(content, cards, seat, load, until):
    """One proposal: which seat, whom, with how many points and groups, and until when to answer."""
    number = seat.proposal.helper
    card = cards.card(seat)
    points = card["person"].get("score")
    known = [
        ngettext("{n} point", "{n} points", points).format(n=points) if points is not None else "",
        load.get(number, ""),
        _("answer by {until}").format(until=until),
    ]
    note = format_html("<br>{}", " ".join(card["note"])) if card["note"] else ""
    return format_html(
        '<span>{} · {} → {}<br><span class="quiet">{}{}</span></span>',
        content.group_of[seat.need],
        seat.position,
        cards.who(number),
        "，".join(part for part in known if part),
        note,
    )


def _load_once_all_accept(asked: Counter) -> dict[str, str]:
    """In how many groups each would be with all that is listed and what waits already, and the limit."""
    waiting = Invitation.objects.unanswered().filter(helper__number__in=asked)
    asked = asked + Counter(waiting.values_list("helper__number", flat=True))
    words = {}
    for helper in Helper.objects.filter(number__in=asked).with_load():
        after = helper.groups_now + asked[helper.number]
        text = ngettext("in {n} group once accepted", "in {n} groups once accepted", after)
        limit = _("at most {n}").format(n=helper.caseload_limit)
        words[helper.number] = f"{text.format(n=after)}（{limit}）"
    return words


class OnNewestPlan(ActionView):
    """An act that only the newest plan of an area offers; older ones are read."""

    @classmethod
    def is_offered(cls, instance, user):
        return super().is_offered(instance, user) and MatchPlan.objects.is_newest(instance)


class SendView(OnNewestPlan):
    """Sends what is ticked. What was not sent is named seat by seat on the page that answers."""

    permission = "volunteers.add_invitation"
    template_name = "volunteers/backoffice/plan_send.html"
    label = gettext_lazy("Send the invitations")
    explanation = gettext_lazy(
        "Untick what is not to be sent yet. Every pair is judged once more before it is sent; each "
        "helper decides."
    )
    form_class = SendForm
    success_message = ""
    not_sent = ()

    def run(self, form):
        sent, self.not_sent = plans.send_plan(self.object, by=self.request.user, **form.cleaned_data)
        if sent:
            number = len(sent)
            text = ngettext("{n} invitation was sent.", "{n} invitations were sent.", number)
            messages.success(self.request, text.format(n=number))

    def form_valid(self, form):
        answer = super().form_valid(form)
        if not self.not_sent:
            return answer
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            newer=newer_plan(self.object),
            notice=policy_notice(self.object),
            not_sent=[self._refused(one) for one in self.not_sent],
            again_url=reverse("area_plans:again", args=[self.object.pk]),
            **kwargs,
        )

    @cached_property
    def _seats(self):
        """The seats that were not sent, as they stand after sending."""
        content = PlanContent(self.object)
        return content, content.seats([one.need for one in self.not_sent if one.need in content.group_of])

    def _refused(self, one: plans.NotSent) -> dict:
        """Which seat, for whom, why not, and where somebody else is found."""
        content, seats = self._seats
        seat = seats.get(one.need)
        who = PlanCards(content, list(seats.values())).who(one.helper) if one.helper else ""
        query = urlencode({"need": one.need})
        return {
            "seat": f"{content.group_of[one.need]} · {seat.position}" if seat else one.need,
            "who": who,
            "violations": one.violations,
            "url": f"{reverse('area_plans:seat', args=[self.object.pk])}?{query}" if seat else "",
        }


class AgainForm(ActionForm):
    seconds = LimitField()


class AgainView(OnNewestPlan):
    """Plans the same area around what was locked and struck."""

    permission = "volunteers.add_matchplan"
    label = gettext_lazy("Plan again")
    explanation = gettext_lazy(
        "Locked pairs stay, struck pairs never come back, sent invitations count as given. The other "
        "proposals stay where nothing better appears."
    )
    form_class = AgainForm
    template_name = "volunteers/backoffice/plan_again.html"
    success_message = ""
    started = None

    def get_context_data(self, **kwargs):
        running = running_beside(self.object.area, self.request.user)
        return super().get_context_data(running=running, newer=newer_plan(self.object), **kwargs)

    def run(self, form):
        self.started = plan_runs.ask(
            area=self.object.area, based_on=self.object, by=self.request.user, **form.cleaned_data
        )

    def get_success_url(self):
        if self.started is not None:
            return reverse("plan_runs:inspect", args=[self.started.pk])
        return super().get_success_url()
