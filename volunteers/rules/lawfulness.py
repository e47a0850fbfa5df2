"""Shows a group's lawfulness rule by rule: what is so, what the rule says of it, and the smallest remedy."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal import sources
from portal.rules import LOCAL_POLICY, SAFEGUARD, Verdict
from volunteers.choices import GroupState
from volunteers.rules import groups
from volunteers.rules.groups import GroupFacts


def verdicts(group: GroupFacts) -> list[Verdict]:
    """Every rule with its result, in one fixed order."""
    return [line(group) for line in LINES]


def next_step(group: GroupFacts) -> Verdict | None:
    """The first rule that stops the group from beginning its work, none when it may begin."""
    return next((verdict for verdict in verdicts(group) if not verdict.passed and not verdict.pending), None)


def _woman(group: GroupFacts) -> Verdict:
    broken = groups.female_subject_has_female_member(group)
    if not group.subject_is_female:
        said = _("The subject is not a woman")
    elif broken:
        said = _("The subject is a woman, and the group has no female member")
    else:
        said = _("The subject is a woman, and the group has a female member")
    return Verdict(
        title=said,
        source=sources.GROUP_MEMBERSHIP,
        violation=broken,
        not_applicable=not group.subject_is_female,
        remedy=_("Add at least one female member") if broken else "",
    )


def _minor(group: GroupFacts) -> Verdict:
    broken = groups.minor_has_specialist(group)
    if not group.subject_is_minor:
        said = _("The subject was 18 or older at intake")
    elif broken:
        said = _("The subject was under 18 at intake, and nobody in the group is familiar with minors")
    else:
        said = _("The subject was under 18 at intake, and a member is familiar with minors")
    return Verdict(
        title=said,
        source=sources.MINORS_AT_ANY_AGE,
        violation=broken,
        not_applicable=not group.subject_is_minor,
        remedy=_("Add at least one member familiar with minors") if broken else "",
    )


def _record_checks(group: GroupFacts) -> Verdict:
    return Verdict(
        title=format_lazy(
            _("Helpers who meet minors have a record check of the last {days} days"),
            days=group.record_check_days,
        ),
        source=sources.RECORD_CHECK,
        violation=groups.helpers_of_a_minor_are_checked(group),
        not_applicable=not group.subject_is_minor,
    )


def _leader(group: GroupFacts) -> Verdict:
    broken = groups.leader_is_staff(group)
    said = (
        _("The leader is not staff of a body that may lead groups")
        if broken
        else _("The leader is staff of a body that may lead groups")
    )
    return Verdict(
        title=said,
        source=LOCAL_POLICY,
        violation=broken,
        remedy=_("Name a leader from the judicial office or the corrections agency") if broken else "",
    )


def _area(group: GroupFacts) -> Verdict:
    return Verdict(
        title=_("Formed and led by the office of this area"),
        source=sources.GROUP_MEMBERSHIP,
        violation=groups.leader_covers_the_area(group),
    )


def _one_group(group: GroupFacts) -> Verdict:
    broken = groups.subject_has_no_other_group(group)
    said = (
        _("The subject has another supervision group in use")
        if broken
        else _("The subject has no other supervision group in use")
    )
    return Verdict(title=said, source=SAFEGUARD, violation=broken, remedy=_("Close the other group first"))


def _vetted(group: GroupFacts) -> Verdict:
    return Verdict(
        title=_("Every helper in the group is approved"),
        source=SAFEGUARD,
        violation=groups.helpers_are_vetted(group),
    )


def _letter(group: GroupFacts) -> Verdict:
    broken = groups.everyone_has_signed(group)
    if broken is None:
        said = format_lazy(
            _(
                "All members have signed the responsibility letter (version {number}); "
                "a new member means signing again"
            ),
            number=group.letter_number,
        )
    else:
        said = _("Not every member has signed the responsibility letter")
    return Verdict(title=said, source=sources.RESPONSIBILITY_LETTER, violation=broken)


def _no_contact(group: GroupFacts) -> Verdict:
    return Verdict(
        title=_("No member is barred from contact with the subject"),
        source=sources.NO_CONTACT,
        violation=groups.nobody_must_be_kept_apart(group),
    )


def _in_correction(group: GroupFacts) -> Verdict:
    return Verdict(
        title=_("The subject is in correction"),
        source=sources.CORRECTION_ENDED,
        violation=groups.subject_is_in_correction(group),
        not_applicable=group.state == GroupState.CLOSED and group.subject_in_correction,
    )


LINES = (
    _woman,
    _minor,
    _record_checks,
    _leader,
    _area,
    _one_group,
    _vetted,
    _no_contact,
    _in_correction,
    _letter,
)
