"""What the rules know about a planned session: plain frozen values."""

from dataclasses import dataclass
from datetime import date, datetime

from volunteers.choices import HelperState
from volunteers.rules.credentials import RECORD_CHECK_DAYS


def overlap(one_from: datetime, one_to: datetime, other_from: datetime, other_to: datetime) -> bool:
    """Half-open: what ends at nine does not disturb what begins at nine (rule 23)."""
    return one_from < other_to and other_from < one_to


@dataclass(frozen=True, slots=True)
class Busy:
    """A stretch of time that something else already holds, and how the officer may be told of it."""

    held_from: datetime
    held_to: datetime
    label: str

    def overlaps(self, held_from: datetime, held_to: datetime) -> bool:
        """Whether something else would need a part of this time."""
        return overlap(self.held_from, self.held_to, held_from, held_to)


@dataclass(frozen=True, slots=True)
class WorkHours:
    """A weekly stretch of a subject's working time; minutes of the local day."""

    weekday: int
    start_minute: int
    end_minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperFacts:
    key: int
    who: str = ""
    state: str = HelperState.APPROVED
    trained_on: date | None = None
    pledged_on: date | None = None
    recused: bool = False
    insured: bool = True
    credentials: frozenset[str] = frozenset()
    record_checked_on: date | None = None
    barred_subjects: frozenset[int] = frozenset()
    busy: tuple[Busy, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectFacts:
    key: int
    code: str = ""
    in_correction: bool = True
    is_minor: bool = False
    serves_outside_prison: bool = False
    barred_subjects: frozenset[int] = frozenset()
    work_hours: tuple[WorkHours, ...] = ()
    busy: tuple[Busy, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomFacts:
    kind: str
    seats: int = 2
    in_use: bool = True
    busy: tuple[Busy, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFacts:
    """One planned session. ``starts_at`` and ``ends_at`` are local; buffers are whole minutes."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    help_kind: str = ""
    helpers: tuple[HelperFacts, ...] = ()
    subjects: tuple[SubjectFacts, ...] = ()
    room: RoomFacts | None = None
    has_place: bool = True
    necessity: str = ""
    has_risk: bool = False
    fitness_confirmed: bool = False
    fitness_confirmed_again: bool = False
    guardian_notified: bool = False
    chaired_by_staff: bool = False
    group_state: str = ""
    learners: int = 0
    course_seats: int | None = None
    course_minutes: int = 0
    group_helpers: frozenset[int] = frozenset()
    helper_buffer: int = 0
    room_buffer: int = 0
    record_check_days: int = RECORD_CHECK_DAYS

    @property
    def day(self) -> date:
        return self.starts_at.date()

    @property
    def with_minors(self) -> bool:
        return any(subject.is_minor for subject in self.subjects)
