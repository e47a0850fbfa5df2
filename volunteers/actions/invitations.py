"""A seat is offered, and the helper says yes or no; nothing is settled before (rule 11)."""

from django.db import transaction
from django.utils import timezone

from portal import audit, notifications
from portal.actions import refuse_if, require, require_self
from portal.models import User
from portal.rules import Violation
from volunteers import candidates, snapshots
from volunteers.actions import closing, seats
from volunteers.choices import InvitationState, MemberRole, PositionState, Sex
from volunteers.models import Helper, Invitation, MatchPlan, PlanDecision, Position, SupervisionGroup
from volunteers.policies import last_day_to_answer
from volunteers.rules import groups as group_rules
from volunteers.rules import invitations as rules


def invite(position: Position, *, helper: Helper, override_reason: str = "", by: User) -> Invitation:
    """Offer an open seat to one helper, and keep what was known when it was offered.

    Raises ``Refused`` with every pair rule that fails, and when another than the first of the
    ranking is chosen without a reason.
    """
    return offer(position, helper, reason=override_reason, by=by)


@transaction.atomic
def offer(
    position: Position,
    helper: Helper,
    *,
    reason: str,
    by: User,
    plan: MatchPlan | None = None,
    decision: PlanDecision | None = None,
) -> Invitation:
    """The core of every invitation, by hand or from the plan of an area with the officer's decision on it."""
    group, position, helper = _locked(position.pk, helper.pk)
    require(by, "volunteers.add_invitation")
    require(by, "volunteers.view_position", position)
    seat = candidates.rank(position, viewer=by)
    candidate = candidates.pair(position, helper)
    refuse_if(
        group_rules.not_closed(group.state),
        rules.seat_is_open(position.state),
        *_against_the_choice(seat, candidate, reason),
        about=position,
        by=by,
    )

    invitation = Invitation.objects.create(
        position=position,
        helper=helper,
        snapshot=snapshots.freeze(candidate, seat, plan, decision),
        plan=plan,
        override_reason=reason.strip()[:200],
        sent_by=by,
        answer_by=last_day_to_answer(timezone.localdate()),
    )
    _move(position, PositionState.INVITED)
    audit.record("invitation.sent", invitation, by=by, helper=helper.number)
    _tell_invited(invitation)
    return invitation


def _tell_invited(invitation: Invitation) -> None:
    notifications.notify(
        [invitation.helper.account],
        "invitation_sent",
        about=invitation,
        url=f"/me/invitations/{invitation.pk}/",
        day=invitation.answer_by,
    )


def _against_the_choice(
    seat: candidates.Seat, candidate: candidates.Candidate, reason: str
) -> list[Violation | None]:
    """The pair rules that fail; where none does, a choice besides the first of the ranking has a reason."""
    if seat.candidate(candidate.helper) is None:
        return [rules.not_reachable()]
    if not candidate.is_lawful:
        return candidate.violations
    return [rules.choice_is_explained(seat.place(candidate.helper), reason)]


@transaction.atomic
def accept(invitation: Invitation, *, by: User) -> Invitation:
    """The invited helper says yes: the rules are judged again, the seat is taken, everybody signs anew.

    Raises ``PermissionDenied`` for anybody else, and ``Refused`` when the offer is stale or a rule
    that passed on the day of the invitation fails today.
    """
    group, position, helper = _locked(invitation.position_id, invitation.helper_id)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    require_self(by, helper.account, invitation)
    waiting = rules.still_waiting(invitation.state)
    refuse_if(
        waiting,
        rules.answered_in_time(invitation.answer_by, timezone.localdate()),
        group_rules.not_closed(group.state),
        *([] if waiting else candidates.pair(position, helper, leave_out=invitation).violations),
        about=invitation,
        by=by,
    )

    _answer(invitation, InvitationState.ACCEPTED)
    _move(position, PositionState.FILLED)
    seats.seat(
        group,
        role=MemberRole.HELPER,
        helper=helper,
        is_female=helper.sex == Sex.FEMALE,
        position=position,
        by=by,
    )
    audit.record("invitation.accepted", invitation, by=by)
    notifications.notify(
        [invitation.sent_by], "invitation_accepted", about=invitation, code=group.subject.code
    )
    seats.open_signing_round(group)
    return invitation


@transaction.atomic
def decline(invitation: Invitation, *, by: User) -> Invitation:
    """The invited helper says no, without a reason and without any cost; the seat is open again."""
    group, position, helper = _locked(invitation.position_id, invitation.helper_id)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    require_self(by, helper.account, invitation)
    refuse_if(rules.still_waiting(invitation.state), about=invitation, by=by)

    _answer(invitation, InvitationState.DECLINED)
    _move(position, PositionState.OPEN)
    audit.record("invitation.declined", invitation, by=by)
    notifications.notify(
        [invitation.sent_by], "invitation_declined", about=invitation, code=group.subject.code
    )
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation, *, reason: str, by: User) -> Invitation:
    """The office takes a waiting offer back; the seat is open again."""
    _group, position, _helper = _locked(invitation.position_id, invitation.helper_id)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    require(by, "volunteers.change_invitation", invitation)
    refuse_if(
        rules.still_waiting(invitation.state), group_rules.reason_given(reason), about=invitation, by=by
    )

    closing.take_back(invitation, reason=reason.strip(), by=by)
    _move(position, PositionState.OPEN)
    return invitation


@transaction.atomic
def expire(invitation: Invitation, *, by: User) -> Invitation:
    """Nobody answered in time: the seat is open again, and nothing is held against the helper."""
    group, position, helper = _locked(invitation.position_id, invitation.helper_id)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not by.is_system:
        require(by, "volunteers.change_invitation", invitation)
    refuse_if(
        rules.still_waiting(invitation.state),
        rules.answer_time_is_over(invitation.answer_by, timezone.localdate()),
        about=invitation,
        by=by,
    )

    _answer(invitation, InvitationState.EXPIRED)
    _move(position, PositionState.OPEN)
    audit.record("invitation.expired", invitation, by=by)
    notifications.notify(
        [helper.account, invitation.sent_by], "invitation_expired", about=invitation, code=group.subject.code
    )
    return invitation


def _locked(position_pk: int, helper_pk: int) -> tuple[SupervisionGroup, Position, Helper]:
    """Group, seat and helper, always locked in this order, so that two answers never wait for each other."""
    position = Position.objects.get(pk=position_pk)
    group = SupervisionGroup.objects.select_for_update().get(pk=position.group_id)
    position = Position.objects.select_for_update().get(pk=position_pk)
    helper = Helper.objects.select_for_update().get(pk=helper_pk)
    return group, position, helper


def _answer(invitation: Invitation, state: str) -> None:
    invitation.state, invitation.answered_at = state, timezone.now()
    invitation.save(update_fields=["state", "answered_at"])


def _move(position: Position, state: str) -> None:
    position.state = state
    position.save(update_fields=["state"])
