"""Confirming hours: one by one or many at once, refusing them with a reason, taking them back."""

from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import audit, notifications
from portal.actions import Refused, refuse_if, require
from portal.rules import may_move
from services.choices import Account, RecordState
from services.ledger import entries, summing
from services.ledger.appending import append
from services.models import ServiceRecord
from services.rules import lifecycles, verification

from .attending import count_persons

JOINED = ("area", "booking", "contract_item__contract", "helper__account", "helper_account", "recorded_by")


def _locked(record: ServiceRecord) -> ServiceRecord:
    """The record's row, after those of its session's other helpers, who may come to count its persons."""
    if record.booking is not None:
        list(ServiceRecord.objects.of_session(record.booking.session_id).select_for_update(of=("self",)))
    rows = ServiceRecord.objects.select_for_update(of=("self",)).select_related(*JOINED)
    return rows.get(pk=record.pk)


def facts_of(record: ServiceRecord, judge) -> verification.RecordFacts:
    """The record as the rules of verification see it."""
    required = [(record.content, _("what was done")), (record.kind, _("form of service"))]
    if record.account == Account.VOLUNTEER:
        required.append((record.nil_gift, _("declaration that nothing was taken")))
    else:
        required.append((record.help_kind, _("kind of help")))
    return verification.RecordFacts(
        recorded_by=record.recorded_by_id,
        helper_account=record.helper_account_id,
        judge=judge.pk,
        judge_is_system=judge.is_system,
        missing=tuple(label for value, label in required if not value),
        in_acceptance=record.acceptance_id is not None,
    )


def _judgements(record: ServiceRecord, by):
    facts = facts_of(record, by)
    return [
        may_move(lifecycles.RECORD, record.state, RecordState.VERIFIED),
        *(rule(facts) for rule in verification.VERIFYING),
    ]


@transaction.atomic
def verify(record: ServiceRecord, *, by) -> ServiceRecord:
    """Confirm one record: it enters the ledger and counts from now on."""
    record = _locked(record)
    require(by, "services.verify_servicerecord", record)
    refuse_if(*_judgements(record, by), about=record, by=by)

    _confirm([record], by)
    return record


@transaction.atomic
def verify_many(
    records: Iterable[ServiceRecord], *, by
) -> tuple[list[ServiceRecord], list[tuple[ServiceRecord, Refused]]]:
    """Confirm every record that may be confirmed; returns the confirmed, and each refused with its reasons.

    Rows outside ``by``'s areas do not exist for it.
    """
    if not by.has_perm("services.verify_servicerecord"):
        audit.note_attempt("services.verify_servicerecord", None, by=by, result=audit.DENIED)
        raise PermissionDenied("services.verify_servicerecord")
    keys = [record.pk for record in records]
    rows = ServiceRecord.objects.visible_to(by).select_for_update(of=("self",)).select_related(*JOINED)
    good, refused = [], []
    # In the order in which everybody locks records, so that nobody waits in a circle.
    for record in rows.filter(pk__in=keys).order_by("served_on", "pk"):
        broken = [violation for violation in _judgements(record, by) if violation]
        if broken:
            refused.append((record, Refused(*broken)))
        else:
            good.append(record)
    _confirm(good, by)
    return good, refused


def _confirm(records: list[ServiceRecord], by) -> None:
    now = timezone.now()
    by_chain = defaultdict(list)
    for record in records:
        record.state, record.verified_by, record.verified_at = RecordState.VERIFIED, by, now
        by_chain[entries.chain_of(record)].append(record)
        audit.record("service_record.verified", record, by=by, minutes=record.minutes)
    ServiceRecord.objects.bulk_update(records, ["state", "verified_by", "verified_at"], batch_size=200)
    for chain in sorted(by_chain):
        append(chain, map(entries.verified, by_chain[chain]))
    summing.add(records, summing.verified)
    for record in records:
        _tell(record, "service_record_verified")


@transaction.atomic
def reject(record: ServiceRecord, *, reason: str, by) -> ServiceRecord:
    """Do not confirm a record, and say why; its time may be logged again."""
    record = _locked(record)
    require(by, "services.verify_servicerecord", record)
    facts = facts_of(record, by)
    refuse_if(
        may_move(lifecycles.RECORD, record.state, RecordState.REJECTED),
        verification.somebody_else_verifies(facts),
        verification.reason_is_given(reason),
        about=record,
        by=by,
    )

    record.state, record.rejected_by, record.reject_reason = RecordState.REJECTED, by, reason
    record.save(update_fields=["state", "rejected_by", "reject_reason"])
    if record.booking is not None:
        count_persons(record.booking.session_id)
    audit.record("service_record.rejected", record, by=by, reason=reason)
    _tell(record, "service_record_rejected")
    return record


def reversal_judgements(record: ServiceRecord, by):
    """Whether ``by`` may take this record back now, whatever the reason."""
    facts = facts_of(record, by)
    return [
        may_move(lifecycles.RECORD, record.state, RecordState.REVERSED),
        *(rule(facts) for rule in verification.REVERSING),
    ]


@transaction.atomic
def reverse(record: ServiceRecord, *, reason: str, by) -> ServiceRecord:
    """Take a confirmed record back by an entry of opposite sign; the ledger itself stays (rule 33)."""
    record = _locked(record)
    require(by, "services.reverse_servicerecord", record)
    refuse_if(*reversal_judgements(record, by), verification.reason_is_given(reason), about=record, by=by)

    record.state, record.reversed_by = RecordState.REVERSED, by
    record.reversed_at, record.reversal_reason = timezone.now(), reason
    record.save(update_fields=["state", "reversed_by", "reversed_at", "reversal_reason"])
    append(entries.chain_of(record), [entries.reversed_(record)])
    summing.add([record], lambda taken: summing.verified(taken, -1))
    audit.record("service_record.reversed", record, by=by, reason=reason)
    _tell(record, "service_record_reversed")
    return record


def _tell(record: ServiceRecord, kind: str) -> None:
    accounts = {person.pk: person for person in (record.helper_account, record.recorded_by) if person}
    notifications.notify(accounts.values(), kind, about=record, url="/me/hours/", day=record.served_on)
