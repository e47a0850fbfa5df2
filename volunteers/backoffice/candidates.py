"""For one open seat: who may be invited, ranked and explained; who is one step away; who is out and why."""

from collections import defaultdict

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.actions import require
from portal.backoffice import narrow
from volunteers import candidates, explanations, plan_words, weekly
from volunteers.backoffice.list_parts import SHOWN, part
from volunteers.choices import MINOR_SPECIALIST, PositionState
from volunteers.models import Position


class CandidatesView(WagtailAdminTemplateMixin, TemplateView):
    """``?q=`` finds a person by name or number among all, so that "why not her?" has an answer."""

    model = Position
    index_url_name = inspect_url_name = None
    template_name = "volunteers/backoffice/candidates.html"
    header_icon = "people"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        rows = narrow(Position.objects.all(), request.user).select_related("group__subject", "area")
        self.object = get_object_or_404(rows, pk=kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        require(request.user, "volunteers.add_invitation", self.object)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return _("Choose a person for the position")

    def get_page_subtitle(self):
        return str(self.object)

    def get_breadcrumbs_items(self):
        group = self.object.group
        return [
            *self.breadcrumbs_items,
            {"url": reverse("supervision_groups:index"), "label": capfirst(_("supervision groups"))},
            {"url": reverse("supervision_groups:inspect", args=[group.pk]), "label": str(group)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        seat = candidates.rank(self.object, viewer=self.request.user)
        query = self.request.GET.get("q", "").strip()
        shown = self.request.GET
        found = part("found", find_people(seat.everybody, query) if query else [], shown)
        return super().get_context_data(
            position=self.object,
            group=self.object.group,
            is_open=self.object.state == PositionState.OPEN,
            query=query,
            found=[self._card(seat, candidate) for candidate in found.people],
            found_part=found,
            lawful=[self._card(seat, candidate) for candidate in seat.lawful[: self._limit]],
            more=max(0, len(seat.lawful) - self._limit),
            number_lawful=len(seat.lawful),
            near=part("near", seat.one_step_away, shown),
            out=by_reason(seat.out, shown),
            number_out=len(seat.out),
            facts=position_facts(seat),
            parts=parts_explained(seat),
            **kwargs,
        )

    @property
    def _limit(self):
        return 10_000 if self.request.GET.get("all") else SHOWN

    def _card(self, seat, candidate):
        """One person as the candidate component shows them."""
        place = _place(seat, candidate)
        passed = sum(verdict.passed for verdict in candidate.verdicts)
        failed = len(candidate.failures)
        summary = ngettext("%(n)s rule passed", "%(n)s rules passed", passed) % {"n": passed}
        if failed:
            summary += "，" + ngettext("%(n)s not met", "%(n)s not met", failed) % {"n": failed}
        else:
            summary += "，" + _("1 up to the helper")
        return {
            "rank": place or "—",
            "name": candidate.helper.name,
            "about": self._about(candidate),
            "total": candidate.entry["score"],
            "parts": candidate.parts,
            "verdicts": [*failures_first(candidate.verdicts), explanations.consent_pending()],
            "summary": summary + "，" + _("see why"),
            "lawful": candidate.is_lawful,
            "after": candidate.entry["caseload_after"],
            "url": reverse("positions:invite", args=[self.object.pk]) + f"?helper={candidate.helper.number}",
        }

    def _about(self, candidate):
        helper = candidate.helper
        now = candidate.entry["caseload_after"] - 1
        groups = ngettext("in %(n)s group", "in %(n)s groups", now) % {"n": now}
        return "，".join(
            str(part)
            for part in (helper.number, helper.get_kind_display(), helper.area or "", groups)
            if part
        )


def position_facts(seat):
    """What the position asks for, and what its group lacks."""
    position = seat.position
    gaps = plan_words.gap_words(seat.ranking["missing"])
    required = _("familiar with minors") if MINOR_SPECIALIST in position.required_tags else ""
    return [
        (_("Subject code"), position.group.subject.code),
        (_("The group lacks"), gaps),
        (_("Kind of helper"), position.get_helper_kind_display()),
        (_("Kind of help"), position.get_help_kind_display()),
        (_("Certificate"), position.get_credential_display() if position.credential else ""),
        (_("Required"), required),
        (_("Times"), weekly.words(position.windows) or _("flexible")),
        (_("Minutes a month"), position.minutes_per_month),
        (_("Begins"), position.starts_on),
        (_("To be filled by"), position.deadline),
    ]


def find_people(everybody, query):
    wanted = query.casefold()
    return [
        candidate
        for candidate in everybody
        if wanted in candidate.helper.name.casefold() or wanted in candidate.helper.number.casefold()
    ]


def failures_first(verdicts):
    return sorted(verdicts, key=lambda verdict: verdict.passed)


def _place(seat, candidate):
    order = [other.helper.pk for other in seat.lawful]
    return order.index(candidate.helper.pk) + 1 if candidate.helper.pk in order else None


def by_reason(out, query):
    """Those who are out, grouped by the first rule they fail, the largest group first."""
    grouped = defaultdict(list)
    for candidate in out:
        failure = candidate.failures[0]
        grouped[(failure.violation.code, str(failure.source))].append(candidate)
    ordered = sorted(grouped.items(), key=lambda item: -len(item[1]))
    return [
        part(f"out{n}", people, query, title=explanations.HEADINGS.get(code, code), source=source)
        for n, ((code, source), people) in enumerate(ordered, 1)
    ]


def parts_explained(seat):
    """Each part of the score with its most points and what they are given for."""
    policy = {**seat.data["policy"]["score"], "closeness": seat.data["policy"]["score"]["close_same"]}
    return [
        (f"{label} {policy[name]}", explanations.PART_MEANINGS[name])
        for name, label in explanations.PART_LABELS.items()
    ]
