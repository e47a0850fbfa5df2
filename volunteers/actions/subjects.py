"""What happens to a subject here: registered by code, the file corrected, correction ended."""

from django.db import transaction
from django.utils import timezone

from portal import audit
from portal.actions import refuse_if, require
from portal.models import User, visible_area_ids
from portal.rules import Violation
from volunteers.actions import closing
from volunteers.models import Subject
from volunteers.rules import groups as rules
from volunteers.rules import subjects as file_rules


@transaction.atomic
def register_subject(subject: Subject, *, by: User) -> Subject:
    """Store a new subject under its code; sex and minority are fixed from now on (rules 16, 21).

    Raises ``PermissionDenied`` without the right, and ``Refused`` for an area that is not ``by``'s,
    for a code that could name somebody (rule 56) and for a term that ends before it begins.
    """
    require(by, "volunteers.add_subject")
    refuse_if(
        _in_area(subject, by),
        file_rules.code_names_nobody(subject.code),
        file_rules.term_in_order(subject.starts_on, subject.ends_on),
        about=subject,
        by=by,
    )

    subject.registered_by = by
    subject.save(force_insert=True)
    audit.record("subject.registered", subject, by=by, is_female=subject.is_female, is_minor=subject.is_minor)
    return subject


@transaction.atomic
def change_subject(subject: Subject, *, by: User) -> Subject:
    """Store corrections to a subject's file; ``Refused`` when a flag of the intake would change (rule 16)."""
    stored = Subject.objects.select_for_update().get(pk=subject.pk)
    require(by, "volunteers.change_subject", stored)
    refuse_if(
        rules.flags_are_unchanged((stored.is_female, stored.is_minor), (subject.is_female, subject.is_minor)),
        _in_area(subject, by),
        file_rules.term_in_order(subject.starts_on, subject.ends_on),
        about=stored,
        by=by,
    )

    subject.save(
        update_fields=[
            "area",
            "correction_kind",
            "management_category",
            "starts_on",
            "ends_on",
            "work_hours",
        ]
    )
    audit.record("subject.changed", subject, by=by)
    return subject


@transaction.atomic
def end_correction(subject: Subject, *, outcome: str, handed_over_to: str, by: User) -> Subject:
    """Record release, termination or a move; the group in use is closed with all it planned (rule 71).

    Raises ``Refused`` unless the hand-over is named, and when the correction has already ended.
    """
    subject = Subject.objects.select_for_update().get(pk=subject.pk)
    require(by, "volunteers.change_subject", subject)
    refuse_if(
        file_rules.correction_has_not_ended(subject.state),
        file_rules.is_an_ending(outcome),
        file_rules.handover_is_named(handed_over_to),
        about=subject,
        by=by,
    )

    subject.state = outcome
    subject.ended_on = timezone.localdate()
    subject.handed_over_to = handed_over_to.strip()
    subject.save(update_fields=["state", "ended_on", "handed_over_to"])
    audit.record("subject.correction_ended", subject, by=by, outcome=str(outcome))
    for group in subject.groups.in_use().select_for_update():
        closing.close(group, reason=str(subject.get_state_display()), by=by)
    return subject


def _in_area(subject: Subject, by: User) -> Violation | None:
    return rules.officer_covers_the_area(by.is_superuser or subject.area_id in visible_area_ids(by))
