"""From accepted hours to the last fen: the cap, the budget years, the due day, the interest."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from portal import sources
from portal.rules import SAFEGUARD, Violation

from .amounts import value_fen, yuan

STATUTORY_PPM_A_DAY = 500  # 0.05 % a day, where the contract names no rate (rule 82)


@dataclass(frozen=True, slots=True)
class AcceptedHour:
    """One accepted record: its id, budget year, minutes, rate and value."""

    key: int
    year: int
    minutes: int
    rate_fen: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Payable:
    """What of one record is paid; the rest is above the contract's maximum."""

    key: int
    year: int
    minutes: int
    fen: int


def payable(accepted: Iterable[AcceptedHour], *, settled_minutes: int, max_minutes: int) -> list[Payable]:
    """The payable share of each record, in order, until the contract's maximum is reached (rule 46)."""
    room, shares = max(0, max_minutes - settled_minutes), []
    for hour in accepted:
        minutes = min(hour.minutes, room)
        fen = hour.amount_fen if minutes == hour.minutes else value_fen(minutes, hour.rate_fen)
        shares.append(Payable(hour.key, hour.year, minutes, fen))
        room -= minutes
    return shares


def above_maximum(verified_minutes: int, max_minutes: int) -> Violation | None:
    """Hours above the maximum are shown, and not paid (rule 46)."""
    if verified_minutes <= max_minutes:
        return None
    return Violation(
        "contract.above_maximum",
        _("The maximum of hours is exceeded. What is above it is not paid."),
        sources.PURCHASE,
    )


def pace_gap(minutes: int, min_minutes: int, starts_on: date, ends_on: date, today: date) -> int:
    """Percentage points by which the hours lag behind the share of the term that has passed."""
    if not min_minutes:
        return 0
    term = (ends_on - starts_on).days + 1
    passed = min(term, max(0, (today - starts_on).days + 1))
    return max(0, passed * 100 // term - minutes * 100 // min_minutes)


def below_pace(
    minutes: int, min_minutes: int, starts_on: date, ends_on: date, today: date
) -> Violation | None:
    """A contract that falls behind its minimum is flagged (rule 46)."""
    gap = pace_gap(minutes, min_minutes, starts_on, ends_on, today)
    if not gap:
        return None
    return Violation(
        "contract.below_pace",
        _("The hours are %(gap)s%% behind the pace of the minimum.") % {"gap": gap},
        sources.PURCHASE,
    )


def settlement_within_budget(
    year: int, amount_fen: int, *, settled_fen: int, budget_fen: int | None
) -> Violation | None:
    """A budget year pays no more than it holds; a year without budget pays nothing (rules 51 and 78)."""
    if budget_fen is not None and settled_fen + amount_fen <= budget_fen:
        return None
    return Violation(
        "settlement.above_budget",
        _("The sum exceeds the accepted value or the budget of %(year)s; %(left)s yuan are left.")
        % {"year": year, "left": yuan(max(0, (budget_fen or 0) - settled_fen))},
        sources.BUDGET_FIRST,
    )


def budget_reaches(reaches: bool, rest_fen: int, payable_from: date | None) -> Violation | None:
    """A settlement pays at least one record; else it waits for the next budget (rules 51 and 78)."""
    if reaches or not rest_fen:
        return None
    if payable_from is None:
        message = _("No budget year of the contract holds money for the %(rest)s yuan of this sheet.")
        return Violation("settlement.above_budget", message % {"rest": yuan(rest_fen)}, sources.BUDGET_FIRST)
    return Violation(
        "settlement.above_budget",
        _("This year's budget is used up. The %(rest)s yuan of this sheet can be settled from %(day)s on.")
        % {"rest": yuan(rest_fen), "day": date_format(payable_from)},
        sources.BUDGET_FIRST,
    )


def settlement_within_contract(amount_fen: int, *, settled_fen: int, contract_fen: int) -> Violation | None:
    """All settlements together stay within the contract (rule 51)."""
    if settled_fen + amount_fen <= contract_fen:
        return None
    return Violation(
        "settlement.above_contract",
        _("The sum exceeds the contract; %(left)s yuan are left.")
        % {"left": yuan(max(0, contract_fen - settled_fen))},
        sources.PURCHASE,
    )


def something_is_payable(accepted_minutes: int) -> Violation | None:
    """An empty sheet settles nothing."""
    if accepted_minutes:
        return None
    return Violation(
        "settlement.nothing",
        _("Nothing is verified in this period, and what is not verified cannot be settled."),
        sources.ACCEPTANCE,
    )


def payment_clock_starts(
    signed_on: date, delivered_on: date, acceptance_days: int, budget_from: date = date.min
) -> date:
    """Late acceptance never stops the clock: it starts at the end of the agreed period at the latest (81).

    What the contract pays from a later year's budget runs from ``budget_from``, the first day of that year.
    """
    return max(min(signed_on, delivered_on + timedelta(days=acceptance_days)), budget_from)


def due_day(start: date, payment_days: int, move_on: Callable[[date], date]) -> date:
    """The last day to pay; ``move_on`` leads from a holiday to the next working day (rules 81 and 84)."""
    return move_on(start + timedelta(days=payment_days))


def late_interest_fen(amount_fen: int, due_on: date, paid_on: date, agreed_ppm: int | None) -> int:
    """Interest for each day after the due day, at the agreed rate or 0.05 % (rule 82), to the whole fen."""
    days = max(0, (paid_on - due_on).days)
    rate = STATUTORY_PPM_A_DAY if agreed_ppm is None else agreed_ppm
    return (amount_fen * rate * days + 500_000) // 1_000_000


def overdue(amount_fen: int, due_on: date, today: date, agreed_ppm: int | None) -> Violation | None:
    """An unpaid settlement past its day says for how long and what it costs (rule 82)."""
    if today <= due_on:
        return None
    return Violation(
        "payment.overdue",
        _("Overdue by %(days)s days; interest due: %(interest)s yuan.")
        % {
            "days": (today - due_on).days,
            "interest": yuan(late_interest_fen(amount_fen, due_on, today, agreed_ppm)),
        },
        sources.LATE_INTEREST,
    )


def paid_after_settling(paid_on: date, *, settled_on: date, today: date) -> Violation | None:
    """A payment follows acceptance and settlement, and is recorded after it was made (rules 48 and 51)."""
    if paid_on > today:
        return Violation(
            "payment.future",
            _("%(day)s has not come yet. Enter the day on which the money left the account.")
            % {"day": date_format(paid_on)},
            SAFEGUARD,
            "paid_on",
        )
    if paid_on < settled_on:
        return Violation(
            "payment.before_settlement",
            _("It was settled on %(settled)s, so it cannot have been paid on %(day)s. Look at the voucher.")
            % {"settled": date_format(settled_on), "day": date_format(paid_on)},
            sources.ACCEPTANCE,
            "paid_on",
        )
    return None


def voucher_pays_once(earlier_fen: int | None, earlier_on: date | None) -> Violation | None:
    """A purchaser's voucher pays once (rule 51); ``earlier_…`` of the payment that bears it already."""
    if earlier_fen is None or earlier_on is None:
        return None
    return Violation(
        "payment.voucher_used",
        _(
            "This voucher stands for the payment of %(yuan)s yuan of %(day)s already. Look at the voucher; "
            "if it really pays both, add -2 to its number."
        )
        % {"yuan": yuan(earlier_fen), "day": date_format(earlier_on)},
        SAFEGUARD,
        "voucher",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFacts:
    """An acceptance sheet before it is signed.

    ``unexplained`` standards are judged as not met without a remark; ``unfunded_fen`` is what no budget
    year of the contract can pay, not even a later one, and ``unfunded_from`` the first day of it.
    """

    undecided: int = 0
    unexplained: int = 0
    opinions: int = 0
    minutes: int = 0
    unfunded_fen: int = 0
    unfunded_from: date | None = None
    period_to: date = date.min
    today: date = date.max


def period_is_over(period_to: date, today: date) -> Violation | None:
    """What is accepted was delivered: a period ends today at the latest (rules 48 and 49)."""
    if period_to <= today:
        return None
    return Violation(
        "acceptance.period_not_over",
        _("The period has not ended: %(day)s is still to come. Choose a last day up to today.")
        % {"day": date_format(period_to)},
        sources.ACCEPTANCE,
        "period_to",
    )


def sheet_of_a_period_that_is_over(sheet: SheetFacts) -> Violation | None:
    """Nobody signs for days that are still to come (rules 48 and 49)."""
    return period_is_over(sheet.period_to, sheet.today)


def every_standard_is_marked(sheet: SheetFacts) -> Violation | None:
    """Each standard is judged, and somebody served was heard (rule 49)."""
    if not sheet.undecided and sheet.opinions:
        return None
    return Violation(
        "acceptance.incomplete",
        _("Mark every standard, enter at least one opinion of those served, and have the sheet signed."),
        sources.ACCEPTANCE_SHEET,
    )


def only_verified_is_accepted(sheet: SheetFacts) -> Violation | None:
    """There is something verified to accept; the counts come from records, not from typing (rule 48)."""
    return something_is_payable(sheet.minutes)


def failure_is_explained(sheet: SheetFacts) -> Violation | None:
    """Whoever finds a standard not met says what was lacking (rule 49)."""
    if not sheet.unexplained:
        return None
    return Violation(
        "acceptance.unexplained",
        _("%(count)s standards are not met. Say in the remark what was lacking, then sign.")
        % {"count": sheet.unexplained},
        sources.ACCEPTANCE_SHEET,
    )


def accepted_within_contract(sheet: SheetFacts) -> Violation | None:
    """Nobody accepts what no budget year of the contract can pay (rules 51 and 78)."""
    if not sheet.unfunded_fen or sheet.unfunded_from is None:
        return None
    return Violation(
        "acceptance.above_contract",
        _(
            "The budgets of the contract do not reach for %(yuan)s yuan of this sheet. "
            "End its period before %(day)s, or have the budget extended first."
        )
        % {"yuan": yuan(sheet.unfunded_fen), "day": date_format(sheet.unfunded_from)},
        sources.BUDGET_FIRST,
    )


SIGNING_SHEET = (
    sheet_of_a_period_that_is_over,
    every_standard_is_marked,
    failure_is_explained,
    only_verified_is_accepted,
    accepted_within_contract,
)


def broken_for_signing(sheet: SheetFacts) -> list[Violation]:
    """Every rule that stands in the way of the signature."""
    return [violation for rule in SIGNING_SHEET if (violation := rule(sheet))]
