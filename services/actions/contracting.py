"""A contract comes into force when it is lawful, and is closed when its term is over."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst

from portal import audit, policies, working_days
from portal.actions import refuse_if, require
from portal.rules import Violation, may_move
from services.choices import AcceptanceState, ContractState
from services.models import Contract, ServiceRecord
from services.policies import LOAN_PRIME_RATE
from services.rules import contracts, lifecycles

ANNOUNCED_WITHIN = 2  # working days after signing
SEVEN_FIELDS = (
    "content",
    "ends_on",
    "max_minutes",
    "quality",
    "amount_fen",
    "settlement_terms",
    "breach_terms",
)


def facts_of(contract: Contract, signed_on: date) -> contracts.ContractFacts:
    """The contract as the rules of signing see it on the day of signing."""
    fields = {name: contract._meta.get_field(name).verbose_name for name in SEVEN_FIELDS}
    return contracts.ContractFacts(
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        amount_fen=contract.amount_fen,
        long_term_conditions=all(
            (
                contract.content_is_fixed,
                contract.funding_is_stable,
                contract.price_is_steady,
                contract.budget_is_secured,
                contract.budget_note,
            )
        ),
        missing=tuple(str(capfirst(label)) for name, label in fields.items() if not getattr(contract, name)),
        item_kinds=frozenset(item.kind for item in contract.items.all()),
        year_sums=tuple(
            (year.year, year.amount_fen, bool(year.budget_line)) for year in contract.years.all()
        ),
        catalogue_code=contract.catalogue_code,
        late_rate_ppm=contract.late_rate_ppm,
        prime_rate=policies.value(LOAN_PRIME_RATE, signed_on),
        supplier_kind=contract.supplier.kind,
        individual_reason=contract.supplier.individual_reason,
    )


@transaction.atomic
def sign_contract(contract: Contract, *, signed_on: date, by) -> Contract:
    """Put a lawful draft into force; hours can be logged under it from its first day."""
    rows = Contract.objects.select_for_update(of=("self",)).select_related("supplier")
    contract = rows.get(pk=contract.pk)
    require(by, "services.sign_contract", contract)
    facts = facts_of(contract, signed_on)
    refuse_if(
        may_move(lifecycles.CONTRACT, contract.state, ContractState.IN_FORCE),
        contracts.signing_has_happened(signed_on, timezone.localdate()),
        *(rule(facts) for rule in contracts.SIGNING),
        about=contract,
        by=by,
    )

    contract.state, contract.signed_on = ContractState.IN_FORCE, signed_on
    contract.save(update_fields=["state", "signed_on"])
    audit.record("contract.signed", contract, by=by, signed_on=str(signed_on))
    return contract


@transaction.atomic
def announce_contract(contract: Contract, *, announced_on: date, by) -> Contract:
    """Keep the day on which the signed contract was announced (rule 44); a mistyped day is entered again."""
    contract = Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
    require(by, "services.sign_contract", contract)
    refuse_if(
        contracts.announced_after_signing(contract.signed_on, announced_on, timezone.localdate()),
        about=contract,
        by=by,
    )

    before, contract.announced_on = contract.announced_on, announced_on
    contract.save(update_fields=["announced_on"])
    audit.record(
        "contract.announced", contract, by=by, announced_on=str(announced_on), before=str(before or "")
    )
    return contract


def announcement_due(contract: Contract) -> working_days.Deadline | None:
    """The day by which a signed contract is to be announced (rules 44 and 84); None for a draft."""
    if contract.signed_on is None:
        return None
    entered = working_days.entered_calendars(policies.value(working_days.CALENDAR, contract.signed_on))
    return working_days.after_working_days(contract.signed_on, ANNOUNCED_WITHIN, entered)


@transaction.atomic
def close_contract(contract: Contract, *, by) -> Contract:
    """End a contract whose hours were all judged and accepted; nothing more is logged under it."""
    contract = Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
    require(by, "services.sign_contract", contract)
    refuse_if(*closing_judgements(contract), about=contract, by=by)

    contract.state, contract.closed_on = ContractState.CLOSED, timezone.localdate()
    contract.save(update_fields=["state", "closed_on"])
    audit.record("contract.closed", contract, by=by)
    return contract


def closing_judgements(contract: Contract) -> list[Violation | None]:
    """Whether the contract may end now."""
    return [
        may_move(lifecycles.CONTRACT, contract.state, ContractState.CLOSED),
        contracts.nothing_is_left_open(**_left_open(contract)),
    ]


def _left_open(contract: Contract) -> dict[str, int]:
    records = ServiceRecord.objects.of_contract(contract).order_by()
    return {
        "to_verify": records.awaiting_verification().count(),
        "to_accept": records.awaiting_acceptance().count(),
        "sheets": contract.acceptances.filter(state=AcceptanceState.DRAFT).count(),
    }
