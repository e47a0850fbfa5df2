"""Signing the responsibility letter: with one's own account, or on paper before an officer (rule 18)."""

from django.db import transaction
from django.utils import timezone

from portal import audit
from portal.actions import refuse_if, require, require_self
from portal.models import User
from volunteers.models import Membership, SupervisionGroup
from volunteers.rules import groups as rules


@transaction.atomic
def sign_letter(seat: Membership, *, by: User) -> Membership:
    """A member signs the present round of the responsibility letter with their own account (rule 18)."""
    group = SupervisionGroup.objects.select_for_update().get(pk=seat.group_id)
    seat = group.memberships.select_related("account", "helper__account").get(pk=seat.pk)
    require_self(by, _owner(seat), seat)
    refuse_if(
        rules.not_closed(group.state),
        rules.still_member(seat.left_on is not None),
        rules.not_signed_yet(seat.signed_round, group.letter_round),
        about=seat,
        by=by,
    )

    _sign(seat, group)
    audit.record("letter.signed", seat, by=by, round=group.letter_round, letter=group.letter.number)
    return seat


@transaction.atomic
def record_paper_signature(seat: Membership, *, by: User) -> Membership:
    """An officer records that a member without an account has signed on paper (rule 18)."""
    group = SupervisionGroup.objects.select_for_update().get(pk=seat.group_id)
    seat = group.memberships.select_related("account", "helper__account").get(pk=seat.pk)
    require(by, "volunteers.change_supervisiongroup", group)
    refuse_if(
        rules.not_closed(group.state),
        rules.still_member(seat.left_on is not None),
        rules.signs_on_paper(_owner(seat) is not None),
        rules.not_signed_yet(seat.signed_round, group.letter_round),
        about=seat,
        by=by,
    )

    _sign(seat, group)
    audit.record("letter.signed_on_paper", seat, by=by, round=group.letter_round, letter=group.letter.number)
    return seat


def _sign(seat: Membership, group: SupervisionGroup) -> None:
    seat.signed_round = group.letter_round
    seat.signed_at = timezone.now()
    seat.save(update_fields=["signed_round", "signed_at"])


def _owner(seat: Membership) -> User | None:
    """The account of whoever holds the seat; relatives and employers have none."""
    return seat.account or (seat.helper and seat.helper.account)
