"""Writing a contract: the draft itself, its items and budget years; and its roster, also while in force."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal import audit
from portal.actions import refuse_if, require
from portal.models import Area, Office
from portal.rules import Violation
from services.choices import ContractState, DeliverableUnit
from services.models import Contract, ContractItem, ContractYear, RosterEntry, Supplier
from services.rules import contracts
from volunteers.models import Helper


@transaction.atomic
def draft_contract(*, purchaser: Office, area: Area, supplier: Supplier, by, **terms) -> Contract:
    """Begin a contract; it binds nobody until it is signed, so its seven fields may still be empty."""
    for about in (purchaser, area, supplier):
        require(by, "services.add_contract", about)
    contract = Contract(purchaser=purchaser, area=area, supplier=supplier, created_by=by, **terms)
    refuse_if(*_in_order(contract), by=by)

    contract.save(force_insert=True)
    audit.record("contract.created", contract, by=by, amount_fen=contract.amount_fen)
    return contract


@transaction.atomic
def change_draft(
    contract: Contract, *, purchaser: Office, area: Area, supplier: Supplier, by, **terms
) -> Contract:
    """Change what a draft says."""
    contract = Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
    for about in (contract, purchaser, area, supplier):
        require(by, "services.change_contract", about)
    changes = {"purchaser": purchaser, "area": area, "supplier": supplier, **terms}
    before = {name: getattr(contract, name) for name in changes}
    draft = contracts.is_draft(contract.state)
    for name, value in changes.items():
        setattr(contract, name, value)
    refuse_if(draft, *_in_order(contract), about=contract, by=by)

    contract.save(update_fields=[*changes])
    fields = sorted(name for name, value in changes.items() if value != before[name])
    audit.record("contract.changed", contract, by=by, fields=fields)
    return contract


def _in_order(contract: Contract):
    return (
        contracts.term_is_in_order(contract.starts_on, contract.ends_on),
        contracts.hours_are_in_order(contract.min_minutes, contract.max_minutes),
        contracts.paid_within_sixty_days(contract.payment_days),
    )


@transaction.atomic
def add_item(
    contract: Contract,
    *,
    kind: str,
    help_kind: str,
    rate_fen: int,
    target: int = 0,
    unit: str = DeliverableUnit.HOUR,
    by,
) -> ContractItem:
    """Name one more deliverable of a draft, with its price."""
    contract = _locked(contract, by)
    named = contract.items.filter(kind=kind, help_kind=help_kind).exists()
    refuse_if(contracts.is_draft(contract.state), _twice("kind") if named else None, about=contract, by=by)

    item = ContractItem.objects.create(
        contract=contract, kind=kind, help_kind=help_kind, rate_fen=rate_fen, target=target, unit=unit
    )
    audit.record("contract.item_added", contract, by=by, kind=kind, rate_fen=rate_fen)
    return item


@transaction.atomic
def remove_item(contract: Contract, *, item: ContractItem, by) -> None:
    """Take a deliverable out of a draft; nothing was logged under it yet."""
    contract = _locked(contract, by)
    refuse_if(contracts.is_draft(contract.state), about=contract, by=by)

    contract.items.filter(pk=item.pk).delete()
    audit.record("contract.item_removed", contract, by=by, kind=item.kind, rate_fen=item.rate_fen)


@transaction.atomic
def add_year(contract: Contract, *, year: int, amount_fen: int, budget_line: str, by) -> ContractYear:
    """Put one more budget year of a draft on its line (rule 78)."""
    contract = _locked(contract, by)
    named = contract.years.filter(year=year).exists()
    refuse_if(contracts.is_draft(contract.state), _twice("year") if named else None, about=contract, by=by)

    added = ContractYear.objects.create(
        contract=contract, year=year, amount_fen=amount_fen, budget_line=budget_line
    )
    audit.record("contract.year_added", contract, by=by, year=year, amount_fen=amount_fen)
    return added


@transaction.atomic
def remove_year(contract: Contract, *, budget_year: ContractYear, by) -> None:
    """Take a budget year out of a draft."""
    contract = _locked(contract, by)
    refuse_if(contracts.is_draft(contract.state), about=contract, by=by)

    contract.years.filter(pk=budget_year.pk).delete()
    audit.record(
        "contract.year_removed", contract, by=by, year=budget_year.year, amount_fen=budget_year.amount_fen
    )


@transaction.atomic
def add_to_roster(
    contract: Contract, *, helper: Helper, role: str, from_day: date, to_day: date | None = None, by
) -> RosterEntry:
    """Name one more person who serves under the contract (rule 47); the supplier may change its people.

    Who has left may come back for a second period.
    """
    contract = _locked(contract, by)
    require(by, "services.change_contract", helper)
    held = contract.roster.filter(helper=helper).touching(from_day, to_day)
    refuse_if(
        _not_closed(contract.state),
        contracts.roster_periods_are_apart(held=held.exists()),
        contracts.roster_days_in_term(contract.starts_on, contract.ends_on, from_day, to_day),
        about=contract,
        by=by,
    )

    entry = RosterEntry.objects.create(
        contract=contract, helper=helper, role=role, from_day=from_day, to_day=to_day
    )
    audit.record("roster.added", contract, by=by, helper=helper.number, from_day=str(from_day))
    return entry


@transaction.atomic
def end_on_roster(contract: Contract, *, entry: RosterEntry, to_day: date, by) -> RosterEntry:
    """Name the last day on which a person serves; what was logged until then stays."""
    contract = _locked(contract, by)
    entry = contract.roster.select_related("helper").get(pk=entry.pk)
    others = contract.roster.filter(helper=entry.helper).exclude(pk=entry.pk)
    refuse_if(
        _not_closed(contract.state),
        contracts.roster_periods_are_apart(
            held=others.touching(entry.from_day, to_day).exists(), field="to_day"
        ),
        contracts.roster_days_in_term(contract.starts_on, contract.ends_on, entry.from_day, to_day),
        about=contract,
        by=by,
    )

    entry.to_day = to_day
    entry.save(update_fields=["to_day"])
    audit.record("roster.ended", contract, by=by, helper=entry.helper.number, to_day=str(to_day))
    return entry


def _locked(contract: Contract, by) -> Contract:
    contract = Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
    require(by, "services.change_contract", contract)
    return contract


def _not_closed(state: str) -> Violation | None:
    return contracts.is_draft(state) if state == ContractState.CLOSED else None


def _twice(field: str) -> Violation:
    return Violation("contract.twice", _("The contract names this already."), field=field)
