"""What a contract must hold before it comes into force."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from portal import sources
from portal.rules import Violation
from services.choices import NOT_PURCHASABLE, ContractState, SupplierKind

from . import suppliers


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFacts:
    """A draft contract; ``missing`` are labels of empty fields among the seven.

    ``late_rate_ppm`` is the agreed interest a day in parts per million, if any; ``prime_rate`` the one-year
    loan prime rate on the day of signing, in hundredths of a percent a year.
    """

    starts_on: date
    ends_on: date
    amount_fen: int
    long_term_conditions: bool = False
    missing: tuple[str, ...] = ()
    item_kinds: frozenset[str] = field(default_factory=frozenset)
    year_sums: tuple[tuple[int, int, bool], ...] = ()
    catalogue_code: str = ""
    late_rate_ppm: int | None = None
    prime_rate: int = 0
    supplier_kind: str = SupplierKind.SOCIAL_ORGANISATION
    individual_reason: str = ""


def last_day_of_term(starts_on: date, months: int) -> date:
    """The day on which a term of ``months`` that begins on ``starts_on`` ends."""
    ordinal = starts_on.year * 12 + starts_on.month - 1 + months
    year, month = divmod(ordinal, 12)
    first = date(year, month + 1, 1)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    length = (following - first).days
    anniversary = first.replace(day=min(starts_on.day, length))
    clipped = starts_on.day > length
    return anniversary if clipped else date.fromordinal(anniversary.toordinal() - 1)


def term_is_lawful(contract: ContractFacts) -> Violation | None:
    """A year, or up to three where content, funding, price and budget allow it (rule 41)."""
    if contract.ends_on <= last_day_of_term(contract.starts_on, 12):
        return None
    if contract.long_term_conditions and contract.ends_on <= last_day_of_term(contract.starts_on, 36):
        return None
    return Violation(
        "contract.term",
        _("A contract lasts one year; a longer one must meet the conditions and may not exceed three years."),
        sources.PURCHASE,
        "ends_on",
    )


def contract_is_complete(contract: ContractFacts) -> Violation | None:
    """Content, term, quantity, quality, price, settlement and breach (rule 42)."""
    if not contract.missing:
        return None
    missing = "、".join(str(label) for label in contract.missing)
    return Violation(
        "contract.incomplete",
        _("The contract lacks: %(fields)s.") % {"fields": missing},
        sources.PURCHASE,
    )


def no_posts_are_bought(contract: ContractFacts) -> Violation | None:
    """Hiring, dispatch and posts are no service (rule 43)."""
    if not contract.item_kinds & NOT_PURCHASABLE:
        return None
    return Violation(
        "contract.posts",
        _("Hiring, labour dispatch and public-benefit posts cannot be bought as a service."),
        sources.PURCHASE,
    )


def every_year_has_a_budget(contract: ContractFacts) -> Violation | None:
    """No budget, no purchase: the years add up to the price, each on a budget line (rule 78)."""
    lines = contract.year_sums
    if lines and all(has_line for *_sums, has_line in lines):
        inside = all(contract.starts_on.year <= year <= contract.ends_on.year + 1 for year, *_rest in lines)
        if inside and sum(amount for _year, amount, _line in lines) == contract.amount_fen:
            return None
    return Violation(
        "contract.no_budget",
        _("A service without money in the year's budget cannot be purchased. Enter each year's budget line."),
        sources.BUDGET_FIRST,
    )


def supplier_is_lawful(contract: ContractFacts) -> Violation | None:
    """Who may supply (rule 79)."""
    return suppliers.kind_is_lawful(contract.supplier_kind, field="supplier")


def individual_is_justified(contract: ContractFacts) -> Violation | None:
    """An individual only where truly fit, and never a disguised post (rule 79)."""
    return suppliers.individual_is_justified(
        contract.supplier_kind, contract.individual_reason, field="supplier"
    )


def item_is_in_catalogue(contract: ContractFacts) -> Violation | None:
    """Only what the public catalogue names (rule 80)."""
    if contract.catalogue_code.strip():
        return None
    return Violation(
        "contract.not_in_catalogue",
        _("This service is not in the purchase catalogue. Ask the finance department first."),
        sources.PURCHASE,
        "catalogue_code",
    )


def late_interest_is_lawful(contract: ContractFacts) -> Violation | None:
    """An agreed late interest is not below the one-year LPR on the day of signing (rule 82)."""
    a_year = contract.prime_rate * 100  # parts per million
    if contract.late_rate_ppm is None or contract.late_rate_ppm * 365 >= a_year:
        return None
    least = -(-a_year // 365)
    return Violation(
        "contract.late_interest",
        _(
            "The agreed late interest is below the one-year LPR, which is %(prime)s %% a year. Agree on at "
            "least %(least)s %% a day, or leave it empty: then 0.05 %% a day holds."
        )
        % {"prime": f"{contract.prime_rate / 100:.2f}", "least": f"{least / 10_000:.4f}"},
        sources.LATE_INTEREST,
        "late_rate_ppm",
    )


def something_is_bought(contract: ContractFacts) -> Violation | None:
    """Quantity and price stand on at least one item, for hours are logged under items (rules 42 and 47)."""
    if contract.item_kinds:
        return None
    return Violation(
        "contract.no_item",
        _("The contract has no item yet, so no hours could be logged under it. Add an item with its price."),
        sources.PURCHASE,
    )


def is_draft(state: str) -> Violation | None:
    """What is in force is what was signed: it is carried out, not edited."""
    if state == ContractState.DRAFT:
        return None
    return Violation(
        "contract.not_a_draft",
        _("The contract is in force or has ended and can no longer be changed. Enter a new contract."),
    )


def term_is_in_order(starts_on: date, ends_on: date) -> Violation | None:
    """A term ends after it begins."""
    if starts_on <= ends_on:
        return None
    return Violation("contract.term_order", _("The term ends before it begins."), field="ends_on")


def hours_are_in_order(min_minutes: int, max_minutes: int) -> Violation | None:
    """The most is not less than the least."""
    if min_minutes <= max_minutes:
        return None
    return Violation(
        "contract.hours_order", _("The most hours are fewer than the least hours."), field="max_minutes"
    )


def paid_within_sixty_days(payment_days: int) -> Violation | None:
    """Thirty days by law; a contract may agree on sixty and no more (rule 81)."""
    if 1 <= payment_days <= 60:
        return None
    return Violation(
        "contract.payment_days",
        _("The contract may agree on at most 60 days for payment."),
        sources.PAYMENT_PERIOD,
        "payment_days",
    )


def roster_days_in_term(
    starts_on: date, ends_on: date, from_day: date, to_day: date | None
) -> Violation | None:
    """Nobody serves under a contract before or after its term (rule 47)."""
    if starts_on <= from_day <= (to_day or ends_on) <= ends_on:
        return None
    return Violation(
        "contract.roster_days",
        _("The days lie outside the term of the contract, or end before they begin."),
        sources.PURCHASE,
        "to_day" if to_day and starts_on <= from_day <= ends_on else "from_day",
    )


def roster_periods_are_apart(*, held: bool, field: str = "from_day") -> Violation | None:
    """Two periods of one person under a contract share no day (rule 47)."""
    if not held:
        return None
    return Violation(
        "contract.roster_twice",
        _("This person is on the roster on some of these days already. Choose days outside that period."),
        sources.PURCHASE,
        field,
    )


def signing_has_happened(signed_on: date, today: date) -> Violation | None:
    """What both parties have signed comes into force, not what they are going to sign."""
    if signed_on <= today:
        return None
    return Violation(
        "contract.signed_day",
        _("Enter the day on which both parties signed; it cannot lie in the future."),
        field="signed_on",
    )


def is_signed(state: str) -> Violation | None:
    """What was served is accepted under a contract that was signed, also once it has ended."""
    if state != ContractState.DRAFT:
        return None
    return Violation("acceptance.contract", _("A draft is not accepted. Put the contract into force first."))


def nothing_is_left_open(*, to_verify: int, to_accept: int, sheets: int) -> Violation | None:
    """A contract ends once every hour under it was judged and accepted, so that nobody goes unpaid.

    Counts of records logged and not verified, verified and not accepted, and of sheets not signed.
    """
    if not (to_verify or to_accept or sheets):
        return None
    return Violation(
        "contract.left_open",
        _(
            "Finish first what is open under this contract: %(verify)s records to verify, "
            "%(accept)s to accept, %(sheets)s sheets to sign."
        )
        % {"verify": to_verify, "accept": to_accept, "sheets": sheets},
    )


def announced_after_signing(signed_on: date | None, announced_on: date, today: date) -> Violation | None:
    """The announcement follows the signing and has happened (rule 44)."""
    if signed_on is not None and signed_on <= announced_on <= today:
        return None
    return Violation(
        "contract.announced_day",
        _("Enter the day on which the signed contract was announced; not before signing, not in the future."),
        sources.CONTRACT_ANNOUNCED,
        "announced_on",
    )


def announced_in_time(due_on: date, announced_on: date | None, today: date) -> Violation | None:
    """A contract is announced within two working days of signing (rule 44); lateness stays visible."""
    if (announced_on or today) <= due_on:
        return None
    if announced_on:
        message = _("The contract was announced after the two working days, which ended on %(day)s.")
    else:
        message = _("The contract should have been announced by %(day)s. Announce it now and enter the day.")
    return Violation(
        "contract.announced_late", message % {"day": date_format(due_on)}, sources.CONTRACT_ANNOUNCED
    )


# Each rule of signing with the source it rests on, also when it passes.
SOURCE_OF = {
    term_is_lawful: sources.PURCHASE,
    contract_is_complete: sources.PURCHASE,
    no_posts_are_bought: sources.PURCHASE,
    every_year_has_a_budget: sources.BUDGET_FIRST,
    supplier_is_lawful: sources.PURCHASE,
    individual_is_justified: sources.PURCHASE,
    item_is_in_catalogue: sources.PURCHASE,
    late_interest_is_lawful: sources.LATE_INTEREST,
    something_is_bought: sources.PURCHASE,
}
SIGNING = tuple(SOURCE_OF)
