"""The acceptance sheet: opened for a period, marked standard by standard, signed once."""

from collections import Counter
from datetime import date
from itertools import batched

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import audit
from portal.actions import Refused, refuse_if, require
from portal.rules import Violation, may_move
from services.actions import sharing
from services.choices import AcceptanceState, StandardKind
from services.ledger import entries, summing
from services.ledger.appending import append
from services.models import Acceptance, AcceptanceLine, Contract, Opinion, ServiceRecord
from services.rules import contracts, lifecycles, opinions, payments, verification
from volunteers.models import Subject

# Keys in one statement; SQLite takes no more than a few thousand.
BATCH = 500


@transaction.atomic
def open_acceptance(contract: Contract, *, period_from: date, period_to: date, by) -> Acceptance:
    """Open a sheet over the verified hours of a period, with a line for each standard of the contract."""
    contract = Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
    require(by, "services.add_acceptance", contract)
    refuse_if(
        contracts.is_signed(contract.state),
        _period_in_order(period_from, period_to),
        payments.period_is_over(period_to, timezone.localdate()),
        about=contract,
        by=by,
    )

    try:
        with transaction.atomic():
            sheet = Acceptance.objects.create(
                contract=contract,
                period_from=period_from,
                period_to=period_to,
                prepared_by=by,
                prepared_at=timezone.now(),
            )
    except IntegrityError:
        raise Refused(_one_sheet_at_a_time()) from None
    AcceptanceLine.objects.bulk_create(_standard_lines(sheet))
    audit.record("acceptance.opened", sheet, by=by)
    return sheet


def _standard_lines(sheet: Acceptance) -> list[AcceptanceLine]:
    technical = [
        AcceptanceLine(acceptance=sheet, item=item, kind=StandardKind.TECHNICAL, standard=str(item))
        for item in sheet.contract.items.all()
    ]
    quality = [line.strip() for line in sheet.contract.quality.splitlines() if line.strip()]
    service = [
        AcceptanceLine(acceptance=sheet, kind=StandardKind.SERVICE, standard=text[:200]) for text in quality
    ]
    safety = AcceptanceLine(
        acceptance=sheet,
        kind=StandardKind.SAFETY,
        standard=str(_("Safe service; personal data of those served kept secret")),
    )
    return [*technical, *service, safety]


@transaction.atomic
def mark_sheet(sheet: Acceptance, *, marks: dict[int, tuple[bool, str]], by) -> Acceptance:
    """Judge standards of an open sheet: for each line's id, whether it was met and a remark.

    A judgement that stays as it was stays its author's, whoever sends the form again.
    """
    sheet = _locked(sheet)
    require(by, "services.add_acceptance", sheet)
    refuse_if(_still_open(sheet), about=sheet, by=by)

    lines = [line for line in sheet.lines.filter(pk__in=marks) if (line.met, line.remark) != marks[line.pk]]
    for line in lines:
        line.met, line.remark = marks[line.pk]
        line.marked_by = by
    AcceptanceLine.objects.bulk_update(lines, ["met", "remark", "marked_by"])
    audit.record("acceptance.marked", sheet, by=by, lines=len(lines))
    return sheet


@transaction.atomic
def change_period(sheet: Acceptance, *, period_to: date, by) -> Acceptance:
    """End the period of an open sheet on another day: what was served later waits for the next sheet."""
    sheet = _locked(sheet)
    require(by, "services.add_acceptance", sheet)
    refuse_if(
        _still_open(sheet),
        _period_in_order(sheet.period_from, period_to),
        payments.period_is_over(period_to, timezone.localdate()),
        about=sheet,
        by=by,
    )

    before, sheet.period_to, sheet.prepared_by = sheet.period_to, period_to, by
    sheet.save(update_fields=["period_to", "prepared_by"])
    audit.record("acceptance.period_changed", sheet, by=by, before=str(before), after=str(period_to))
    return sheet


@transaction.atomic
def add_opinion(sheet: Acceptance, *, score: int, text: str = "", by) -> Opinion:
    """Keep what somebody served thinks, without their name (rules 49 and 57)."""
    sheet = _locked(sheet)
    require(by, "services.add_acceptance", sheet)
    refuse_if(_still_open(sheet), _names_nobody(sheet, text), about=sheet, by=by)

    opinion = Opinion.objects.create(acceptance=sheet, score=score, text=text, entered_by=by)
    audit.record("acceptance.opinion_added", sheet, by=by, score=score)
    return opinion


@transaction.atomic
def sign_acceptance(sheet: Acceptance, *, by) -> Acceptance:
    """Accept every verified hour of the period.

    Whoever logged or verified any of them, or prepared the sheet, cannot sign (rule 50).
    """
    Contract.objects.select_for_update().get(pk=sheet.contract_id)
    sheet = _locked(sheet)
    require(by, "services.sign_acceptance", sheet)
    keys = list(records_of_sheet(sheet).select_for_update(of=("self",)).values_list("pk", flat=True))
    before, sums = _hands_and_sums(keys)
    outlook = outlook_of_sheet(sheet)
    facts = facts_of_sheet(sheet, sums["minutes"], outlook)
    refuse_if(
        may_move(lifecycles.ACCEPTANCE, sheet.state, AcceptanceState.SIGNED),
        *payments.broken_for_signing(facts),
        verification.hands_are_separate(by.pk, is_system=by.is_system, others=before),
        verification.signer_did_not_prepare(by.pk, sheet.preparers()),
        about=sheet,
        by=by,
    )

    sheet.state, sheet.signed_by, sheet.signed_at = AcceptanceState.SIGNED, by, timezone.now()
    sheet.minutes = facts.minutes
    sheet.amount_fen = sums["amount_fen"]
    sheet.rest_payable_from = None if outlook.now.years else outlook.now.rest.payable_from
    sheet.save(
        update_fields=["state", "signed_by", "signed_at", "minutes", "amount_fen", "rest_payable_from"]
    )
    for batch in batched(keys, BATCH, strict=False):
        ServiceRecord.objects.filter(pk__in=batch).update(acceptance=sheet, accepted_by=by)
    append(sheet.contract.chain, [entries.accepted(sheet, keys)])
    summing.add_sums(sheet.records, accepted_minutes="minutes")
    audit.record("acceptance.signed", sheet, by=by, minutes=sheet.minutes, amount_fen=sheet.amount_fen)
    return sheet


def _hands_and_sums(keys: list[int]) -> tuple[set[int], Counter]:
    """Who logged or verified these records, and their minutes and fen; read in batches, not one by one."""
    hands, sums = set(), Counter(minutes=0, amount_fen=0)
    for batch in batched(keys, BATCH, strict=False):
        rows = ServiceRecord.objects.filter(pk__in=batch)
        hands |= rows.hands()
        sums.update(rows.aggregate(minutes=Sum("minutes"), amount_fen=Sum("amount_fen")))
    return hands, sums


def facts_of_sheet(sheet: Acceptance, minutes: int, outlook: sharing.Outlook) -> payments.SheetFacts:
    """The sheet as the rules of signing see it."""
    return payments.SheetFacts(
        undecided=sheet.lines.filter(met=None).count(),
        unexplained=sheet.lines.filter(met=False, remark="").count(),
        opinions=sheet.opinions.count(),
        period_to=sheet.period_to,
        today=timezone.localdate(),
        minutes=minutes,
        unfunded_fen=outlook.unfunded.fen,
        unfunded_from=outlook.unfunded.first_day,
    )


def outlook_of_sheet(sheet: Acceptance) -> sharing.Outlook:
    """Which budget years will pay what signing would accept now."""
    return sharing.outlook(sheet.contract, records_of_sheet(sheet).order_by(), timezone.localdate())


def records_of_sheet(sheet: Acceptance):
    """What signing would accept now: verified, not accepted yet, served in the period or before it."""
    rows = ServiceRecord.objects.of_contract(sheet.contract).awaiting_acceptance()
    return rows.filter(served_on__lte=sheet.period_to)


def sheet_totals(sheet: Acceptance) -> dict:
    """Minutes, value and number of what signing would accept now."""
    rows = records_of_sheet(sheet).order_by()
    totals = rows.aggregate(minutes=Sum("minutes", default=0), amount_fen=Sum("amount_fen", default=0))
    return {**totals, "count": rows.count()}


def _locked(sheet: Acceptance) -> Acceptance:
    rows = Acceptance.objects.select_for_update(of=("self",)).select_related("contract")
    return rows.get(pk=sheet.pk)


def _names_nobody(sheet: Acceptance, text: str) -> Violation | None:
    serving = sheet.contract.roster.order_by().values_list("helper__name", flat=True).distinct()
    return opinions.names_nobody(text, serving, Subject.objects.codes_in(text))


def _still_open(sheet: Acceptance) -> Violation | None:
    return may_move(lifecycles.ACCEPTANCE, sheet.state, AcceptanceState.SIGNED)


def _period_in_order(period_from: date, period_to: date) -> Violation | None:
    if period_from <= period_to:
        return None
    return Violation("acceptance.period", _("The period must begin before it ends."), field="period_to")


def _one_sheet_at_a_time() -> Violation:
    return Violation(
        "acceptance.open_sheet", _("A sheet of this contract is still open. Sign that one first.")
    )
