"""What may not stand on a public page (rule 57). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.privacy.public_words import personal_kinds
from portal.rules import Violation


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
