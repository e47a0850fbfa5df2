"""What a recruitment call must say, and what it must not (rules 12, 57)."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from portal.privacy.public_words import personal_kinds
from portal.rules import SAFEGUARD, Violation
from portal.sources import GROUP_MEMBERSHIP, PRIVACY
from volunteers.choices import CallState, HelperKind

TRANSITIONS: dict[str, set[str]] = {
    CallState.OPEN: {CallState.FILLED, CallState.WITHDRAWN, CallState.EXPIRED},
}
# They sit in a group by their office or their tie to its subject: nobody is called for in public.
BY_OFFICE_OR_TIE = frozenset(
    {
        HelperKind.COMMITTEE_MEMBER,
        HelperKind.RELATIVE,
        HelperKind.EMPLOYER_STAFF,
        HelperKind.PRISON_STAFF,
        HelperKind.COMMUNITY_POLICE,
        HelperKind.OFFICE_STAFF,
    }
)
CALLED_FOR = tuple(kind for kind in HelperKind if kind not in BY_OFFICE_OR_TIE)
LONGEST_CALL_DAYS = 180
MOST_WANTED = 99


def for_a_whole_town(is_community: bool) -> Violation | None:
    """A call for one village would point at the person to be helped, so it names a town or the county."""
    if not is_community:
        return None
    return Violation(
        "call.area_too_small",
        _("A call for one community would point at the person to be helped. Publish it for the whole town."),
        PRIVACY,
        "area",
    )


def kind_is_called_for(kind: str) -> Violation | None:
    """Social forces are called for in public, not those who belong to a group anyway."""
    if kind in CALLED_FOR:
        return None
    return Violation(
        "call.kind",
        _(
            "These people join a group by their office or their tie to its subject and are not called for in "
            "public. Ask their unit or family instead."
        ),
        GROUP_MEMBERSHIP,
        "helper_kind",
    )


def wants(count: int) -> Violation | None:
    """Somebody is wanted, and not everybody."""
    if 1 <= count <= MOST_WANTED:
        return None
    message = _("Enter how many helpers are wanted, from 1 to 99.")
    return Violation("call.count", message, SAFEGUARD, "count")


def until_is_near(until: date, today: date) -> Violation | None:
    """A call ends; who reads it months later should not be misled."""
    if today <= until <= today + timedelta(days=LONGEST_CALL_DAYS):
        return None
    message = _("Choose a last day within the next 180 days.")
    return Violation("call.until", message, SAFEGUARD, "until")


def one_call_a_duty(exists: bool) -> Violation | None:
    """The same help is asked for once in an area."""
    if not exists:
        return None
    return Violation(
        "call.exists",
        _("A call for this help is already open in this area. Withdraw it first, or wait for its end."),
        SAFEGUARD,
        "help_kind",
    )


def text_given(title: str, text: str) -> list[Violation | None]:
    """A call says in words what a helper does."""
    missing = [name for name, said in (("title", title), ("text", text)) if not said.strip()]
    message = _("Say in a sentence what is wanted.")
    return [Violation("call.text_missing", message, SAFEGUARD, name) for name in missing]


def names_nobody(texts: dict[str, str], codes: Iterable[str]) -> list[Violation]:
    """Public words carry no subject code, no ID number and no mobile number (rule 57)."""
    codes = list(codes)
    return [
        Violation(
            "call.personal_data",
            _("The text seems to contain personal information and cannot be published."),
            PRIVACY,
            name,
        )
        for name, text in texts.items()
        if personal_kinds(text, codes)
    ]
