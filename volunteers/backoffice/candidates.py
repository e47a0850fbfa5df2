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
from volunteers.models import Helper, Position


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
            {"url": reverse("positions:inspect", args=[self.object.pk]), "label": str(self.object)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        seat = candidates.rank(self.object, viewer=self.request.user)
        query = self.request.GET.get("q", "").strip()
        shown = self.request.GET
        found = part("found", find_people(seat.everybody, query) if query else [], shown)
        self.own = own_helpers(seat, self.request.user)
        return super().get_context_data(
            position=self.object,
            group=self.object.group,
            is_open=self.object.state == PositionState.OPEN,
            query=query,
            found=[self._card(seat, candidate, unfolded=True) for candidate in found.people],
            found_part=found,
            lawful=[
                self._card(seat, candidate, unfolded=nth == 0)
                for nth, candidate in enumerate(seat.lawful[: self._limit])
            ],
            more=max(0, len(seat.lawful) - self._limit),
            number_lawful=len(seat.lawful),
            near=part("near", seat.one_step_away, shown),
            out=by_reason(seat.out, shown),
            number_out=len(seat.out),
            own=self.own,
            facts=position_facts(seat),
            parts=parts_explained(seat, stability=explanations.STABILITY_IN_A_LIST),
            **kwargs,
        )

    @property
    def _limit(self):
        return 10_000 if self.request.GET.get("all") else SHOWN

    def _card(self, seat, candidate, *, unfolded=False):
        """One person as the candidate component shows them; ``unfolded`` with the rules in sight."""
        card = {
            "rank": seat.place(candidate.helper),
            "key": candidate.helper.pk,
            "name": candidate.helper.name,
            "about": self._about(candidate),
            "total": candidate.entry["score"],
            "parts": candidate.parts,
            "lawful": candidate.is_lawful,
            "after": candidate.entry["caseload_after"],
            "is_open": unfolded and candidate.is_lawful,
            "url": reverse("positions:invite", args=[self.object.pk]) + f"?helper={candidate.helper.number}",
        }
        return card | (self._passed(candidate) if candidate.is_lawful else self._barred(candidate))

    def _passed(self, candidate):
        passed = len(candidate.verdicts)
        rules = ngettext("%(n)s rule passed", "%(n)s rules passed", passed) % {"n": passed}
        return {
            "verdicts": [*candidate.verdicts, explanations.consent_pending()],
            "summary": "，".join([rules, _("1 up to the helper"), _("see why")]),
        }

    def _barred(self, candidate):
        """Why somebody cannot be invited; what would mend it comes first."""
        passed = [verdict for verdict in candidate.verdicts if verdict.passed]
        rules = ngettext("%(n)s rule passed", "%(n)s rules passed", len(passed)) % {"n": len(passed)}
        return {
            "barred": _("Cannot be invited"),
            "lead": candidate.remedy or _("No step is known that would make it possible today."),
            "failures": candidate.failures,
            "verdicts": passed,
            "summary": "，".join([rules, _("and the points these would give")]),
            "is_own": candidate.helper.pk in self.own,
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
        (_("Welcome experience"), "、".join(position.preferred_tags)),
        (_("Dialects"), "、".join(position.dialects)),
        (_("Times"), weekly.words(position.windows) or _("flexible")),
        (_("Minutes a month"), position.minutes_per_month),
        (_("Begins"), position.starts_on),
        (_("To be filled by"), position.deadline),
    ]


def own_helpers(seat, user):
    """Keys of those whose page ``user`` may open; who only offers to serve the area has another office."""
    keys = [candidate.helper.pk for candidate in seat.everybody]
    return set(narrow(Helper.objects.filter(pk__in=keys), user).values_list("pk", flat=True))


def find_people(everybody, query):
    wanted = query.casefold()
    return [
        candidate
        for candidate in everybody
        if wanted in candidate.helper.name.casefold() or wanted in candidate.helper.number.casefold()
    ]


def failures_first(verdicts):
    return sorted(verdicts, key=lambda verdict: verdict.passed)


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


def parts_explained(seat, **meanings):
    """Each part of the score with its most points and what they are given for; ``meanings`` differ here."""
    policy = {**seat.data["policy"]["score"], "closeness": seat.data["policy"]["score"]["close_same"]}
    said = explanations.PART_MEANINGS | meanings
    return [(f"{label} {policy[name]}", said[name]) for name, label in explanations.PART_LABELS.items()]
