"""The plan of a whole area: what is proposed, what stays empty and why, and sending it in one step."""

from collections import Counter

from django import forms
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from portal.backoffice import (
    ActionForm,
    ActionView,
    DetailView,
    GuardedViewSet,
    facts_panel,
    trail_panel,
)
from portal.backoffice.listing import ListView
from volunteers import plan_sums, plan_words
from volunteers.actions import plan_runs, plans
from volunteers.backoffice.plan_cards import PlanCards, group_state
from volunteers.backoffice.plan_runs import LimitField, running_beside
from volunteers.backoffice.plan_seats import DecideView, SeatView
from volunteers.choices import InvitationState
from volunteers.models import MatchPlan, PlanRun
from volunteers.plan_content import SHOWS, PlanContent

GROUPS_A_PAGE = 10
TABS = {
    "all": pgettext_lazy("planning", "All positions"),
    "proposed": pgettext_lazy("planning", "Proposed"),
    "invited": pgettext_lazy("planning", "Invited"),
    "empty": pgettext_lazy("planning", "Still empty"),
    "settled": pgettext_lazy("planning", "Settled elsewhere"),
    "decided": pgettext_lazy("planning", "Locked or struck"),
}
ALWAYS_SHOWN = ("all", "proposed", "invited", "empty", "decided")


class SendForm(ActionForm):
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("Invitations to send"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = self._choices(PlanContent(self.instance))
        self.fields["needs"].choices = choices
        self.fields["needs"].initial = [need for need, _label in choices]

    @staticmethod
    def _choices(content):
        """Proposals not sent yet whose seat is still open, the officer's decisions in place."""
        seats = content.seats(sorted(content.needs_of("proposed"))).values()
        cards = PlanCards(content, seats)
        labels = []
        for seat in seats:
            label = f"{content.group_of[seat.need]} · {seat.position} → {cards.who(seat.proposal.helper)}"
            if seat.is_changed:
                loss = plan_words.loss_words((seat.lock.loss or {}).get("loss"))
                label += _(" (your choice: {loss})").format(loss=loss)
            labels.append((seat.need, label))
        return labels


class OnNewestPlan(ActionView):
    """An act that only the newest plan of an area offers; older ones are read."""

    @classmethod
    def is_offered(cls, instance, user):
        return super().is_offered(instance, user) and MatchPlan.objects.is_newest(instance)


class SendView(OnNewestPlan):
    permission = "volunteers.add_invitation"
    template_name = "volunteers/backoffice/plan_send.html"
    label = gettext_lazy("Send the invitations")
    explanation = gettext_lazy(
        "Untick what is not to be sent yet. Every pair is judged once more before it is sent; each "
        "helper decides."
    )
    form_class = SendForm
    success_message = ""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        newer = newer_plan(self.object)
        return context | {"newer": newer, "nothing_left": not context["form"].fields["needs"].choices}

    def run(self, form):
        sent, refused = plans.send_plan(self.object, by=self.request.user, **form.cleaned_data)
        if sent:
            number = len(sent)
            text = ngettext("{n} invitation was sent.", "{n} invitations were sent.", number)
            messages.success(self.request, text.format(n=number))
        for violation in refused:
            messages.warning(self.request, f"{violation.message} {violation.source}")


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


def newer_plan(plan: MatchPlan) -> MatchPlan | None:
    """The plan that stands in place of this one, if there is one."""
    newest = MatchPlan.objects.without_content().newest_of(plan.area)
    return newest if newest.pk != plan.pk else None


class PlanDetail(DetailView):
    template_name = "volunteers/backoffice/plan.html"
    select_related = ("area", "made_by")

    @cached_property
    def content(self):
        return PlanContent(self.object)

    def get_action_links(self):
        """Sending is offered only while there is something to send."""
        left = self.content.needs_of("proposed")
        return [link for link in super().get_action_links() if left or link["view"] is not SendView]

    def get_callout(self):
        return (
            self._newer_callout()
            or self._running_callout()
            or self._decided_callout()
            or self._sent_callout()
            or self._quality_callout()
        )

    def _newer_callout(self):
        """That another plan has taken this one's place."""
        newer = newer_plan(self.object)
        if newer is not None:
            return {
                "title": _("There is a newer plan of this area"),
                "text": format_html(
                    '{} <a href="{}">{}</a>',
                    _("This page shows how it was, to be read only. Decide and send on the newest plan:"),
                    reverse("area_plans:inspect", args=[newer.pk]),
                    newer,
                ),
                "tone": "warn",
            }
        return None

    def _running_callout(self):
        """That the next plan of the same area is being computed."""
        running = running_beside(self.object.area, self.request.user)
        if running is not None and running.area_id == self.object.area_id:
            return {
                "title": _("This area is being planned again"),
                "text": format_html(
                    '{} <a href="{}">{}</a>',
                    _("Soon there is a newer plan. What you decide until then is taken along."),
                    reverse("plan_runs:inspect", args=[running.pk]),
                    _("Follow the computation"),
                ),
                "tone": "",
            }
        return None

    def _decided_callout(self):
        """What the officer's decisions changed in the plan, or could not."""
        if self.content.lost_locks:
            return {
                "title": _("Not every locked pair could stay"),
                "text": _(
                    "The plan is lawful and holds the others. The first groups below say why, pair by pair."
                ),
                "tone": "warn",
            }
        number = len(self.content.pending)
        if number:
            text = ngettext(
                "You changed {n} proposal. Plan again, so that the others adapt to it; or send as it stands.",
                "You changed {n} proposals. Plan again, so that the others adapt to them; or send as it "
                "stands.",
                number,
            )
            return {"title": _("Changed by you"), "text": text.format(n=number), "tone": ""}
        if self.content.taken_back:
            number = len(self.content.taken_back)
            text = ngettext(
                "You took back {n} earlier decision that the plan still follows. Plan again without it; or "
                "send as it stands.",
                "You took back {n} earlier decisions that the plan still follows. Plan again without them; "
                "or send as it stands.",
                number,
            )
            return {"title": _("Changed by you"), "text": text.format(n=number), "tone": ""}
        return None

    def _sent_callout(self):
        """What became of the invitations of this plan, once there are some."""
        sent = [one for one in self.content.invitations.values() if one.plan_id == self.object.pk]
        if not sent:
            return None
        states = Counter(InvitationState(one.state) for one in sent)
        counted = "，".join(f"{state.label} {states[state]}" for state in InvitationState if states[state])
        left = len(self.content.needs_of("proposed"))
        rest = (
            ngettext("{n} proposal is not sent yet.", "{n} proposals are not sent yet.", left).format(n=left)
            if left
            else _("Every proposal has been sent.")
        )
        number = len(sent)
        title = ngettext(
            "{n} invitation of this plan was sent", "{n} invitations of this plan were sent", number
        )
        text = _("{states}. {rest}").format(states=counted, rest=rest)
        return {"title": title.format(n=number), "text": text, "tone": "ok"}

    def _quality_callout(self):
        output = self.object.output
        text = _("A plan only proposes: you decide, the helpers consent. Nothing has been sent by it.")
        if not output["counts"]["needs"]:
            text = _("No position of this area is open. Open one on the page of a group, then plan again.")
            return {"title": _("There is nothing to plan"), "text": text, "tone": ""}
        if output["status"] == "optimal":
            return {"title": _("The best plan, proven"), "text": text, "tone": "ok"}
        return {"title": _("A good plan, not proven to be the best"), "text": text, "tone": ""}

    def get_facts(self):
        output = self.object.output
        return [
            (_("Area"), self.object.area),
            (_("Made"), self.object.made_at),
            (_("Made by"), self.object.made_by),
            (_("Seconds"), f"{output['seconds']['total']:.1f}"),
            (_("Solver"), plan_words.solver(output["solver"])),
            (_("Input SHA-256"), self.object.input_sha256[:16]),
            (_("Output SHA-256"), self.object.output_sha256[:16]),
        ]

    def get_panels(self):
        return [
            facts_panel(self.get_facts(), _("How it was made"), aside=False),
            trail_panel(self.object),
        ]

    def _figures(self):
        output = self.object.output
        counts, objective, bound = output["counts"], output["objective"], output["bound"]
        changed = _("before your changes") if self.content.changed else ""
        return [
            {
                "label": _("Positions proposed"),
                "value": len(self.content.needs_of("proposed")),
                "note": _("of {n}").format(n=counts["needs"]),
            },
            {"label": pgettext("planning", "Invited"), "value": len(self.content.needs_of("invited"))},
            {"label": pgettext("planning", "Still empty"), "value": len(self.content.needs_of("empty"))},
            {"label": _("Groups made lawful"), "value": counts["groups_made_lawful"]},
            {
                "label": pgettext("planning", "Coverage"),
                "value": objective["coverage"],
                "note": changed or plan_words.bound_note(objective["coverage"], bound["coverage"]),
            },
            {
                "label": pgettext("planning", "Quality"),
                "value": objective["quality"],
                "note": changed or plan_words.bound_note(objective["quality"], bound["quality"]),
            },
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            figures=self._figures(),
            sums=plan_sums.explained(self.object.output, self.object.input["policy"]),
            changed=bool(self.content.changed),
            **self._groups(),
            **kwargs,
        )

    def _groups(self):
        """The groups of the chosen tab, page by page."""
        query = self.request.GET
        show = query.get("show") if query.get("show") in SHOWS else "all"
        code = query.get("q", "").strip()
        page = Paginator(self.content.groups(show, code), GROUPS_A_PAGE).get_page(query.get("page"))
        groups = self.content.page(list(page.object_list))
        cards = PlanCards(self.content, [seat for group in groups for seat in group.seats])
        may_decide = self.request.user.has_perm("volunteers.add_invitation")
        return {
            "tabs": [
                {"show": name, "label": label, "n": len(self.content.needs_of(name)), "on": name == show}
                for name, label in TABS.items()
                if name in ALWAYS_SHOWN or self.content.needs_of(name)
            ],
            "show": show,
            "code": code,
            "page": page,
            "groups": [
                {
                    "code": group.code,
                    "state": group_state(group),
                    "seats": [cards.card(seat) for seat in group.seats],
                }
                for group in groups
            ],
            "may_decide": may_decide and self.content.is_newest,
            "decide_url": reverse("area_plans:decide", args=[self.object.pk]),
            "here": self.request.get_full_path(),
        }


class PlanListView(ListView):
    """The plans of the user's areas; their content stays in the database."""

    def get_base_queryset(self):
        return super().get_base_queryset().without_content()

    add_item_label = gettext_lazy("Plan an area now")

    def get_add_url(self):
        """A plan is made by a computation, whose form stands elsewhere."""
        may_plan = self.request.user.has_perm("volunteers.add_matchplan")
        return reverse("plan_runs:add") if may_plan else None

    @cached_property
    def header_buttons(self):
        """Computations that are under way lead back to their progress."""
        runs = PlanRun.objects.visible_to(self.request.user).select_related("area")
        return [
            *super().header_buttons,
            *(
                HeaderButton(
                    _("Planning {area} …").format(area=run.area),
                    url=reverse("plan_runs:inspect", args=[run.pk]),
                    icon_name="scale",
                )
                for run in runs.still_alive(timezone.now())
            ),
        ]


class MatchPlanViewSet(GuardedViewSet):
    model = MatchPlan
    icon = "scale"
    menu_label = gettext_lazy("Area plans")
    menu_order = 225
    menu_hook = "register_groups_menu_item"
    list_display = ["__str__", "area", "made_at", "made_by", "filled", "unmet"]
    list_filter = []
    select_related = ("area", "made_by")
    ordering = ["-pk"]
    index_view_class = PlanListView
    detail_view_class = PlanDetail
    action_views = {"send": SendView, "again": AgainView}
    extra_views = {"seat": SeatView, "decide": DecideView}
    empty_message = gettext_lazy("Plan an area: every open position at once, nothing is sent by it.")
