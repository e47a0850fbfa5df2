"""What may be logged, in which account, and how long it counts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from portal import sources
from portal.rules import Violation, beside
from services.choices import Account
from training.choices import OFFICERS_ONLY, SessionKind
from training.rules import AttendanceFacts, attendance, overlap, service_minutes
from training.rules.sessions import kept_for_staff
from volunteers.choices import NOT_VOLUNTEERING, HelperState
from volunteers.rules.agreements import consent_evidenced
from volunteers.rules.people import vetted

# Attending a course or one's own supervision is no service to anybody (rule 73).
ATTENDED_ONLY = frozenset({SessionKind.HELPER_TRAINING, SessionKind.CASE_SUPERVISION})


@dataclass(frozen=True, slots=True)
class Held:
    """Time that another record of the same helper already claims."""

    account: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFacts:
    """What the contract says about an hour that shall be bought."""

    in_force: bool = True
    starts_on: date
    ends_on: date
    on_roster: bool = True
    in_area: bool = True
    item_help_kind: str = ""

    def covers(self, day: date) -> bool:
        """Whether the term, the area and the roster hold this service on ``day``."""
        return self.on_roster and self.in_area and self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFacts:
    """One service as it shall be logged. ``minutes_that_day``: what already counts on that day."""

    account: str
    kind: str
    help_kind: str = ""
    helper_kind: str = ""
    helper_state: str = HelperState.APPROVED
    starts_at: datetime
    ends_at: datetime
    break_minutes: int = 0
    now: datetime
    minutes_that_day: int = 0
    daily_limit: int = 480
    record_days: int = 10
    explanation: str = ""
    deadline: date
    held: tuple[Held, ...] = ()
    unit_may_record: bool = True
    no_gifts: bool = True
    on_behalf: bool = False
    consent_evidence: str = ""
    contract: ContractFacts | None = None

    @property
    def day(self) -> date:
        return self.starts_at.date()

    @property
    def minutes(self) -> int:
        return service_minutes(self.starts_at, self.ends_at, self.break_minutes)

    @property
    def attendance(self) -> AttendanceFacts:
        """The same service as training judges somebody's attendance."""
        return AttendanceFacts(
            came_at=self.starts_at,
            left_at=self.ends_at,
            now=self.now,
            break_minutes=self.break_minutes,
            no_gifts=self.no_gifts,
        )

    @property
    def is_late(self) -> bool:
        return self.now.date() > self.deadline

    @property
    def overlapping(self) -> tuple[Held, ...]:
        return tuple(
            held for held in self.held if overlap(held.starts_at, held.ends_at, self.starts_at, self.ends_at)
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch to be stored as a record of its own."""

    starts_at: datetime
    ends_at: datetime
    break_minutes: int
    minutes: int
    is_excess: bool


def parts(facts: LogFacts) -> tuple[Part, ...]:
    """The service as the records that hold it: what exceeds the daily limit stands apart (rule 28)."""
    room = max(0, facts.daily_limit - facts.minutes_that_day)
    whole = Part(facts.starts_at, facts.ends_at, facts.break_minutes, facts.minutes, room == 0)
    if room == 0 or facts.minutes <= room:
        return (whole,)
    turn = facts.ends_at - timedelta(minutes=facts.minutes - room)
    return (
        Part(facts.starts_at, turn, facts.break_minutes, room, False),
        Part(turn, facts.ends_at, 0, facts.minutes - room, True),
    )


def helper_is_approved(facts: LogFacts) -> Violation | None:
    """No service before vetting (rule 5)."""
    return vetted(facts.helper_state)


def duty_is_not_enforcement(facts: LogFacts) -> Violation | None:
    """Enforcement stays with state staff (rule 25)."""
    return kept_for_staff("kind") if facts.kind in OFFICERS_ONLY else None


def kin_and_staff_do_not_volunteer(facts: LogFacts) -> Violation | None:
    """Relatives' and officers' time is no volunteer service (rule 22)."""
    if facts.account != Account.VOLUNTEER or facts.helper_kind not in NOT_VOLUNTEERING:
        return None
    return Violation(
        "record.kin_or_staff",
        _("Time given by close relatives and by staff does not count as volunteer service."),
        sources.VOLUNTEER_SERVICE,
    )


def activity_is_volunteering(facts: LogFacts) -> Violation | None:
    """What is no volunteering is never recorded as such (rule 73)."""
    if facts.account != Account.VOLUNTEER or facts.kind not in ATTENDED_ONLY:
        return None
    return Violation(
        "record.not_volunteering",
        _("This activity is no volunteer service, so no volunteer hours can be logged for it."),
        sources.NOT_VOLUNTEERING,
        "kind",
    )


def unit_may_record_service(facts: LogFacts) -> Violation | None:
    """Only a body entitled to it records and certifies volunteering (rule 72)."""
    if facts.account != Account.VOLUNTEER or facts.unit_may_record:
        return None
    return unit_not_entitled()


def unit_not_entitled() -> Violation:
    """The refusal of rule 72, for records and for certificates."""
    return Violation(
        "record.unit_not_entitled",
        _("This unit may not record or certify volunteer service. Choose one that is entitled to."),
        sources.RECORDING_UNITS,
        "office",
    )


def times_are_in_order(facts: LogFacts) -> Violation | None:
    """An end after a beginning, on one visit of at most a day."""
    return beside("ends", attendance.times_are_in_order(facts.attendance))


def break_fits(facts: LogFacts) -> Violation | None:
    """A break shorter than the service it interrupts."""
    return beside("break_minutes", attendance.break_fits(facts.attendance))


def times_are_past(facts: LogFacts) -> Violation | None:
    """Nothing is logged before it has happened (rule 29)."""
    return beside("ends", attendance.times_are_not_in_the_future(facts.attendance))


def time_is_free(facts: LogFacts) -> Violation | None:
    """No two records of one helper overlap (rules 23 and 29)."""
    if not any(held.account == facts.account for held in facts.overlapping):
        return None
    return Violation(
        "record.overlap",
        _("The time overlaps with another record. Check the times."),
        sources.TRUTHFUL_RECORDS,
        "starts",
    )


def time_counts_once(facts: LogFacts) -> Violation | None:
    """The same hour is never both volunteered and bought (rule 40)."""
    if not any(held.account != facts.account for held in facts.overlapping):
        return None
    if facts.account == Account.VOLUNTEER:
        message = _(
            "This time already counts as a purchased service and cannot be logged as volunteering too."
        )
    else:
        message = _("This time is already logged as volunteering and cannot be counted as purchased too.")
    return Violation("record.counted_already", message, sources.NOT_VOLUNTEERING, "starts")


def late_record_is_explained(facts: LogFacts) -> Violation | None:
    """After ten working days a record needs a reason and stays flagged (rule 29)."""
    if not facts.is_late or facts.explanation.strip():
        return None
    return Violation(
        "record.late",
        _("More than %(days)s working days have passed since the activity ended. Explain the late record.")
        % {"days": facts.record_days},
        sources.RECORD_DEADLINE,
        "explanation",
    )


def excess_is_explained(facts: LogFacts) -> Violation | None:
    """What exceeds the hours of one day (eight at first) is recorded apart, with an explanation (rule 28)."""
    if facts.minutes_that_day + facts.minutes <= facts.daily_limit or facts.explanation.strip():
        return None
    return Violation(
        "record.excess",
        _("More than %(hours)s hours on this day. Log the excess apart and explain it.")
        % {"hours": f"{facts.daily_limit / 60:g}"},
        sources.JUDICIAL_VOLUNTEERS,
        "explanation",
    )


def nothing_was_taken(facts: LogFacts) -> Violation | None:
    """Neither pay nor gift from anyone served; each record declares it (rule 39)."""
    return beside("nil_gift", attendance.nothing_was_taken(facts.attendance))


def consent_to_entry_is_evidenced(facts: LogFacts) -> Violation | None:
    """Who logs somebody else's volunteering says where that person's consent is kept (rule 76)."""
    if not facts.on_behalf or facts.account != Account.VOLUNTEER:
        return None
    return consent_evidenced(facts.consent_evidence)


def contract_covers_service(facts: LogFacts) -> Violation | None:
    """Inside the term and the area, by somebody on the roster, for an item of the contract (rule 47)."""
    if facts.account != Account.PURCHASED:
        return None
    contract = facts.contract
    if contract and not contract.in_force:
        return Violation(
            "record.outside_contract",
            _("This contract is not in force, or has ended; nothing is logged under it. Ask the purchaser."),
            sources.PURCHASE,
            "contract_item",
        )
    if contract and contract.covers(facts.day):
        return None
    return Violation(
        "record.outside_contract",
        _("This record is outside the contract's term, roster or items. Check the date and the person."),
        sources.PURCHASE,
        "contract_item",
    )


def help_is_as_agreed(facts: LogFacts) -> Violation | None:
    """The kind of help is the item's (rule 26)."""
    if facts.account != Account.PURCHASED or not facts.contract or not facts.help_kind:
        return None
    if facts.help_kind == facts.contract.item_help_kind:
        return None
    return Violation(
        "record.help_not_agreed",
        _("Choose a kind of help that the contract names."),
        sources.PURCHASED_HELP,
        "help_kind",
    )


LOGGING = (
    helper_is_approved,
    duty_is_not_enforcement,
    kin_and_staff_do_not_volunteer,
    activity_is_volunteering,
    unit_may_record_service,
    times_are_in_order,
    break_fits,
    times_are_past,
    time_is_free,
    time_counts_once,
    late_record_is_explained,
    excess_is_explained,
    nothing_was_taken,
    consent_to_entry_is_evidenced,
    contract_covers_service,
    help_is_as_agreed,
)
