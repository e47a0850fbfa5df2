"""The matching policy: what is in force and was, drafts, and putting one in force or dropping it."""

from datetime import timedelta

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.generic import TemplateView
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.actions import Refused, require
from portal.backoffice.action import show_refusal
from portal.models import PolicyVersion
from portal.policy_actions import decided_for
from portal.screens.policies import marked
from volunteers.actions import policy_drafts
from volunteers.actions.policy_drafts import DECIDE
from volunteers.backoffice.links import chip
from volunteers.choices import DraftState, TrialState
from volunteers.forms.matching_policy import LABELS, SECTIONS, MatchingPolicyForm, label_of
from volunteers.matching_input import policy_on
from volunteers.models import PolicyDraft
from volunteers.policies import MATCHING, RECORD_CHECK_DAYS
from volunteers.rules import matching_policy as rules

VIEW = "portal.view_policyversion"
DRAFT_TITLES = {
    DraftState.OPEN: gettext_lazy("Draft {number}, from {day}"),
    DraftState.ADOPTED: gettext_lazy("Draft {number}, put in force from {day}"),
    DraftState.DROPPED: gettext_lazy("Draft {number}, dropped"),
}
TONES = {DraftState.OPEN: "info", DraftState.ADOPTED: "ok", DraftState.DROPPED: ""}


class MatchingPolicyPage(WagtailAdminTemplateMixin):
    """What the pages of the matching policy share: who may open them, and the way back."""

    header_icon = "scale"
    permission = DECIDE
    page_title = gettext_lazy("Weights and limits of matching")

    def dispatch(self, request, *args, **kwargs):
        require(request.user, self.permission)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def draft(self) -> PolicyDraft:
        return get_object_or_404(PolicyDraft.objects.select_related("made_by"), pk=self.kwargs["pk"])

    def get_breadcrumbs_items(self):
        items = [{"url": reverse("policies"), "label": gettext_lazy("Policies")}]
        if type(self) is not MatchingPolicyView:
            items.append({"url": reverse("matching_policy"), "label": MATCHING.label})
        if "pk" in self.kwargs and type(self) is not DraftView:
            items.append({"url": reverse("matching_draft", args=[self.kwargs["pk"]]), "label": self.trail()})
        return [*self.breadcrumbs_items, *items, {"url": "", "label": ""}]

    def trail(self) -> str:
        """How the draft is called in the way back."""
        return draft_title(self.draft)


def draft_title(draft: PolicyDraft) -> str:
    """A draft by its number and the day it would begin, or what became of it."""
    return DRAFT_TITLES[draft.state].format(number=draft.pk, day=date_format(draft.effective_from))


class MatchingPolicyView(MatchingPolicyPage, TemplateView):
    """The numbers of today, the drafts, and every version with its day, reason and person."""

    template_name = "volunteers/backoffice/matching_policy.html"
    permission = VIEW

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        may_decide = self.request.user.has_perm(DECIDE)
        drafts = PolicyDraft.objects.select_related("made_by")[:20] if may_decide else []
        return super().get_context_data(
            sections=number_sections(policy_on(today)),
            may_decide=may_decide,
            draft_columns=[_("Policy draft"), _("State"), _("In force from"), _("Reason"), _("Drafted by")],
            draft_rows=[self.draft_row(draft) for draft in drafts],
            version_columns=[_("In force from"), _("What changed"), _("Reason"), _("Decided by")],
            version_rows=self.version_rows(),
            **kwargs,
        )

    def draft_row(self, draft):
        return [
            format_html(
                '<a href="{}">{}</a>',
                reverse("matching_draft", args=[draft.pk]),
                _("Draft {number}").format(number=draft.pk),
            ),
            chip(draft.get_state_display(), TONES[draft.state]),
            date_format(draft.effective_from),
            draft.reason or "—",
            str(draft.made_by),
        ]

    def version_rows(self):
        """Each version with the numbers it changed, newest first; the first is compared with the default."""
        versions = PolicyVersion.objects.filter(key__in=[MATCHING.key, RECORD_CHECK_DAYS.key])
        before = {MATCHING.key: MATCHING.default, RECORD_CHECK_DAYS.key: RECORD_CHECK_DAYS.default}
        rows = []
        versions = versions.select_related("decided_by", "correction")
        for version in versions.order_by("effective_from", "pk"):
            rows.append(
                [
                    date_format(version.effective_from),
                    marked(_changed(before[version.key], version.value), version),
                    version.reason,
                    str(version.decided_by or "—"),
                ]
            )
            before[version.key] = version.value
        return rows[::-1]


def _changed(before, after) -> str:
    if isinstance(after, dict):
        filler = {"record_check_days": RECORD_CHECK_DAYS.default}
        found = rules.differences(before | filler, after | filler)
        return "；".join(f"{label_of(figure)} {old} → {new}" for figure, old, new in found) or _("No number")
    return f"{RECORD_CHECK_DAYS.label} {before} → {after}"


def number_sections(value: dict) -> list[dict]:
    """The table in the sections of the form, as labels and numbers."""
    return [
        {
            "heading": heading,
            "hint": hint,
            "pairs": [(explained(figure), figure.of(value)) for figure in figures],
        }
        for heading, hint, figures in SECTIONS
    ]


def explained(figure) -> str:
    """A number's name with what it is given for."""
    label, hint = LABELS[figure.name]
    return format_html('{}<br><span class="quiet">{}</span>', label, hint) if hint else label


class DraftFormView(MatchingPolicyPage, FormView):
    """A new draft begins with the numbers of today; an open one with its own."""

    template_name = "volunteers/backoffice/matching_policy_form.html"
    form_class = MatchingPolicyForm
    page_title = gettext_lazy("Draft a matching policy")
    violations = ()

    def dispatch(self, request, *args, **kwargs):
        require(request.user, self.permission)
        if "pk" in kwargs and self.draft.state != DraftState.OPEN:
            return redirect("matching_draft", self.draft.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        if "pk" in self.kwargs:
            own = {"effective_from": self.draft.effective_from, "reason": self.draft.reason}
            return rules.figures(self.draft.value) | own
        today = timezone.localdate()
        return rules.figures(policy_on(today)) | {"effective_from": today + timedelta(days=7)}

    def form_valid(self, form):
        try:
            draft = policy_drafts.save_draft(
                self.draft if "pk" in self.kwargs else None, by=self.request.user, **form.arguments()
            )
        except Refused as refused:
            self.violations = show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, _("The draft is kept. Nothing is in force by it."))
        return redirect("matching_draft", draft.pk)

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs):
        back = reverse("matching_draft", args=[self.draft.pk]) if "pk" in self.kwargs else ""
        return super().get_context_data(
            violations=self.violations, back_url=back or reverse("matching_policy"), **kwargs
        )


class DraftView(MatchingPolicyPage, TemplateView):
    """What a draft changes, its trials, and what can be done with it."""

    template_name = "volunteers/backoffice/matching_draft.html"

    def get_page_title(self):
        return draft_title(self.draft)

    def get_context_data(self, **kwargs):
        draft = self.draft
        against = draft.decided_against or policy_on(timezone.localdate())
        found = rules.differences(against, draft.value)
        trials = draft.trials.visible_to(self.request.user).select_related("area")[:20]
        return super().get_context_data(
            draft=draft,
            is_open=draft.state == DraftState.OPEN,
            state_chip=chip(draft.get_state_display(), TONES[draft.state]),
            change_heading=self._compared_with(),
            change_columns=[pgettext("policy", "Number"), self._before() + "#", _("Under the draft") + "#"],
            change_rows=[[label_of(figure), old, new] for figure, old, new in found],
            trial_columns=[_("Area"), _("Asked"), _("State"), _("Result")],
            trial_rows=[trial_row(trial) for trial in trials],
            **kwargs,
        )

    def _decided_on(self) -> str:
        """The day of the decision, of which the numbers of then were kept."""
        kept = self.draft.decided_against is not None
        return date_format(timezone.localtime(self.draft.decided_at)) if kept else ""

    def _compared_with(self) -> str:
        day = self._decided_on()
        return (
            _("Compared with what was in force on {day}").format(day=day) if day else _("Compared with today")
        )

    def _before(self) -> str:
        return self._decided_on() or _("Today")


def trial_row(trial) -> list:
    """One trial in the list of its draft."""
    url = reverse("matching_trial", args=[trial.draft_id, trial.pk])
    tones = {TrialState.DONE: "ok", TrialState.FAILED: "bad"}
    return [
        format_html('<a href="{}">{}</a>', url, trial.area),
        date_format(timezone.localtime(trial.asked_at), "DATETIME_FORMAT"),
        chip(trial.get_state_display(), tones.get(trial.state, "info")),
        _in_short(trial),
    ]


def _in_short(trial) -> str:
    if trial.state != TrialState.DONE:
        return "—"
    if not trial.is_readable:
        return _("stored by an earlier version")
    sides, seats = trial.result, trial.result["seats"]
    return _("Seats filled {before} → {after}; {other} with somebody else").format(
        before=sides["before"]["filled"], after=sides["after"]["filled"], other=len(seats["other"])
    )


class DecideDraftView(MatchingPolicyPage, TemplateView):
    """Asks once, then does it: put in force, or drop."""

    template_name = "volunteers/backoffice/matching_draft_decide.html"
    action = None
    label = explanation = done = ""
    danger = False
    violations = ()

    def get_page_title(self):
        return self.label

    def post(self, request, *args, **kwargs):
        try:
            type(self).action(self.draft, by=request.user)
        except Refused as refused:
            self.violations = refused.violations
            return self.render_to_response(self.get_context_data(), status=422)
        messages.success(request, self.done)
        return redirect("matching_draft", self.draft.pk)

    def get_context_data(self, **kwargs):
        if self.draft.state != DraftState.OPEN and not self.violations:
            raise Http404
        return super().get_context_data(
            draft=self.draft,
            violations=self.violations,
            day=date_format(self.draft.effective_from),
            corrected=self.corrected(),
            **kwargs,
        )

    def corrected(self) -> PolicyVersion | None:
        """The version that the act replaces, if it does."""
        return None


class AdoptDraftView(DecideDraftView):
    action = policy_drafts.adopt_draft
    label = gettext_lazy("Put in force")
    explanation = gettext_lazy(
        "Every plan made from that day on uses these numbers. Plans already made keep the policy they were "
        "made by. Your name and the reason are written down."
    )
    done = gettext_lazy("Decided. It holds from the day you named.")

    def corrected(self):
        return decided_for(MATCHING, self.draft.effective_from)


class DropDraftView(DecideDraftView):
    action = policy_drafts.drop_draft
    label = gettext_lazy("Drop the draft")
    explanation = gettext_lazy("The draft can still be read, but not be put in force any more.")
    done = gettext_lazy("The draft is dropped.")
    danger = True
