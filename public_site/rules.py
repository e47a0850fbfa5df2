"""What may not stand on a public page (rule 57). Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.rules import Violation

_PERSONAL = (
    (
        gettext_lazy("ID number of a person"),
        re.compile(
            r"(?<![0-9A-Za-z])\d{6}[ -]?(?:18|19|20)\d\d[ -]?\d{4}[ -]?\d{3}[\dXx](?![0-9A-Za-z])", re.ASCII
        ),
    ),
    (gettext_lazy("mobile phone number"), re.compile(r"(?<!\d)1[3-9]\d(?:[ \-.·]?\d{4}){2}(?!\d)", re.ASCII)),
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a page, where it stands, and what field an editor finds it in."""

    place: str
    text: str
    field: str = ""

    @property
    def plain(self) -> str:
        """As a reader sees it: no markup, full-width digits like any other."""
        return unicodedata.normalize("NFKC", unescape(strip_tags(self.text)))


def nothing_personal(passages: Iterable[Passage], codes: Iterable[str] = ()) -> list[Violation]:
    """One violation for each passage with an ID number, a mobile number or one of the subjects' ``codes``."""
    folded = [code.casefold() for code in codes]
    found = []
    for passage in passages:
        plain = passage.plain
        kinds = [kind for kind, pattern in _PERSONAL if pattern.search(plain)]
        if any(code in plain.casefold() for code in folded):
            kinds.append(_("subject code"))
        found += [_personal(passage, kind) for kind in kinds]
    return found


def _personal(passage: Passage, kind) -> Violation:
    sentence = _("The text seems to contain personal information and cannot be published.")
    where = _("(“{place}”: {kind})").format(place=passage.place, kind=kind)
    return Violation("page.personal_data", f"{sentence}{where}", field=passage.field)
