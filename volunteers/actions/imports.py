"""Bringing in a roster: judge every line, then save the good ones in one transaction (rule 76)."""

import dataclasses
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

import orjson
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit, policies
from portal.actions import refuse_if, require, require_self
from portal.models import Area, visible_area_ids
from volunteers.choices import HelperState, Sex
from volunteers.imports import areas, workbook
from volunteers.imports import columns as c
from volunteers.imports.judging import Failure, Judge, Person
from volunteers.imports.workbook import Roster, Row
from volunteers.models import Credential, Helper, ImportBatch
from volunteers.policies import MINIMUM_AGE
from volunteers.rules import agreements
from volunteers.rules import people as rules

PERMISSION = "volunteers.import_helper"


@dataclass
class Outcome:
    """What came, or would come, of a roster."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    ignored_columns: tuple[str, ...] = ()
    failures: list[Failure] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """Lines with at least one fault."""
        return len({failure.row for failure in self.failures})

    def as_dict(self) -> dict:
        """The contract of formats.md §2."""
        return {
            "rows": self.rows,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "failed": self.failed,
            "ignored_columns": list(self.ignored_columns),
            "failures": [dataclasses.asdict(failure) for failure in self.failures],
        }


def preview(roster: Roster, *, by) -> Outcome:
    """What saving this roster would do; nothing is written."""
    require_import(by)
    outcome, _new, _known = _judge(roster, by)
    return outcome


@transaction.atomic
def import_roster(
    roster: Roster, *, by, file_name: str, consent_evidence: str = "", strict: bool = False
) -> Outcome:
    """Save every good line: new people as submitted, known ones with new contact data only.

    With ``strict`` one bad line saves nothing. An operator's import (``by`` the system account)
    reaches every area; an officer's only their own.
    """
    require_import(by)
    outcome, new, known = _judge(roster, by)
    if strict and outcome.failures:
        outcome.created = outcome.updated = outcome.unchanged = 0
        return outcome
    if new or known:
        batch = ImportBatch.objects.create(
            by=by, file_name=file_name[:200], consent_evidence=consent_evidence, applied_at=timezone.now()
        )
        _save(batch, outcome, new, known, by)
    return outcome


def stage_roster(file: BinaryIO, *, by, file_name: str) -> ImportBatch:
    """Read an uploaded roster and keep it sealed until its officer confirms or drops it.

    A long file takes seconds to read and judge: nobody else's saving waits for that.
    Raises ``workbook.RefusedFile`` for a file that cannot be read.
    """
    require_import(by)
    roster = workbook.read(file)
    outcome, _new, _known = _judge(roster, by)
    rows = _pack(roster)

    with transaction.atomic():
        ImportBatch.objects.waiting().filter(by=by).delete()
        batch = ImportBatch.objects.create(
            by=by, file_name=file_name[:200], rows=rows, summary=outcome.as_dict()
        )
        audit.record("roster.read", batch, by=by, rows=outcome.rows, failed=outcome.failed)
    return batch


@transaction.atomic
def drop_roster(batch: ImportBatch, *, by) -> None:
    """Delete a roster that was read and not saved; its own officer may, and the nightly job."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    require_import(by)
    if not by.is_system:
        require_self(by, batch.by, batch)
    refuse_if(rules.roster_waiting(batch.applied_at is None), about=batch, by=by)

    audit.record("roster.dropped", batch, by=by)
    batch.delete()


@transaction.atomic
def failures_of(batch: ImportBatch, *, by) -> tuple[Roster, list[Failure]]:
    """The lines to mend, with ID and phone numbers in clear, to be taken out of the house (rule 62)."""
    require_import(by)
    require_self(by, batch.by, batch)
    failures = [Failure(**entry) for entry in batch.summary["failures"]]
    audit.record("roster.failures_downloaded", batch, by=by, failed=batch.summary["failed"])
    return unpack(batch), failures


@transaction.atomic
def confirm_roster(batch: ImportBatch, *, by, consent_evidence: str) -> Outcome:
    """Save a roster read before; it is judged again, since the world may have moved on."""
    require_import(by)
    batch = ImportBatch.objects.visible_to(by).select_for_update().get(pk=batch.pk)
    refuse_if(
        agreements.consent_evidenced(consent_evidence),
        rules.roster_waiting(batch.applied_at is None),
        about=batch,
        by=by,
    )
    outcome, new, known = _judge(unpack(batch), by)

    batch.consent_evidence, batch.applied_at = consent_evidence.strip(), timezone.now()
    batch.rows, batch.summary = "", outcome.as_dict()
    batch.save()
    _save(batch, outcome, new, known, by)
    return outcome


def require_import(by) -> None:
    """Officers who may import, and the operator's console."""
    if not by.is_system:
        require(by, PERMISSION)


def _judge(roster: Roster, by) -> tuple[Outcome, list[Person], list[tuple[Helper, Person]]]:
    """Every line judged: what would come of it, the new people, the known people to update."""
    today = timezone.localdate()
    reach = None if by.is_system or by.is_superuser else visible_area_ids(by)
    judge = Judge(
        areas=areas.AreaIndex.of(_places(reach)),
        today=today,
        minimum_age=policies.value(MINIMUM_AGE, today),
        fictional=settings.DEMO,
    )
    outcome = Outcome(rows=len(roster.rows), ignored_columns=roster.ignored_columns)
    people = []
    for row in roster.rows:
        result = judge.judge(row)
        if isinstance(result, Person):
            people.append(result)
        else:
            outcome.failures += result
    new, known = _sort_out(people, outcome, reach)
    outcome.failures.sort(key=lambda failure: failure.row)
    return outcome, new, known


def _sort_out(people: list[Person], outcome: Outcome, reach):
    indexes = {person.identity.number: Helper.id_index_of(person.identity.number) for person in people}
    stored = Helper.objects.filter(id_index__in=indexes.values())
    by_index = {helper.id_index: helper for helper in stored}
    new, known = [], []
    for person in people:
        helper = by_index.get(indexes[person.identity.number])
        if helper is None:
            new.append(person)
        elif reach is not None and helper.area_id not in reach:
            outcome.failures.append(_registered_elsewhere(person))
        elif helper.state == HelperState.LEFT or not _changed(helper, person):
            outcome.unchanged += 1
        else:
            known.append((helper, person))
    outcome.created, outcome.updated = len(new), len(known)
    return new, known


def _registered_elsewhere(person: Person) -> Failure:
    message = _("This person is not registered in your area. Leave this line to the office there.")
    return Failure(person.row, c.ID_NUMBER, "area_not_yours", message)


def _changed(helper: Helper, person: Person) -> bool:
    """Whether the roster knows another phone number or e-mail address."""
    phone = helper.phone.reveal() if helper.phone else ""
    return phone != person.phone or bool(person.email and helper.email != person.email)


def _places(reach):
    rows = list(Area.objects.values_list("pk", "code", "name", "path"))
    names = {path: name for _pk, _code, name, path in rows}
    for pk, code, _name, path in rows:
        above = [path[:end] for end in range(Area.steplen, len(path) + 1, Area.steplen)]
        yield areas.Place(pk, code, tuple(names[step] for step in above), reach is None or pk in reach)


def _save(batch: ImportBatch, outcome: Outcome, new, known, by) -> None:
    now = timezone.now()
    helpers = Helper.objects.all().create_numbered([_helper(person, batch, now) for person in new])
    Credential.objects.bulk_create(
        Credential(
            helper=helper,
            kind=c.credential_kind_of(certificate.title),
            title=certificate.title,
            number=certificate.number,
            valid_from=certificate.issued_on,
            valid_to=certificate.valid_to,
        )
        for helper, person in zip(helpers, new, strict=True)
        for certificate in person.certificates
    )
    for helper, person in known:
        helper.phone, helper.email = person.phone, person.email or helper.email
        helper.save(update_fields=["phone", "email"])
        audit.record("helper.contact_imported", helper, by=by, batch=batch.pk)
    audit.record(
        "roster.imported",
        batch,
        by=by,
        created=outcome.created,
        updated=outcome.updated,
        failed=outcome.failed,
    )


def _helper(person: Person, batch: ImportBatch, now) -> Helper:
    return Helper(
        state=HelperState.SUBMITTED,
        submitted_at=now,
        import_batch=batch,
        paper_consent=batch.consent_evidence,
        kind=person.kind,
        name=person.name,
        id_number=person.identity.number,
        sex=Sex.FEMALE if person.identity.is_female else Sex.MALE,
        birth_date=person.identity.birth_date,
        phone=person.phone,
        email=person.email,
        work_unit=person.work_unit,
        expertise=person.expertise,
        remarks=person.remarks,
        availability_note=person.availability,
        area_id=person.area,
    )


def _pack(roster: Roster) -> str:
    rows = [
        {
            "number": row.number,
            "cells": {
                column: {"date": value.isoformat()} if isinstance(value, date) else value
                for column, value in row.cells.items()
            },
        }
        for row in roster.rows
    ]
    return orjson.dumps({"columns": roster.columns, "ignored": roster.ignored_columns, "rows": rows}).decode()


def unpack(batch: ImportBatch) -> Roster:
    """The roster as it was read and sealed."""
    content = orjson.loads(batch.rows.reveal())
    return Roster(
        columns=tuple(content["columns"]),
        ignored_columns=tuple(content["ignored"]),
        rows=tuple(
            Row(
                row["number"],
                {
                    column: date.fromisoformat(value["date"]) if isinstance(value, dict) else value
                    for column, value in row["cells"].items()
                },
            )
            for row in content["rows"]
        ),
    )
