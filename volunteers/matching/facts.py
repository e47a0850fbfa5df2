"""What the matching knows about needs, groups, helpers, areas and policy: frozen values, no names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from volunteers.matching import week


@dataclass(frozen=True)
class Window:
    """A weekly stretch of one day, in minutes since midnight; it never crosses midnight."""

    day: int
    begin: int
    end: int

    def as_json(self) -> dict:
        return {"day": self.day, "from": week.clock(self.begin), "to": week.clock(self.end)}


@dataclass(frozen=True)
class Credential:
    """A credential of one kind, valid on both of its dates and between them."""

    kind: str
    begins: date
    ends: date

    def as_json(self) -> dict:
        return {"kind": self.kind, "from": self.begins.isoformat(), "to": self.ends.isoformat()}


@dataclass(frozen=True)
class Policy:
    """The weights and thresholds in force on the day of the plan."""

    effective: date
    priority_weight: Mapping[str, int]
    lawful_group_weight: int
    urgent_days: int
    record_check_days: int
    buffer_min: int
    score: Mapping[str, int]
    load_points: int
    effort: Mapping[str, int]


@dataclass(frozen=True)
class Member:
    """A person who already sits in a group: a helper, or an officer, relative or neighbour."""

    helper: str | None
    female: bool
    minor_specialist: bool
    experienced: bool


@dataclass(frozen=True)
class Group:
    """A supervision group: the subject is a code and two flags."""

    id: str
    area: str
    female_subject: bool
    minor_subject: bool
    members: tuple[Member, ...]

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """What the law still asks of its composition (rules 14 to 16), in a fixed order."""
        wants = (
            ("female_member", self.female_subject, any(m.female for m in self.members)),
            ("minor_specialist", self.minor_subject, any(m.minor_specialist for m in self.members)),
        )
        return tuple(name for name, needed, present in wants if needed and not present)

    @cached_property
    def has_experienced_member(self) -> bool:
        return any(member.experienced for member in self.members)


@dataclass(frozen=True)
class Need:
    """One empty seat of a group; a seat takes one helper."""

    id: str
    group: str
    helper_kind: str
    help_kind: str
    area: str
    credential: str | None
    required_tags: tuple[str, ...]
    preferred_tags: tuple[str, ...]
    dialects: tuple[str, ...]
    minutes_per_month: int
    place: str
    time: str
    windows: tuple[Window, ...]
    session_min: int
    risk: bool
    priority: str
    deadline: date
    start: date

    @property
    def fixed(self) -> bool:
        return self.time == "fixed"

    @cached_property
    def wanted(self) -> int:
        """The quarter hours in which the helper may or must be free; no windows mean any time."""
        return week.union(self.windows) if self.windows else week.WHOLE_WEEK


@dataclass(frozen=True)
class Helper:
    """One helper: a code, what she may do, where and when, and what she still has room for."""

    id: str
    kinds: tuple[str, ...]
    help_kinds: tuple[str, ...]
    female: bool
    vetted: bool
    trained: bool
    pledged: bool
    accepting: bool
    credentials: tuple[Credential, ...]
    insured_until: date | None
    record_check: date | None
    areas: tuple[str, ...]
    travel: bool
    remote: bool
    tags: tuple[str, ...]
    dialects: tuple[str, ...]
    experienced: bool
    available: tuple[Window, ...]
    busy: tuple[Window, ...]
    caseload_limit: int
    caseload: int
    minutes_left: int
    recusals: Mapping[str, str]
    declined: tuple[str, ...]
    past_groups: tuple[str, ...]

    @property
    def minor_specialist(self) -> bool:
        """Vetted as familiar with the body and mind of minors (rule 15)."""
        return "minor_specialist" in self.tags

    def forbidden(self, buffer: int) -> int:
        """The quarter hours her fixed commitments take, travel buffer included."""
        return week.union(self.busy, widened_by=buffer)

    def free(self, buffer: int) -> int:
        """The quarter hours she offers and has not given away."""
        kept = self.__dict__.setdefault("_free", {})
        if buffer not in kept:
            kept[buffer] = week.union(self.available) & ~self.forbidden(buffer)
        return kept[buffer]

    def closes(self, gap: str) -> bool:
        """Whether her seat would end this gap in a group's composition."""
        return self.female if gap == "female_member" else self.minor_specialist


@dataclass(frozen=True)
class Areas:
    """The tree of areas, by code."""

    parents: Mapping[str, str | None]

    def line(self, code: str) -> list[str]:
        """The area and everything above it, nearest first."""
        line = [code]
        while (parent := self.parents[line[-1]]) is not None:
            line.append(parent)
        return line

    def covers(self, upper: str, code: str) -> bool:
        """Whether ``code`` is ``upper`` or lies below it."""
        return upper in self.line(code)

    def reach(self, helper: Helper, code: str) -> str | None:
        """How she reaches an area: ``same``, ``served`` (below one of hers), ``travel`` or not at all.

        By travel she serves the sisters of her areas: one level, not what lies below them, and
        two areas without a parent are no sisters.
        """
        if code in helper.areas:
            return "same"
        if not set(helper.areas).isdisjoint(self.line(code)):
            return "served"
        parent = self.parents[code]
        sister = parent is not None and any(self.parents[area] == parent for area in helper.areas)
        return "travel" if helper.travel and sister else None


@dataclass(frozen=True)
class Problem:
    """One matching task in canonical order: everything that may influence the plan."""

    as_of: date
    scope: str
    policy: Policy
    areas: Areas
    groups: Mapping[str, Group]
    needs: Mapping[str, Need]
    helpers: Mapping[str, Helper]
    held: tuple[tuple[str, str], ...] = ()
    previous: frozenset[tuple[str, str]] = frozenset()
    why: tuple[tuple[str, str], ...] = ()
    locked: tuple[tuple[str, str], ...] = ()  # must be in the plan
    struck: frozenset[tuple[str, str]] = frozenset()  # may never be in the plan
    settled: Mapping[str, str] = field(default_factory=dict)

    def in_scope(self, need: Need) -> bool:
        """Only the officer's own area is planned (rule 21)."""
        return self.areas.covers(self.scope, need.area)

    def is_open(self, need: Need) -> bool:
        """In scope and not promised to a helper by an invitation already sent."""
        return need.id not in self.settled and self.in_scope(need)

    def weight(self, need: Need) -> int:
        """What filling the need counts: its priority, or ``urgent`` once the deadline is near."""
        near = (need.deadline - self.as_of).days <= self.policy.urgent_days
        return self.policy.priority_weight["urgent" if near else need.priority]
