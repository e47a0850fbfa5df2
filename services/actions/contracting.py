"""A contract comes into force when it is lawful, and is closed when its term is over."""

from datetime import date

from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portal import audit
from portal.actions import Refused, refuse_if, require
from portal.rules import Violation, may_move
from services.choices import ContractState
from services.models import Contract, ContractItem, ContractYear
from services.rules import contracts, lifecycles

SEVEN_FIELDS = (
    "content",
    "ends_on",
    "max_minutes",
    "quality",
    "amount_fen",
    "settlement_terms",
    "breach_terms",
)


def facts_of(contract: Contract) -> contracts.ContractFacts:
    """The contract as the rules of signing see it."""
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
        supplier_kind=contract.supplier.kind,
        individual_reason=contract.supplier.individual_reason,
    )


@transaction.atomic
def sign_contract(contract: Contract, *, signed_on: date, by) -> Contract:
    """Put a lawful draft into force; hours can be logged under it from its first day."""
    rows = Contract.objects.select_for_update(of=("self",)).select_related("supplier")
    contract = rows.get(pk=contract.pk)
    require(by, "services.sign_contract", contract)
    facts = facts_of(contract)
    refuse_if(
        may_move(lifecycles.CONTRACT, contract.state, ContractState.IN_FORCE),
        *(rule(facts) for rule in contracts.SIGNING),
        about=contract,
        by=by,
    )

    contract.state, contract.signed_on = ContractState.IN_FORCE, signed_on
    contract.save(update_fields=["state", "signed_on"])
    audit.record("contract.signed", contract, by=by, signed_on=str(signed_on))
    return contract


@transaction.atomic
def close_contract(contract: Contract, *, by) -> Contract:
    """End a contract; nothing more is logged or accepted under it."""
    contract = Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
    require(by, "services.sign_contract", contract)
    refuse_if(may_move(lifecycles.CONTRACT, contract.state, ContractState.CLOSED), about=contract, by=by)

    contract.state = ContractState.CLOSED
    contract.save(update_fields=["state"])
    audit.record("contract.closed", contract, by=by)
    return contract


@transaction.atomic
def add_item(
    contract: Contract, *, kind: str, help_kind: str, rate_fen: int, target: int = 0, by
) -> ContractItem:
    """Name one more deliverable of a draft, with its price."""
    contract = _draft(contract, by)
    if contract.items.filter(kind=kind, help_kind=help_kind).exists():
        raise Refused(_twice("kind"))
    item = ContractItem.objects.create(
        contract=contract, kind=kind, help_kind=help_kind, rate_fen=rate_fen, target=target
    )
    audit.record("contract.item_added", contract, by=by, kind=kind, rate_fen=rate_fen)
    return item


@transaction.atomic
def add_year(contract: Contract, *, year: int, amount_fen: int, budget_line: str, by) -> ContractYear:
    """Put one more budget year of a draft on its line (rule 78)."""
    contract = _draft(contract, by)
    if contract.years.filter(year=year).exists():
        raise Refused(_twice("year"))
    added = ContractYear.objects.create(
        contract=contract, year=year, amount_fen=amount_fen, budget_line=budget_line
    )
    audit.record("contract.year_added", contract, by=by, year=year, amount_fen=amount_fen)
    return added


def _draft(contract: Contract, by) -> Contract:
    contract = Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
    require(by, "services.change_contract", contract)
    refuse_if(may_move(lifecycles.CONTRACT, contract.state, ContractState.IN_FORCE), about=contract, by=by)
    return contract


def _twice(field: str) -> Violation:
    return Violation("contract.twice", _("The contract names this already."), field=field)
