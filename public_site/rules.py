"""What may not stand on a public page (rule 57), and who must have read it before. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.privacy.public_words import personal_kinds
from portal.rules import Violation

READERS = 2


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a page, where it stands, and what field an editor finds it in."""

    place: str
    text: str
    field: str = ""


def nothing_personal(passages: Iterable[Passage], codes: Iterable[str] = ()) -> list[Violation]:
    """One violation for each passage with an ID number, a mobile number or one of the subjects' ``codes``."""
    codes = list(codes)
    return [_personal(passage, kind) for passage in passages for kind in personal_kinds(passage.text, codes)]


def _personal(passage: Passage, kind) -> Violation:
    sentence = _("The text seems to contain personal information and cannot be published.")
    where = _("(“{place}”: {kind})").format(place=passage.place, kind=kind)
    return Violation("page.personal_data", f"{sentence}{where}", field=passage.field)


def had_no_hand_in_it(person: int, hands: Collection[int]) -> Violation | None:
    """Nobody passes what they wrote, handed in or read before."""
    if person not in hands:
        return None
    message = gettext_lazy(
        "You had a hand in this page, so somebody else passes it. Your changes are saved; to have others "
        "change it, give it back with a comment."
    )
    return Violation("page.own_reading", message)


def read_by_two_others(others: int) -> Violation | None:
    """Before the public, two persons read a page who wrote nothing of it; no role is an exception."""
    if others >= READERS:
        return None
    message = gettext_lazy(
        "Two persons who wrote nothing of a page read it before it is public. Have a second one pass it; "
        "the workflow needs a step for each."
    )
    return Violation("page.needs_two_readers", message)
