"""Reads the database into the input of the matching engine (``matching.schema.json``).

The engine sees codes and facts only: no name, birth date, address or reason ever enters. Every list
is read once, so the number of queries does not grow with helpers, seats or groups.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from portal import policies, zh
from portal.models import Area
from volunteers import commitments
from volunteers.choices import (
    GroupState,
    HelperState,
    InvitationState,
    MemberRole,
    PairDecision,
    Sex,
)
from volunteers.models import (
    Credential,
    Helper,
    Insurance,
    Invitation,
    MatchPlan,
    Membership,
    NoContact,
    PlanDecision,
    Position,
    RecordCheck,
    Recusal,
    SupervisionGroup,
)
from volunteers.policies import MATCHING, RECORD_CHECK_DAYS
from volunteers.rules.credentials import covered_until

SCHEMA = "xieshou-match-input/1"
KNOWN_STATES = (HelperState.SUBMITTED, HelperState.APPROVED, HelperState.SUSPENDED)
ALWAYS = date(1900, 1, 1)
FOREVER = date(2999, 12, 31)


def input_for(area_code: str, *, decisions: Iterable[PlanDecision] = ()) -> dict:
    """The input for every unfilled seat of an area and all areas below it.

    ``decisions`` on an earlier plan become its locked and struck pairs, as far as their seats still wait.
    """
    area = Area.objects.get(code=area_code)
    seats = Position.objects.unfilled().filter(area__path__startswith=area.path)
    helpers = _known(_offering(area, remote=seats.filter(remote_possible=True).exists()))
    waiting = Invitation.objects.unanswered().filter(position__in=seats.values("pk"))
    data = _build(seats, helpers, waiting, county=area.county, scope=area.code)
    decided = _decided(decisions, data)
    return data | {"previous": _previous(area, data, decided.get("struck", []))} | decided


def _decided(decisions: Iterable[PlanDecision], data: dict) -> dict:
    """Locks and strikes of which seat and helper are still in the input; the sent ones are held anyway."""
    needs, helpers = {need["id"] for need in data["needs"]}, {helper["id"] for helper in data["helpers"]}
    names = {PairDecision.LOCK: "locked", PairDecision.STRIKE: "struck"}
    found: dict[str, list[dict]] = {}
    for decision in decisions:
        pair = decision.pair
        if pair["need"] in needs and pair["helper"] in helpers and pair not in data["held"]:
            found.setdefault(names[PairDecision(decision.kind)], []).append(pair)
    return found


def _previous(area: Area, data: dict, struck: list[dict]) -> list[dict]:
    """The last plan's proposals that are still possible: kept where nothing better appears."""
    last = MatchPlan.objects.newest_of(area)
    if last is None:
        return []
    needs = {need["id"] for need in data["needs"]} - {pair["need"] for pair in data["held"]}
    helpers = {helper["id"] for helper in data["helpers"]}
    return [
        pair
        for entry in last.output["assignments"]
        if (pair := {"need": entry["need"], "helper": entry["helper"]}) not in struck
        and pair["need"] in needs
        and pair["helper"] in helpers
    ]


def input_for_position(position: Position, *, area_ids: Iterable[int]) -> dict:
    """The input for one seat: everybody who may be shown for it, and what they are already asked.

    ``area_ids`` are the areas of the officer who looks.
    """
    return _for_one_seat(position, reachable(position, area_ids))


def input_for_pair(position: Position, helper: Helper, *, leave_out: Invitation | None = None) -> dict:
    """The smallest input in which one helper's pair with one seat has the same verdicts and score.

    ``leave_out`` is the invitation being answered; it must not count against its own helper.
    """
    return _for_one_seat(position, Helper.objects.filter(pk=helper.pk), leave_out)


def _for_one_seat(position: Position, helpers: QuerySet[Helper], leave_out: Invitation | None = None) -> dict:
    """Waiting invitations of these helpers and of this group come along: they weigh as if accepted."""
    waiting = Invitation.objects.unanswered().filter(
        Q(helper__in=helpers.values("pk")) | Q(position__group=position.group_id)
    )
    if leave_out is not None:
        waiting = waiting.exclude(pk=leave_out.pk)
    asked = list(waiting.values_list("position", "helper"))
    county = position.area.county
    seats = Position.objects.filter(
        pk__in=[position.pk, *(seat for seat, _helper in asked)], area__path__startswith=county.path
    )
    everybody = Helper.objects.filter(
        Q(pk__in=helpers.values("pk")) | Q(pk__in=[helper for _seat, helper in asked])
    )
    return _build(seats, everybody, waiting, county=county, scope=county.code)


def reachable(position: Position, area_ids: Iterable[int]) -> QuerySet[Helper]:
    """Helpers who may be shown for a seat: who offered to serve its area, and the officer's own."""
    offered = _offering(position.area, remote=position.remote_possible) | Q(area_id__in=area_ids)
    return _known(offered)


def _offering(area: Area, *, remote: bool) -> Q:
    """Who lives in an area or offered to serve it; others are nobody's business there."""
    above = [area.path[:end] for end in range(Area.steplen, len(area.path) + 1, Area.steplen)]
    county, town = above[0], above[:2][-1]
    offered = Q(area__path__startswith=area.path) | Q(served_areas__path__startswith=area.path)
    offered |= Q(served_areas__path__in=above) | Q(served_areas=None, area__path__startswith=town)
    if not area.is_root():
        offered |= Q(travels=True, served_areas__depth=area.depth, served_areas__path__startswith=above[-2])
        offered |= Q(travels=True, served_areas=None, area__path__startswith=county)
    if remote:
        offered |= Q(remote=True, area__path__startswith=county)
    return offered


def _known(offered: Q) -> QuerySet[Helper]:
    """Each helper once, without drafts and those who were refused or have left."""
    return Helper.objects.filter(pk__in=Helper.objects.filter(offered).values("pk"), state__in=KNOWN_STATES)


def _build(
    seats: QuerySet[Position],
    helpers: QuerySet[Helper],
    waiting: QuerySet[Invitation],
    *,
    county: Area,
    scope: str,
) -> dict:
    today = timezone.localdate()
    seats = list(
        seats.exclude(group__state=GroupState.CLOSED).select_related("area", "group__subject").order_by("pk")
    )
    groups = list(
        SupervisionGroup.objects.filter(pk__in={seat.group_id for seat in seats})
        .select_related("subject", "area")
        .order_by("pk")
    )
    reader = _Helpers(helpers, today, planned=[seat.pk for seat in seats])
    numbers = {helper.pk: helper.number for helper in reader.helpers}
    needs = {seat.pk: seat.need_id for seat in seats}
    return {
        "schema": SCHEMA,
        "as_of": today.isoformat(),
        "scope": scope,
        "policy": policy_on(today),
        "areas": _areas(county),
        "groups": _groups(groups),
        "needs": [_need(seat, today) for seat in seats],
        "helpers": reader.as_json(),
        "held": [
            {"need": needs[invitation.position_id], "helper": numbers[invitation.helper_id]}
            for invitation in waiting
            if invitation.position_id in needs and invitation.helper_id in numbers
        ],
        "previous": [],
        "why": [],
    }


def policy_on(today: date) -> dict:
    """The numbers of matching in force on ``today``; how long a record check counts holds everywhere."""
    return policies.value(MATCHING, today) | {"record_check_days": policies.value(RECORD_CHECK_DAYS, today)}


def _areas(county: Area) -> list[dict]:
    rows = Area.objects.filter(path__startswith=county.path)
    codes = {area.path: area.code for area in rows}
    return [
        {"code": code, "parent": codes.get(path[: -Area.steplen]) if path != county.path else None}
        for path, code in sorted(codes.items())
    ]


def _groups(groups: list[SupervisionGroup]) -> list[dict]:
    members = defaultdict(list)
    seats = Membership.objects.present().filter(group__in=groups).select_related("helper").order_by("pk")
    for seat in seats:
        members[seat.group_id].append(_member(seat))
    return [
        {
            "id": group.subject.code,
            "area": group.area.code,
            "female_subject": group.subject.is_female,
            "minor_subject": group.subject.is_minor,
            "members": members[group.pk],
        }
        for group in groups
    ]


def _member(seat: Membership) -> dict:
    """A leader guides many groups, so only members who share the daily work count as experienced."""
    return {
        "helper": seat.helper.number if seat.helper_id else None,
        "female": seat.is_female,
        "minor_specialist": seat.knows_minors,
        "experienced": seat.helper.experienced if seat.helper_id else seat.role == MemberRole.OFFICER,
    }


def _need(seat: Position, today: date) -> dict:
    return {
        "id": seat.need_id,
        "group": seat.group.subject.code,
        "helper_kind": seat.helper_kind,
        "help_kind": seat.help_kind,
        "area": seat.area.code,
        "credential": seat.credential or None,
        "required_tags": tags(seat.required_tags),
        "preferred_tags": tags(seat.preferred_tags),
        "dialects": tags(seat.dialects),
        "minutes_per_month": seat.minutes_per_month,
        "place": "remote_ok" if seat.remote_possible else "on_site",
        "time": "fixed" if seat.fixed_time else "flexible",
        "windows": seat.windows,
        "session_min": seat.session_minutes,
        "risk": seat.has_risk,
        "priority": seat.priority,
        "deadline": seat.deadline.isoformat(),
        "start": max(seat.starts_on, today).isoformat(),
    }


class _Helpers:
    """Everything the engine asks about a set of helpers, each relation read once.

    ``planned`` are the seats of the input: invitations to them are held, those to other seats already weigh.
    """

    def __init__(self, helpers: QuerySet[Helper], today: date, planned: list[int]):
        self.today = today
        self.helpers = list(
            helpers.select_related("area").prefetch_related("served_areas", "windows").order_by("pk")
        )
        self.ids = [helper.pk for helper in self.helpers]
        self.commitments = commitments.weekly(self.ids, today)
        self.towns = {area.path: [area.code] for area in Area.objects.filter(depth__lte=2)}
        self.credentials = self._by_helper(
            Credential.objects.filter(helper__in=self.ids).valid_on_or_later(today).exclude(kind="")
        )
        self.checks = RecordCheck.objects.filter(helper__in=self.ids).last_clear(today)
        self.insurances = self._by_helper(Insurance.objects.filter(helper__in=self.ids))
        self.seats = self._by_helper(
            Membership.objects.filter(helper__in=self.ids).select_related("position", "group__subject")
        )
        self.declined = self._by_helper(
            Invitation.objects.filter(helper__in=self.ids, state=InvitationState.DECLINED).select_related(
                "position__group__subject"
            )
        )
        self.asked_elsewhere = self._by_helper(
            Invitation.objects.unanswered()
            .filter(helper__in=self.ids)
            .exclude(position__in=planned)
            .select_related("position")
        )
        self.recusals = self._by_helper(
            Recusal.objects.filter(helper__in=self.ids).select_related("group__subject")
        )
        self.no_contacts = self._by_helper(
            NoContact.objects.in_force().filter(helper__in=self.ids).select_related("subject")
        )

    @staticmethod
    def _by_helper(rows) -> dict[int, list]:
        grouped = defaultdict(list)
        for row in rows.order_by("pk"):
            grouped[row.helper_id].append(row)
        return grouped

    def as_json(self) -> list[dict]:
        return [self._helper(helper) for helper in self.helpers]

    def _helper(self, helper: Helper) -> dict:
        seats = self.seats[helper.pk]
        serving = [seat for seat in seats if seat.left_on is None and seat.group.state != GroupState.CLOSED]
        asked = [invitation.position for invitation in self.asked_elsewhere[helper.pk]]
        held = [*(seat.position for seat in serving if seat.position_id), *asked]
        promised = sum(position.minutes_per_month for position in held)
        return {
            "id": helper.number,
            "kinds": [helper.kind] if helper.kind else [],
            "help_kinds": sorted(set(helper.help_kinds)),
            "female": helper.sex == Sex.FEMALE,
            "vetted": helper.state == HelperState.APPROVED,
            "trained": helper.trained_on is not None,
            "pledged": helper.pledged_on is not None,
            "accepting": helper.accepting,
            "credentials": [_credential(row) for row in self.credentials[helper.pk]],
            "insured_until": _iso(self._insured_until(helper)),
            "record_check": _iso(self.checks.get(helper.pk)),
            "areas": self._served(helper),
            "travel": helper.travels,
            "remote": helper.remote,
            "tags": tags(helper.tags),
            "dialects": tags(helper.dialects),
            "experienced": helper.experienced,
            "available": _windows(helper),
            "busy": self._busy(helper, held),
            "caseload_limit": helper.caseload_limit,
            "caseload": len({seat.group_id for seat in [*serving, *asked]}),
            "minutes_left": max(0, helper.minutes_per_month - promised),
            "recusals": self._recusals(helper),
            "declined": sorted({row.position.group.subject.code for row in self.declined[helper.pk]}),
            "past_groups": sorted({seat.group.subject.code for seat in seats if seat.left_on is not None}),
        }

    def _busy(self, helper: Helper, held: list[Position]) -> list[dict]:
        """Fixed times of the seats they hold, and what else comes back every week; each window once."""
        seats = [window for position in held if position.fixed_time for window in position.windows]
        windows = [*seats, *self.commitments.get(helper.pk, ())]
        return [window for place, window in enumerate(windows) if window not in windows[:place]]

    def _served(self, helper: Helper) -> list[str]:
        """The areas a helper named; who named none serves the own town."""
        named = [area.code for area in helper.served_areas.all()]
        return sorted(named) or self.towns.get(
            helper.area.path[: 2 * Area.steplen] if helper.area else "", []
        )

    def _insured_until(self, helper: Helper) -> date | None:
        spans = [(row.valid_from, row.valid_to) for row in self.insurances[helper.pk]]
        return covered_until(spans, self.today)

    def _recusals(self, helper: Helper) -> list[dict]:
        """Recusals and no-contact pairs; of the latter only that there is one (rule 66)."""
        reasons = {row.group.subject.code: row.reason for row in self.recusals[helper.pk]}
        reasons |= {row.subject.code: "no_contact" for row in self.no_contacts[helper.pk]}
        return [{"group": code, "reason": reason} for code, reason in sorted(reasons.items())]


def _credential(row: Credential) -> dict:
    return {
        "kind": row.kind,
        "from": (row.valid_from or ALWAYS).isoformat(),
        "to": (row.valid_to or FOREVER).isoformat(),
    }


def _windows(helper: Helper) -> list[dict]:
    """Weekly windows on the engine's quarter hours, shortened to full quarters."""
    found = []
    for window in helper.windows.all():
        start, end = -(-window.start_minute // 15) * 15, window.end_minute // 15 * 15
        if start < end:
            found.append({"day": window.weekday, "from": _clock(start), "to": _clock(end)})
    return found


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def tags(words: list[str]) -> list[str]:
    """Words as the engine's tags: a tag stays, Chinese becomes its pinyin, so 四川话 meets 四川话."""
    written = {re.sub(r"[^a-z0-9_:]", "", "".join(zh.syllables(word)).lower())[:40] for word in words}
    return sorted(written - {""})
