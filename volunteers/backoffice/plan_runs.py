""" "Plan now": the job's form, the page that shows how far it is, and the button that ends it early."""

from datetime import timedelta

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from portal.backoffice import ActionView, DetailView, GuardedViewSet
from portal.backoffice.edit import GuardedCreateView
from portal.backoffice.forms import AreaForm
from volunteers import plan_words
from volunteers.actions import plan_runs
from volunteers.choices import PlanRunState
from volunteers.models import PlanRun

LIMITS = (
    (10, gettext_lazy("10 seconds: a first look")),
    (60, gettext_lazy("1 minute: enough for a town or a county")),
    (300, gettext_lazy("5 minutes: for the last points of a large county")),
)
STEPS_SHOWN = 8
TONES = {PlanRunState.DONE: "ok", PlanRunState.FAILED: "bad", PlanRunState.STOPPED: "warn"}
STAGES = {
    "start": pgettext_lazy("planning", "First plan"),
    "coverage": pgettext_lazy("planning", "Filling positions"),
    "quality": pgettext_lazy("planning", "Choosing better"),
}


class LimitField(forms.TypedChoiceField):
    """How long the officer is willing to wait."""

    def __init__(self, **kwargs):
        super().__init__(
            label=gettext_lazy("Time limit"),
            choices=LIMITS,
            coerce=int,
            initial=plan_runs.SECONDS,
            widget=forms.RadioSelect,
            help_text=gettext_lazy("It ends earlier once the best plan is proven. You can stop it any time."),
            **kwargs,
        )


class AskForm(AreaForm):
    seconds = LimitField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = list(self.for_user.areas[:2])
        if len(own) == 1:
            self.fields["area"].initial = own[0].pk


def running_beside(area, user) -> PlanRun | None:
    """The computation that keeps ``area`` from being planned, if ``user`` may look at it."""
    if area is None:
        return None
    runs = PlanRun.objects.visible_to(user).still_alive(timezone.now()).overlapping(area)
    return runs.select_related("area", "asked_by").first()


class AskView(GuardedCreateView):
    template_name = "volunteers/backoffice/plan_ask.html"
    page_title = gettext_lazy("Plan an area now")
    submit_button_label = pgettext_lazy("planning", "Begin")
    success_message = None

    def get_error_message(self):
        """None: what stands in the way is said beside the form."""
        return None

    def get_page_subtitle(self):
        return ""

    def get_breadcrumbs_items(self):
        plans = {"url": reverse("area_plans:index"), "label": _("Area plans")}
        return [*self.breadcrumbs_items, plans, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        area = self.form.cleaned_data.get("area") if self.violations else None
        return super().get_context_data(running=running_beside(area, self.request.user), **kwargs)


class StopView(ActionView):
    action = plan_runs.stop
    permission = "volunteers.add_planrun"
    label = pgettext_lazy("planning", "Stop with the best plan so far")
    explanation = gettext_lazy(
        "What was found until now becomes the plan; it is lawful, but perhaps not the best."
    )
    states = (PlanRunState.WAITING, PlanRunState.RUNNING)
    success_message = ""


class ProgressView(DetailView):
    """Refreshes itself, with or without a script; leads to the plan once there is one."""

    select_related = ("area", "asked_by", "plan", "based_on")
    template_name = "volunteers/backoffice/plan_run.html"

    def get(self, request, *args, **kwargs):
        if self.object.plan_id and "stay" not in request.GET:
            return self._to_the_plan(request)
        return super().get(request, *args, **kwargs)

    def _to_the_plan(self, request):
        url = reverse("area_plans:inspect", args=[self.object.plan_id])
        if request.htmx:
            return HttpResponse(headers={"HX-Redirect": url})
        return redirect(url)

    def get_panels(self):
        return []

    def get_breadcrumbs_items(self):
        plans = {"url": reverse("area_plans:index"), "label": _("Area plans")}
        return [*self.breadcrumbs_items, plans, {"url": "", "label": str(self.object)}]

    def get_context_data(self, **kwargs):
        run, now = self.object, timezone.now()
        lost = run.is_lost(now)
        state = PlanRunState.FAILED if lost else PlanRunState(run.state)
        failure = plan_runs.LOST if lost else run.failure
        polls = run.is_under_way and not lost
        chip = _("Stopping") if polls and run.stop_asked_at else state.label
        return super().get_context_data(
            run=run,
            polls=polls,
            may_stop=polls and not run.stop_asked_at and self._may_plan(),
            state={"text": chip, "tone": TONES.get(state, "info")},
            message=self._message(run, state, failure),
            figures=self._figures(run, run.alive_at if lost else run.ended_at or now),
            steps=self._steps(run),
            step_columns=self._columns(),
            again_url=reverse("plan_runs:add"),
            **kwargs,
        )

    def _may_plan(self):
        return self.request.user.has_perm("volunteers.add_matchplan")

    @staticmethod
    def _message(run, state, failure):
        if state == PlanRunState.FAILED:
            return {"tone": "bad", **plan_words.failure(failure, run.failure_detail)}
        if plan_runs.waits_for_a_worker(run):
            return {"tone": "warn", **plan_words.NO_WORKER}
        if state == PlanRunState.STOPPED:
            return {"tone": "", **plan_words.STOPPED_BEFORE}
        if run.stop_asked_at:
            return {"tone": "", **plan_words.STOPPING}
        if state == PlanRunState.WAITING:
            return {"tone": "", **plan_words.WAITING}
        return {"tone": "", **plan_words.UNDER_WAY}

    @staticmethod
    def _figures(run, until):
        if not run.progress:
            return []
        objective, bound = run.progress["objective"], run.progress["bound"]
        seconds = int((until - run.began_at) / timedelta(seconds=1)) if run.began_at else 0
        unit = ngettext("second", "seconds", seconds)
        return [
            {
                "label": _("Computing for"),
                "value": seconds,
                "unit": unit,
                "note": _("of at most {n}").format(n=run.seconds),
            },
            {
                "label": pgettext("planning", "Coverage"),
                "value": objective["coverage"],
                "note": plan_words.bound_note(objective["coverage"], bound["coverage"]),
            },
            {
                "label": pgettext("planning", "Quality"),
                "value": objective["quality"],
                "note": plan_words.bound_note(objective["quality"], bound["quality"]),
            },
        ]

    @staticmethod
    def _columns():
        columns = [
            _("After seconds"),
            pgettext("planning", "Step"),
            pgettext("planning", "Coverage") + "#",
            _("at most") + "#",
            pgettext("planning", "Quality") + "#",
            _("at most") + "#",
        ]
        return [str(column) for column in columns]

    @staticmethod
    def _steps(run):
        return [
            [
                f"{step['seconds']:.1f}",
                STAGES.get(step["stage"], step["stage"]),
                step["objective"]["coverage"],
                step["bound"]["coverage"],
                step["objective"]["quality"],
                "—" if step["bound"]["quality"] is None else step["bound"]["quality"],
            ]
            for step in reversed(run.steps[-STEPS_SHOWN:])
        ]


class PlanRunViewSet(GuardedViewSet):
    """Reached from the list of plans; the sidebar has one entry for both."""

    model = PlanRun
    icon = "scale"
    list_display = ["__str__", "area", "state", "asked_by", "asked_at"]
    list_filter = ["state"]
    select_related = ("area", "asked_by")
    ordering = ["-pk"]
    detail_view_class = ProgressView
    action_views = {"stop": StopView}
    add_enabled = True
    add_view_class = AskView
    form_class = AskForm
    form_fields = ["area", "seconds"]
    create_action = plan_runs.ask
    empty_message = gettext_lazy("Nobody has asked for a plan yet.")
