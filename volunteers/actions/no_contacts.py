"""Recording who must not meet, and the county agency's approval that lifts it (rule 66)."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit, notifications
from portal.actions import refuse_if, require
from portal.models import User
from volunteers.actions import closing, seats
from volunteers.choices import MemberRole
from volunteers.models import Helper, Invitation, NoContact, Recusal, Subject, SupervisionGroup
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

    A waiting invitation of the two is taken back; where they share a group, its leader is told to part them.
    The other may belong to a foreign area: a victim does not always live where the subject does. The
    reason is read by officers only; the audit log does not repeat it.
    """
    require(by, "volunteers.add_nocontact")
    require(by, "volunteers.view_subject", subject)
    if helper is not None:
        seats.lock_what_waits(helper)
    refuse_if(
        rules.reason_given(reason),
        rules.keeps_one_other_apart(subject, other_subject, helper),
        rules.pair_is_new(_is_known(subject, other_subject, helper)),
        about=subject,
        by=by,
    )

    pair = NoContact.objects.create(
        subject=subject, other_subject=other_subject, helper=helper, reason=reason.strip(), recorded_by=by
    )
    audit.record("no_contact.recorded", pair, by=by)
    if helper is not None:
        _part(subject, helper, by)
    return pair


@transaction.atomic
def lift_no_contact(pair: NoContact, *, approval_number: str, by: User) -> NoContact:
    """Record the county agency's approval; ``Refused`` without its number or when it is lifted already."""
    pair = NoContact.objects.select_for_update().get(pk=pair.pk)
    require(by, "volunteers.lift_nocontact", pair)
    refuse_if(
        rules.pair_is_in_force(pair.lifted_at is not None),
        rules.lifting_is_approved(approval_number),
        about=pair,
        by=by,
    )

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
    refuse_if(
        rules.not_closed(group.state),
        rules.recusal_is_new(group.recusals.filter(helper=helper).exists()),
        about=group,
        by=by,
    )

    recusal = Recusal.objects.create(group=group, helper=helper, reason=reason, recorded_by=by)
    audit.record("recusal.recorded", group, by=by, helper=helper.number)
    return recusal


def _is_known(subject: Subject, other_subject: Subject | None, helper: Helper | None) -> bool:
    """Whether this pair, in either order, is kept apart already."""
    if helper is not None:
        same = Q(subject=subject, helper=helper)
    else:
        same = Q(subject=subject, other_subject=other_subject) | Q(
            subject=other_subject, other_subject=subject
        )
    return NoContact.objects.in_force().filter(same).exists()


def _part(subject: Subject, helper: Helper, by: User) -> None:
    """Take back what is offered; where the two already share a group, its leader and ``by`` are told."""
    waiting = Invitation.objects.filter(helper=helper, position__group__subject=subject)
    closing.take_back_waiting(waiting, reason=_("The office has withdrawn this invitation."), by=by)
    shared = subject.groups.in_use().filter(
        memberships__in=helper.memberships.present(), memberships__left_on=None
    )
    for group in shared.distinct():
        leaders = group.memberships.present().filter(role=MemberRole.LEADER).select_related("account")
        told = {account.pk: account for account in [by, *(seat.account for seat in leaders)]}
        notifications.notify(list(told.values()), "group_no_contact", about=group, code=subject.code)
