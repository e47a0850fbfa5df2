"""The seventeen pair rules for all pairs at once: the twin of ``rules``, one function each.

Every function answers with truth values that broadcast to needs × helpers. A property test
holds the two files together; when a rule changes, both change.
"""

from collections import defaultdict
from functools import cached_property

import numpy as np

from volunteers.matching import week
from volunteers.matching.facts import Problem
from volunteers.matching.rules import CODES


class Table:
    """Needs (rows) and helpers (columns) of one problem, in canonical order."""

    def __init__(self, problem: Problem):
        self.problem = problem
        self.needs = list(problem.needs.values())
        self.helpers = list(problem.helpers.values())
        self.shape = len(self.needs), len(self.helpers)

    def of_helpers(self, value, dtype=bool) -> np.ndarray:
        """One value per column."""
        return np.array([value(helper) for helper in self.helpers], dtype=dtype).reshape(1, -1)

    def of_needs(self, value, dtype=bool) -> np.ndarray:
        """One value per row."""
        return np.array([value(need) for need in self.needs], dtype=dtype).reshape(-1, 1)

    def by_key(self, key, row) -> np.ndarray:
        """Rows computed once for each distinct ``key(need)``: few keys, many needs."""
        rows, kept = np.zeros(self.shape, dtype=bool), {}
        for position, need in enumerate(self.needs):
            value = key(need)
            if value not in kept:
                kept[value] = row(value)
            rows[position] = kept[value]
        return rows

    def except_groups(self, groups_of) -> np.ndarray:
        """True everywhere but where the need's group is among ``groups_of(helper)``."""
        allowed = np.ones(self.shape, dtype=bool)
        for column, helper in enumerate(self.helpers):
            for group in groups_of(helper):
                allowed[self.rows_of_group[group], column] = False
        return allowed

    @cached_property
    def rows_of_group(self) -> dict[str, list[int]]:
        rows = defaultdict(list)
        for position, need in enumerate(self.needs):
            rows[need.group].append(position)
        return rows

    @cached_property
    def groups_of_member(self) -> dict[str, list[str]]:
        groups = defaultdict(list)
        for group in self.problem.groups.values():
            for member in group.members:
                groups[member.helper].append(group.id)
        return groups

    @cached_property
    def holders(self) -> dict[tuple[str, str], np.ndarray]:
        """For each (field, code), which helpers have the code in that field."""
        found = defaultdict(lambda: np.zeros(len(self.helpers), dtype=bool))
        for column, helper in enumerate(self.helpers):
            for name in ("kinds", "help_kinds", "tags"):
                for code in getattr(helper, name):
                    found[name, code][column] = True
        return found

    @cached_property
    def credentials(self) -> dict[str, list[tuple[int, int, int]]]:
        """For each credential kind: holder's column, first and last day."""
        found = defaultdict(list)
        for column, helper in enumerate(self.helpers):
            for one in helper.credentials:
                found[one.kind].append((column, one.begins.toordinal(), one.ends.toordinal()))
        return found


def vetted(table: Table):
    return table.of_helpers(lambda helper: helper.vetted)


def trained(table: Table):
    return table.of_helpers(lambda helper: helper.trained)


def pledged(table: Table):
    return table.of_helpers(lambda helper: helper.pledged)


def accepting(table: Table):
    return table.of_helpers(lambda helper: helper.accepting)


def not_declined(table: Table):
    return table.except_groups(lambda helper: helper.declined)


def kind(table: Table):
    return table.by_key(lambda need: need.helper_kind, lambda code: table.holders["kinds", code])


def help_kind(table: Table):
    return table.by_key(lambda need: need.help_kind, lambda code: table.holders["help_kinds", code])


def credential(table: Table):
    def holders(key):
        code, day = key
        row = np.full(len(table.helpers), code is None)
        for column, begins, ends in table.credentials[code]:
            row[column] |= begins <= day <= ends
        return row

    return table.by_key(lambda need: (need.credential, need.start.toordinal()), holders)


def tags(table: Table):
    def holders(codes):
        rows = [table.holders["tags", code] for code in codes]
        return np.logical_and.reduce(rows) if rows else True

    return table.by_key(lambda need: need.required_tags, holders)


def record_check(table: Table):
    groups, longest = table.problem.groups, table.problem.policy.record_check_days
    adult = table.of_needs(lambda need: not groups[need.group].minor_subject)
    start = table.of_needs(lambda need: need.start.toordinal(), np.int64)
    checked = table.of_helpers(lambda h: h.record_check.toordinal() if h.record_check else 0, np.int64)
    return adult | ((checked > 0) & (checked <= start) & (start - checked <= longest))


def insured(table: Table):
    safe = table.of_needs(lambda need: not need.risk)
    start = table.of_needs(lambda need: need.start.toordinal(), np.int64)
    until = table.of_helpers(lambda h: h.insured_until.toordinal() if h.insured_until else 0, np.int64)
    return safe | (until >= start)


def area(table: Table):
    areas = table.problem.areas
    travels = table.of_helpers(lambda helper: helper.travel)[0]
    homes, sisters = defaultdict(list), defaultdict(list)
    for column, helper in enumerate(table.helpers):
        for code in helper.areas:
            homes[code].append(column)
            sisters[areas.parents[code]].append(column)

    def reached(code):
        row, parent = np.zeros(len(table.helpers), dtype=bool), areas.parents[code]
        if parent is not None:
            row[sisters[parent]] = True
            row &= travels
        for upper in areas.line(code):
            row[homes[upper]] = True
        return row

    remote = table.of_needs(lambda need: need.place == "remote_ok")
    return table.by_key(lambda need: need.area, reached) | (
        remote & table.of_helpers(lambda helper: helper.remote)
    )


def time(table: Table):
    free = [helper.free(table.problem.policy.buffer_min) for helper in table.helpers]
    allowed = np.zeros(table.shape, dtype=bool)
    for session, rows in _needs_by_session(table).items():
        wanted = [table.needs[row].wanted for row in rows]
        if session is None:
            taken = _bits([week.WHOLE_WEEK & ~one for one in free])
            allowed[rows] = _bits(wanted) @ taken.T == 0
        else:
            starts = [_bits([week.run_starts(one, session) for one in side]) for side in (wanted, free)]
            allowed[rows] = starts[0] @ starts[1].T > 0
    return allowed


def _needs_by_session(table: Table) -> dict[int | None, list[int]]:
    """Rows of the flexible needs by length of session; the fixed ones stand under None."""
    rows = defaultdict(list)
    for position, need in enumerate(table.needs):
        rows[None if need.fixed else need.session_min].append(position)
    return rows


def _bits(sets: list[int]) -> np.ndarray:
    """One row of zeros and ones for each set of quarter hours."""
    length = week.QUARTERS_A_WEEK // 8
    packed = np.frombuffer(b"".join(one.to_bytes(length, "little") for one in sets), dtype=np.uint8)
    return np.unpackbits(packed.reshape(-1, length), axis=1, bitorder="little").astype(np.float32)


def recusal(table: Table):
    return table.except_groups(lambda helper: helper.recusals)


def not_member(table: Table):
    return table.except_groups(lambda helper: table.groups_of_member[helper.id])


def caseload(table: Table):
    return table.of_helpers(lambda helper: helper.caseload < helper.caseload_limit)


def hours(table: Table):
    needed = table.of_needs(lambda need: need.minutes_per_month, np.int64)
    return needed <= table.of_helpers(lambda helper: helper.minutes_left, np.int64)


TWINS = (
    vetted,
    trained,
    pledged,
    accepting,
    not_declined,
    kind,
    help_kind,
    credential,
    tags,
    record_check,
    insured,
    area,
    time,
    recusal,
    not_member,
    caseload,
    hours,
)


def failures(problem: Problem) -> np.ndarray:
    """For each need and helper, the broken rules as bits (bit k is rule k); zero is lawful."""
    table = Table(problem)
    broken = np.zeros(table.shape, dtype=np.uint32)
    for position, twin in enumerate(TWINS):
        broken |= np.where(twin(table), np.uint32(0), np.uint32(1 << position))
    return broken


def codes_in(bits: int) -> list[str]:
    """The codes of the rules whose bits are set, in the order of the rules."""
    return [code for position, code in enumerate(CODES) if bits >> position & 1]
