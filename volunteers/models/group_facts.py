"""Reads a supervision group once and hands its rules plain, frozen facts."""

from collections.abc import Collection

from django.utils import timezone

from portal import policies
from volunteers.choices import GroupState, MemberRole, SubjectState
from volunteers.policies import RECORD_CHECK_DAYS
from volunteers.rules.groups import GroupFacts, MemberFacts
from volunteers.rules.people import vetted

from .credentials import RecordCheck
from .groups import Membership, NoContact, SupervisionGroup


def group_facts(group: SupervisionGroup, *, without: Collection[int] = ()) -> GroupFacts:
    """The facts that decide whether ``group`` is lawful today, or would be ``without`` some memberships."""
    group = SupervisionGroup.objects.select_related("subject", "area", "letter").get(pk=group.pk)
    seats = list(
        Membership.objects.present()
        .filter(group=group)
        .exclude(pk__in=without)
        .select_related("account__office", "helper")
        .order_by("pk")
    )
    today = timezone.localdate()
    helpers = [seat.helper_id for seat in seats if seat.helper_id]
    checks = RecordCheck.objects.filter(helper__in=helpers).last_clear(today)
    return GroupFacts(
        today=today,
        state=GroupState(group.state),
        subject_is_female=group.subject.is_female,
        subject_is_minor=group.subject.is_minor,
        subject_in_correction=group.subject.state == SubjectState.ACTIVE,
        letter_number=group.letter.number if group.letter else None,
        letter_round=group.letter_round,
        members=tuple(_member(seat, group, checks) for seat in seats),
        other_groups_in_use=group.subject.groups.in_use().exclude(pk=group.pk).count(),
        leader_covers_area=_leader_covers_area(group, seats),
        no_contact=NoContact.objects.in_force().filter(subject=group.subject, helper__in=helpers).exists(),
        record_check_days=policies.value(RECORD_CHECK_DAYS, today),
    )


def _member(seat: Membership, group: SupervisionGroup, checks: dict) -> MemberFacts:
    return MemberFacts(
        who=seat.who,
        role=MemberRole(seat.role),
        is_female=seat.is_female,
        is_minor_specialist=seat.knows_minors,
        has_signed=seat.signed_round == group.letter_round,
        is_helper=seat.helper_id is not None,
        is_vetted=seat.helper_id is None or vetted(seat.helper.state) is None,
        record_checked_on=checks.get(seat.helper_id),
        office_may_lead=bool(seat.account_id and seat.account.office and seat.account.office.may_lead_groups),
    )


def _leader_covers_area(group: SupervisionGroup, seats: list[Membership]) -> bool:
    leader = next((seat.account for seat in seats if seat.role == MemberRole.LEADER), None)
    return leader is not None and any(area.covers(group.area) for area in leader.areas)
