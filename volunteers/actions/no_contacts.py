"""Recording who must not meet, and the county agency's approval that lifts it (rule 66)."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import audit
from portal.actions import refuse_if, require
from portal.models import User
from portal.rules import Violation
from portal.sources import NO_CONTACT
from volunteers.models import Helper, NoContact, Recusal, Subject, SupervisionGroup
from volunteers.rules import groups as rules


@transaction.atomic
def record_no_contact(
    *,
    subject: Subject,
    other_subject: Subject | None = None,
    helper: Helper | None = None,
    reason: str,
    by: User,
) -> NoContact:
    """Keep a subject apart from another subject or from a helper, in every group and session to come.

    The reason is read by officers only; the audit log does not repeat it.
    """
    require(by, "volunteers.add_nocontact")
    require(by, "volunteers.view_subject", subject)
    refuse_if(
        rules.reason_given(reason),
        one_other(subject, other_subject, helper),
        _not_known(subject, other_subject, helper),
        about=subject,
        by=by,
    )

    pair = NoContact.objects.create(
        subject=subject, other_subject=other_subject, helper=helper, reason=reason.strip(), recorded_by=by
    )
    audit.record("no_contact.recorded", pair, by=by)
    return pair


@transaction.atomic
def lift_no_contact(pair: NoContact, *, approval_number: str, by: User) -> NoContact:
    """Record the county agency's approval; ``Refused`` without its number or when it is lifted already."""
    pair = NoContact.objects.select_for_update().get(pk=pair.pk)
    require(by, "volunteers.lift_nocontact", pair)
    refuse_if(_in_force(pair), _approved(approval_number), about=pair, by=by)

    pair.lifted_at = timezone.now()
    pair.approval_number = approval_number.strip()
    pair.save(update_fields=["lifted_at", "approval_number"])
    audit.record("no_contact.lifted", pair, by=by, approval=pair.approval_number)
    return pair


@transaction.atomic
def record_recusal(group: SupervisionGroup, *, helper: Helper, reason: str, by: User) -> Recusal:
    """Note that a helper may not serve this group: kin, employer, own past supervision and the like."""
    group = SupervisionGroup.objects.select_for_update().get(pk=group.pk)
    require(by, "volunteers.add_recusal")
    require(by, "volunteers.view_supervisiongroup", group)
    refuse_if(rules.not_closed(group.state), _not_recused(group, helper), about=group, by=by)

    recusal = Recusal.objects.create(group=group, helper=helper, reason=reason, recorded_by=by)
    audit.record("recusal.recorded", group, by=by, helper=helper.number)
    return recusal


def one_other(subject, other_subject, helper) -> Violation | None:
    if (other_subject is None) != (helper is None) and other_subject != subject:
        return None
    return Violation(
        "no_contact.one_other", _("Choose one other subject, or one helper."), NO_CONTACT, "helper"
    )


def _not_known(subject, other_subject, helper) -> Violation | None:
    if helper is not None:
        same = Q(subject=subject, helper=helper)
    else:
        same = Q(subject=subject, other_subject=other_subject) | Q(
            subject=other_subject, other_subject=subject
        )
    if not NoContact.objects.in_force().filter(same).exists():
        return None
    return Violation("no_contact.known", _("This pair is already recorded."), NO_CONTACT)


def _in_force(pair: NoContact) -> Violation | None:
    if pair.lifted_at is None:
        return None
    return Violation("no_contact.lifted", _("This pair was lifted before."), NO_CONTACT)


def _approved(approval_number: str) -> Violation | None:
    if approval_number.strip():
        return None
    return Violation(
        "no_contact.approval_missing",
        _("Write the number of the county agency's approval."),
        NO_CONTACT,
        "approval_number",
    )


def _not_recused(group: SupervisionGroup, helper: Helper) -> Violation | None:
    if not group.recusals.filter(helper=helper).exists():
        return None
    return Violation("recusal.known", _("This recusal is already recorded."), field="helper")
