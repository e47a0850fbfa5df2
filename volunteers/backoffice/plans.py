"""The plan of a whole area: what is proposed, what stays empty and why, and sending it in one step."""

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from portal.backoffice import DetailView, GuardedViewSet, facts_panel
from portal.backoffice.listing import ListView
from volunteers import plan_sums, plan_words
from volunteers.backoffice import plan_callouts
from volunteers.backoffice.plan_cards import PlanCards, group_state
from volunteers.backoffice.plan_seats import DecideView, SeatView
from volunteers.backoffice.plan_send import AgainView, SendView
from volunteers.backoffice.plan_trail import plan_trail
from volunteers.choices import PlanSeatState
from volunteers.models import MatchPlan, PlanRun
from volunteers.plan_content import SHOWS, PlanContent

GROUPS_A_PAGE = 10
TABS = {
    "all": pgettext_lazy("planning", "All positions"),
    **dict(PlanSeatState.choices),
    "decided": pgettext_lazy("planning", "Locked or struck"),
}


class PlanDetail(DetailView):
    template_name = "volunteers/backoffice/plan.html"
    select_related = ("area", "made_by")

    @cached_property
    def content(self):
        return PlanContent(self.object)

    def get_action_links(self):
        """Sending is offered only while there is something to send."""
        left = self.content.needs_of(PlanSeatState.PROPOSED)
        return [link for link in super().get_action_links() if left or link["view"] is not SendView]

    def get_callout(self):
        return plan_callouts.callout(self.content, self.request.user)

    def get_notice(self, callout):
        """That the policy was replaced, beside a callout that says something else."""
        notice = plan_callouts.policy_notice(self.object)
        return notice if notice != callout else None

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
            plan_trail(self.object),
        ]

    def _states_today(self):
        """How many positions are in which state; together they are all of the plan."""
        labels = self._labels()
        counted = {state: len(self.content.needs_of(state)) for state in PlanSeatState.values}
        return [
            {"label": labels[state], "value": n, "url": f"?show={state}#positions"}
            for state, n in counted.items()
            if n or state not in self._seldom
        ]

    @property
    def _seldom(self):
        """States that are named only where a position is in them."""
        older = () if self.content.is_newest else (PlanSeatState.PROPOSED,)
        return (PlanSeatState.SETTLED, *older)

    def _labels(self):
        """An older plan proposes nothing any more: it did."""
        then = {} if self.content.is_newest else {PlanSeatState.PROPOSED: _("Open, proposed then")}
        return TABS | then

    def _results(self):
        """Both figures as they were computed; none where the plan proposes nobody."""
        output = self.object.output
        if not output["assignments"]:
            return []
        changed = _("before it was changed by hand") if self.content.changed else ""
        names = {"coverage": pgettext("planning", "Coverage"), "quality": pgettext("planning", "Quality")}
        return [
            {
                "label": name,
                "value": output["objective"][level],
                "note": changed or plan_words.bound_note(output["objective"][level], output["bound"][level]),
            }
            for level, name in names.items()
        ]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            states=self._states_today() if self.content.group_of else [],
            results=self._results(),
            sums=plan_sums.explained(self.object.output, self.object.input["policy"]),
            changed=bool(self.content.changed),
            today=timezone.localdate(),
            **self._groups(),
            **kwargs,
        )
        return context | {"notice": self.get_notice(context["callout"])}

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
                for name, label in self._labels().items()
                if name not in self._seldom or self.content.needs_of(name)
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
    list_display = [
        "__str__",
        "area",
        "made_at",
        "made_by",
        Column("filled", label=gettext_lazy("Proposed when computed"), sort_key="filled"),
        Column("unmet", label=gettext_lazy("Empty when computed"), sort_key="unmet"),
    ]
    list_filter = []
    select_related = ("area", "made_by")
    ordering = ["-pk"]
    index_view_class = PlanListView
    detail_view_class = PlanDetail
    action_views = {"send": SendView, "again": AgainView}
    extra_views = {"seat": SeatView, "decide": DecideView}
    empty_message = gettext_lazy("Plan an area: every open position at once, nothing is sent by it.")
