"""Reads a supervision group once and hands its rules plain, frozen facts."""

from collections.abc import Collection

from django.db.models import Max
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
    checks = _last_clear_checks([seat.helper_id for seat in seats if seat.helper_id])
    today = timezone.localdate()
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
        no_contact=_no_contact(group, seats),
        record_check_days=policies.value(RECORD_CHECK_DAYS, today),
    )


def _member(seat: Membership, group: SupervisionGroup, checks: dict) -> MemberFacts:
    return MemberFacts(
        who=seat.who,
        role=MemberRole(seat.role),
        is_female=seat.is_female,
        is_minor_specialist=seat.is_minor_specialist,
        has_signed=seat.signed_round == group.letter_round,
        is_helper=seat.helper_id is not None,
        is_vetted=seat.helper_id is None or vetted(seat.helper.state) is None,
        record_checked_on=checks.get(seat.helper_id),
        office_may_lead=bool(seat.account_id and seat.account.office and seat.account.office.may_lead_groups),
    )


def _leader_covers_area(group: SupervisionGroup, seats: list[Membership]) -> bool:
    leader = next((seat.account for seat in seats if seat.role == MemberRole.LEADER), None)
    return leader is not None and any(area.covers(group.area) for area in leader.areas)


def _last_clear_checks(helper_ids: list[int]) -> dict:
    """The day of each helper's newest record check, where that check found nothing."""
    newest = dict(
        RecordCheck.objects.filter(helper__in=helper_ids)
        .order_by()
        .values_list("helper")
        .annotate(day=Max("checked_on"))
    )
    found = RecordCheck.objects.filter(helper__in=helper_ids, clear=False).values_list("helper", "checked_on")
    return {helper: day for helper, day in newest.items() if (helper, day) not in set(found)}


def _no_contact(group: SupervisionGroup, seats: list[Membership]) -> bool:
    """Whether somebody in the group must not meet its subject (rule 66)."""
    helpers = [seat.helper_id for seat in seats if seat.helper_id]
    return NoContact.objects.in_force().filter(subject=group.subject, helper__in=helpers).exists()
