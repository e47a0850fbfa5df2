"""Signing the responsibility letter: with one's own account, or on paper before an officer (rule 18)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import audit
from portal.actions import refuse_if, require, require_self
from portal.models import User
from portal.rules import Violation
from volunteers.models import Membership, SupervisionGroup
from volunteers.rules import groups as rules


@transaction.atomic
def sign_letter(seat: Membership, *, by: User) -> Membership:
    """A member signs the present round of the responsibility letter with their own account (rule 18)."""
    group = SupervisionGroup.objects.select_for_update().get(pk=seat.group_id)
    seat = group.memberships.select_related("account", "helper__account").get(pk=seat.pk)
    require_self(by, seat.account or (seat.helper and seat.helper.account), seat)
    refuse_if(
        rules.not_closed(group.state), _still_member(seat), _not_signed_yet(seat, group), about=seat, by=by
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
        _still_member(seat),
        _has_no_account(seat),
        _not_signed_yet(seat, group),
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


def _still_member(seat: Membership) -> Violation | None:
    if seat.left_on is None:
        return None
    return Violation("member.left", _("This person is not a member any more."))


def _not_signed_yet(seat: Membership, group: SupervisionGroup) -> Violation | None:
    if seat.signed_round < group.letter_round:
        return None
    return Violation("letter.signed_already", _("This version of the letter is already signed."))


def _has_no_account(seat: Membership) -> Violation | None:
    if seat.account_id is None and (seat.helper is None or seat.helper.account_id is None):
        return None
    return Violation(
        "letter.signs_personally", _("This member has an account and signs the letter personally.")
    )
