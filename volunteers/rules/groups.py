"""Who must sit in a supervision group, and when it may work. Every rule names its source."""

from dataclasses import dataclass
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.rules import LOCAL_POLICY, SAFEGUARD, Violation
from portal.sources import (
    CORRECTION_ENDED,
    GROUP_MEMBERSHIP,
    MINORS_AFTER_EIGHTEEN,
    MINORS_IN_CORRECTION,
    NO_CONTACT,
    RESPONSIBILITY_LETTER,
)
from volunteers.choices import GroupState, MemberRole
from volunteers.rules.credentials import RECORD_CHECK_DAYS, record_check_current

TRANSITIONS: dict[str, set[str]] = {
    GroupState.DRAFT: {GroupState.ACTIVE, GroupState.CLOSED},
    GroupState.ACTIVE: {GroupState.CLOSED},
    GroupState.CLOSED: set(),
}


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """One present member, reduced to what the law asks about."""

    who: str = ""
    role: MemberRole = MemberRole.HELPER
    is_female: bool = False
    is_minor_specialist: bool = False
    has_signed: bool = True
    is_helper: bool = False
    is_vetted: bool = True
    record_checked_on: date | None = None
    office_may_lead: bool = False


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A supervision group on one day."""

    today: date
    members: tuple[MemberFacts, ...] = ()
    state: GroupState = GroupState.DRAFT
    subject_is_female: bool = False
    subject_is_minor: bool = False
    subject_in_correction: bool = True
    letter_number: int | None = 1
    letter_round: int = 1
    other_groups_in_use: int = 0
    leader_covers_area: bool = True
    no_contact: bool = False
    record_check_days: int = RECORD_CHECK_DAYS

    @property
    def leader(self) -> MemberFacts | None:
        return next((member for member in self.members if member.role == MemberRole.LEADER), None)


def female_subject_has_female_member(group: GroupFacts) -> Violation | None:
    """A female subject's group has a female member (rule 14)."""
    if not group.subject_is_female or any(member.is_female for member in group.members):
        return None
    return Violation(
        code="group.needs_female_member",
        message=_("The subject is a woman. The group must have a female member."),
        source=GROUP_MEMBERSHIP,
    )


def minor_has_specialist(group: GroupFacts) -> Violation | None:
    """A minor's group has somebody familiar with minors, also after the subject turns 18 (rules 15, 16)."""
    if not group.subject_is_minor or any(member.is_minor_specialist for member in group.members):
        return None
    return Violation(
        code="group.needs_minor_specialist",
        message=_("The subject is a minor. The group must have a member familiar with minors."),
        source=MINORS_IN_CORRECTION,
    )


def helpers_of_a_minor_are_checked(group: GroupFacts) -> Violation | None:
    """Helpers who meet a minor have a clear record check that is recent enough (rule 9)."""
    if not group.subject_is_minor:
        return None
    checks = (
        record_check_current(member.record_checked_on, group.today, group.record_check_days)
        for member in group.members
        if member.is_helper
    )
    return next((missing for missing in checks if missing), None)


def helpers_are_vetted(group: GroupFacts) -> Violation | None:
    """Nobody serves before an officer has approved them (rule 5)."""
    if all(member.is_vetted for member in group.members):
        return None
    return Violation(
        code="group.helper_not_vetted",
        message=_("A member is not approved any more. Vet or remove them first."),
        source=SAFEGUARD,
    )


def leader_is_staff(group: GroupFacts) -> Violation | None:
    """The leader works for the corrections agency or a judicial office (rule 19)."""
    if group.leader is not None and group.leader.office_may_lead:
        return None
    return Violation(
        code="group.leader_not_staff",
        message=_("The leader must be staff of the community corrections agency or a judicial office."),
        source=LOCAL_POLICY,
        field="leader",
    )


def leader_covers_the_area(group: GroupFacts) -> Violation | None:
    """The group is led by an office of its area (rule 21)."""
    if group.leader is None or group.leader_covers_area:
        return None
    return Violation(
        code="group.leader_outside_area",
        message=_("The leader's office does not cover this area. Choose a leader from the area."),
        source=GROUP_MEMBERSHIP,
        field="leader",
    )


def subject_has_no_other_group(group: GroupFacts) -> Violation | None:
    """One group in use a subject (rule 19)."""
    if not group.other_groups_in_use:
        return None
    return Violation(
        code="group.subject_has_another",
        message=_("This subject already has a supervision group in use."),
        source=SAFEGUARD,
        field="subject",
    )


def everyone_has_signed(group: GroupFacts) -> Violation | None:
    """Every member has signed the present round of the responsibility letter (rule 18)."""
    missing = [member.who for member in group.members if not member.has_signed]
    if group.letter_number is None:
        return letter_is_published(None)
    if not missing:
        return None
    return Violation(
        code="group.letter_unsigned",
        message=format_lazy(
            _("These members have not signed the responsibility letter: {names}."), names="、".join(missing)
        ),
        source=RESPONSIBILITY_LETTER,
    )


def nobody_must_be_kept_apart(group: GroupFacts) -> Violation | None:
    """Persons who must not meet are not in one group (rule 66)."""
    return kept_apart() if group.no_contact else None


def kept_apart() -> Violation:
    """The refusal of rule 66, worded without the reason."""
    return Violation(
        code="no_contact.in_force",
        message=_(
            "A no-contact order is in force. Without the approval of the county agency they cannot be "
            "placed in the same group or session."
        ),
        source=NO_CONTACT,
    )


def keeps_one_other_apart(subject, other_subject, helper) -> Violation | None:
    """A subject is kept apart from exactly one other: another subject, or a helper (rule 66)."""
    if (other_subject is None) != (helper is None) and other_subject != subject:
        return None
    return Violation(
        "no_contact.one_other", _("Choose one other subject, or one helper."), NO_CONTACT, "helper"
    )


def pair_is_new(known: bool) -> Violation | None:
    """The same two are recorded once, in either order (rule 66)."""
    if not known:
        return None
    return Violation("no_contact.known", _("This pair is already recorded."), NO_CONTACT)


def pair_is_in_force(lifted: bool) -> Violation | None:
    """What was lifted is not lifted again (rule 66)."""
    if not lifted:
        return None
    return Violation("no_contact.lifted", _("This pair was lifted before."), NO_CONTACT)


def lifting_is_approved(approval_number: str) -> Violation | None:
    """Only the recorded approval of the county agency lets the two meet (rule 66)."""
    if approval_number.strip():
        return None
    return Violation(
        "no_contact.approval_missing",
        _("Write the number of the county agency's approval."),
        NO_CONTACT,
        "approval_number",
    )


def recusal_is_new(known: bool) -> Violation | None:
    """A recusal is recorded once."""
    if not known:
        return None
    return Violation("recusal.known", _("This recusal is already recorded."), field="helper")


def subject_is_in_correction(group: GroupFacts) -> Violation | None:
    """Release, termination or a move ends the group's work (rule 71)."""
    if group.subject_in_correction:
        return None
    return Violation(
        code="group.correction_ended",
        message=_(
            "The subject was released, terminated or moved. The group is closed and what was planned "
            "is cancelled."
        ),
        source=CORRECTION_ENDED,
    )


# What must still hold after a member leaves an active group.
COMPOSITION = (
    female_subject_has_female_member,
    minor_has_specialist,
    leader_is_staff,
)

# What must hold before a group begins its work.
ACTIVATION = (
    *COMPOSITION,
    helpers_of_a_minor_are_checked,
    helpers_are_vetted,
    leader_covers_the_area,
    subject_has_no_other_group,
    everyone_has_signed,
    nobody_must_be_kept_apart,
    subject_is_in_correction,
)


def newly_broken(before: GroupFacts, after: GroupFacts) -> list[Violation]:
    """The rules of composition that hold now and would not hold after a change."""
    return [
        violation for rule in COMPOSITION if rule(before) is None and (violation := rule(after)) is not None
    ]


def officer_covers_the_area(covers: bool) -> Violation | None:
    """A group is assigned only by an officer of the area (rule 21)."""
    if covers:
        return None
    return Violation(
        code="group.outside_area",
        message=_("You have no authority over supervision groups of this area."),
        source=GROUP_MEMBERSHIP,
        field="subject",
    )


def named_by_capacity_only(label: str) -> Violation | None:
    """Relatives and others without an account stand in the group by their capacity, not by name or number."""
    if label.strip() and not any(character.isdigit() for character in label):
        return None
    return Violation(
        code="member.capacity_only",
        message=_("Write the capacity only, such as “mother” or “head of unit”: no name, no number."),
        source=SAFEGUARD,
        field="label",
    )


def helpers_are_invited() -> Violation:
    """A helper never gets a seat without having said yes (rule 11)."""
    return Violation(
        "member.role_not_possible",
        _("Helpers are invited and accept themselves. Choose another role."),
        field="role",
    )


def officer_is_chosen(chosen: bool) -> Violation | None:
    """An officer sits in the group with an account of an office."""
    if chosen:
        return None
    return Violation("member.account_missing", _("Choose an officer."), field="account")


def no_account_beside_a_capacity(account_given: bool) -> Violation | None:
    """A seat is one person's: who sits by capacity has no account."""
    if not account_given:
        return None
    return Violation(
        "member.two_people",
        _("Only the role of officer takes an officer. Choose that role, or leave the officer out."),
        field="account",
    )


def no_capacity_beside_an_account(label: str) -> Violation | None:
    """A seat is one person's: an officer is named by the account."""
    if not label.strip():
        return None
    return Violation("member.two_people", _("An officer needs no capacity. Leave it empty."), field="label")


def sits_once(present: bool) -> Violation | None:
    """One person holds one seat of a group."""
    if not present:
        return None
    return Violation("member.present", _("This person is already a member."), field="account")


def still_member(left: bool) -> Violation | None:
    """Only a present member signs (rule 18)."""
    return Violation("member.left", _("This person is not a member any more.")) if left else None


def not_signed_yet(signed_round: int, letter_round: int) -> Violation | None:
    """A round of the letter is signed once (rule 18)."""
    if signed_round < letter_round:
        return None
    return Violation("letter.signed_already", _("This version of the letter is already signed."))


def signs_on_paper(has_account: bool) -> Violation | None:
    """Nobody signs for a member who has an account (rule 18)."""
    if not has_account:
        return None
    return Violation(
        "letter.signs_personally", _("This member has an account and signs the letter personally.")
    )


def flags_are_unchanged(before: tuple[bool, bool], after: tuple[bool, bool]) -> Violation | None:
    """Sex and minority are fixed at intake; turning eighteen changes nothing (rule 16)."""
    if before == after:
        return None
    return Violation(
        code="subject.flags_fixed",
        message=_("Sex and minority are fixed at intake. Who was under 18 then keeps the rules for minors."),
        source=MINORS_AFTER_EIGHTEEN,
        field="is_minor",
    )


def letter_is_published(number: int | None) -> Violation | None:
    """There must be a responsibility letter to sign (rule 18)."""
    if number is not None:
        return None
    return Violation(
        "letter.missing",
        _("No responsibility letter is in force. Have the administrator publish one."),
        RESPONSIBILITY_LETTER,
    )


def not_closed(state: str) -> Violation | None:
    """A closed group stays as it was."""
    if state != GroupState.CLOSED:
        return None
    return Violation("group.closed", _("The group is closed. Nothing in it can be changed any more."))


def reason_given(reason: str, field: str = "reason") -> Violation | None:
    """What is taken away is taken away for a reason."""
    if reason.strip():
        return None
    return Violation("reason.missing", _("Write the reason."), field=field)
