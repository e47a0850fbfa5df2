"""What officers do with a supervision group: form it, staff it, let it begin, close it."""

from dataclasses import replace

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import audit, notifications
from portal.actions import refuse_if, require
from portal.models import User, visible_area_ids
from portal.rules import Violation, may_move
from volunteers.actions import closing, seats
from volunteers.choices import GroupState, MemberRole
from volunteers.models import LetterVersion, Membership, Subject, SupervisionGroup
from volunteers.models.group_facts import group_facts
from volunteers.rules import groups as rules

WITH_ACCOUNT = frozenset({MemberRole.OFFICER})
BY_CAPACITY = frozenset({MemberRole.COMMITTEE, MemberRole.RELATIVE, MemberRole.EMPLOYER})


@transaction.atomic
def form_group(
    subject: Subject,
    *,
    leader: User,
    leader_is_female: bool = False,
    leader_is_minor_specialist: bool = False,
    by: User,
) -> SupervisionGroup:
    """Start a subject's supervision group with its leader (rules 19, 21, 71).

    Raises ``PermissionDenied`` without the right, and ``Refused`` with every broken rule.
    """
    subject = Subject.objects.select_for_update(of=("self",)).select_related("area").get(pk=subject.pk)
    require(by, "volunteers.add_supervisiongroup")
    letter = LetterVersion.objects.in_force(timezone.localdate())
    refuse_if(
        rules.letter_is_published(letter and letter.number),
        rules.officer_covers_the_area(by.is_superuser or subject.area_id in visible_area_ids(by)),
        *_about_the_founding(subject, leader),
        about=subject,
        by=by,
    )

    group = SupervisionGroup.objects.create(subject=subject, area=subject.area, created_by=by, letter=letter)
    _seat_leader(group, leader, leader_is_female, leader_is_minor_specialist, by)
    audit.record("supervision_group.formed", group, by=by)
    notifications.notify([leader], "group_formed", about=group, code=subject.code)
    return group


def _seat_leader(group: SupervisionGroup, leader: User, female: bool, knows_minors: bool, by) -> Membership:
    return seats.seat(
        group,
        role=MemberRole.LEADER,
        account=leader,
        is_female=female,
        is_minor_specialist=knows_minors,
        by=by,
    )


def _about_the_founding(subject: Subject, leader: User):
    facts = rules.GroupFacts(
        today=timezone.localdate(),
        members=(_as_leader(leader),),
        subject_in_correction=subject in Subject.objects.in_correction(),
        other_groups_in_use=subject.groups.in_use().count(),
        leader_covers_area=any(area.covers(subject.area) for area in leader.areas),
    )
    yield rules.leader_is_staff(facts)
    yield rules.leader_covers_the_area(facts)
    yield rules.subject_has_no_other_group(facts)
    yield rules.subject_is_in_correction(facts)


@transaction.atomic
def add_member(
    group: SupervisionGroup,
    *,
    role: str,
    account: User | None = None,
    label: str = "",
    is_female: bool,
    is_minor_specialist: bool = False,
    by: User,
) -> Membership:
    """Seat an officer by account, or a committee member, relative or employer by capacity.

    A helper never comes this way: they are invited and accept (rule 11). The letter is signed anew.
    """
    group = SupervisionGroup.objects.select_for_update().get(pk=group.pk)
    require(by, "volunteers.change_supervisiongroup", group)
    refuse_if(
        rules.not_closed(group.state), *_about_the_newcomer(group, role, account, label), about=group, by=by
    )

    seat = seats.seat(
        group,
        role=role,
        account=account,
        label=label.strip(),
        is_female=is_female,
        is_minor_specialist=is_minor_specialist,
        by=by,
    )
    seats.open_signing_round(group)
    return seat


def _about_the_newcomer(group: SupervisionGroup, role: str, account: User | None, label: str):
    if role in BY_CAPACITY:
        yield rules.named_by_capacity_only(label)
        yield rules.no_account_beside_a_capacity(account is not None)
    elif role not in WITH_ACCOUNT:
        yield rules.helpers_are_invited()
    else:
        yield rules.officer_is_chosen(account is not None and account.office is not None)
        yield rules.no_capacity_beside_an_account(label)
        yield rules.sits_once(
            account is not None and group.memberships.present().filter(account=account).exists()
        )


@transaction.atomic
def remove_member(seat: Membership, *, reason: str, by: User) -> Membership:
    """End a membership; an active group must stay lawful without it (rules 14, 15, 19)."""
    group = SupervisionGroup.objects.select_for_update().get(pk=seat.group_id)
    seat = group.memberships.present().select_related("position").get(pk=seat.pk)
    require(by, "volunteers.change_supervisiongroup", group)
    refuse_if(
        rules.not_closed(group.state),
        rules.reason_given(reason),
        *_lost_without(seat, group),
        about=group,
        by=by,
    )

    seats.leave(seat, reason=reason.strip(), by=by)
    account = seat.account or (seat.helper and seat.helper.account)
    notifications.notify([account], "membership_ended", about=group, code=group.subject.code)
    return seat


def _lost_without(seat: Membership, group: SupervisionGroup) -> list[Violation]:
    """What an active group would break without this member."""
    if group.state != GroupState.ACTIVE:
        return []
    return rules.newly_broken(group_facts(group), group_facts(group, without=[seat.pk]))


@transaction.atomic
def change_leader(
    group: SupervisionGroup,
    *,
    leader: User,
    leader_is_female: bool = False,
    leader_is_minor_specialist: bool = False,
    by: User,
) -> Membership:
    """Hand the lead to another officer; an active group must stay lawful, and everybody signs again."""
    group = SupervisionGroup.objects.select_for_update(of=("self",)).select_related("area").get(pk=group.pk)
    require(by, "volunteers.change_supervisiongroup", group)
    present = group.memberships.present()
    leaving = present.filter(Q(role=MemberRole.LEADER) | Q(account=leader))
    kept = group_facts(group, without=[seat.pk for seat in leaving])
    after = replace(
        kept,
        members=(*kept.members, _as_leader(leader, leader_is_female, leader_is_minor_specialist)),
        leader_covers_area=any(area.covers(group.area) for area in leader.areas),
    )
    refuse_if(
        rules.not_closed(group.state),
        rules.leader_covers_the_area(after),
        *_lost_between(group, after),
        about=group,
        by=by,
    )

    for seat in leaving.select_related("position", "group"):
        seats.leave(seat, reason=str(_("Lead handed over")), by=by)
    seat = _seat_leader(group, leader, leader_is_female, leader_is_minor_specialist, by)
    audit.record("supervision_group.leader_changed", group, by=by)
    seats.open_signing_round(group)
    return seat


def _as_leader(leader: User, is_female: bool = False, knows_minors: bool = False) -> rules.MemberFacts:
    may_lead = leader.office is not None and leader.office.may_lead_groups
    return rules.MemberFacts(
        who=str(leader),
        role=MemberRole.LEADER,
        is_female=is_female,
        is_minor_specialist=knows_minors,
        office_may_lead=may_lead,
    )


def _lost_between(group: SupervisionGroup, after: rules.GroupFacts) -> list[Violation | None]:
    """What an active group would break by a change; a group still being formed only needs its leader."""
    if group.state == GroupState.ACTIVE:
        return [*rules.newly_broken(group_facts(group), after)]
    return [rules.leader_is_staff(after)]


@transaction.atomic
def activate(group: SupervisionGroup, *, by: User) -> SupervisionGroup:
    """Let a drafted group begin its work, and tell its members.

    Raises ``PermissionDenied`` outside ``by``'s areas, and ``Refused`` with every broken rule at once.
    """
    group = SupervisionGroup.objects.select_for_update().get(pk=group.pk)
    require(by, "volunteers.activate_supervisiongroup", group)
    facts = group_facts(group)
    refuse_if(
        may_move(rules.TRANSITIONS, group.state, GroupState.ACTIVE),
        *(rule(facts) for rule in rules.ACTIVATION),
        about=group,
        by=by,
    )

    group.state = GroupState.ACTIVE
    group.activated_at = timezone.now()
    group.save(update_fields=["state", "activated_at"])
    audit.record("supervision_group.activated", group, by=by)
    notifications.notify(group.member_accounts(), "group_activated", about=group, code=group.subject.code)
    return group


@transaction.atomic
def close_group(group: SupervisionGroup, *, reason: str, by: User) -> SupervisionGroup:
    """End a group's work; its open seats, invitations and future plans end with it (rule 71)."""
    group = SupervisionGroup.objects.select_for_update().get(pk=group.pk)
    require(by, "volunteers.change_supervisiongroup", group)
    refuse_if(
        may_move(rules.TRANSITIONS, group.state, GroupState.CLOSED),
        rules.reason_given(reason),
        about=group,
        by=by,
    )

    closing.close(group, reason=reason.strip(), by=by)
    return group
