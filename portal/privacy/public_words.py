"""What in a text would name a person: numbers of a person, and codes that stay inside (rule 57). Pure."""

import re
import unicodedata
from collections.abc import Iterable
from html import unescape

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_PERSONAL = (
    (
        gettext_lazy("ID number of a person"),
        re.compile(
            r"(?<![0-9A-Za-z])\d{6}[ -]?(?:18|19|20)\d\d[ -]?\d{4}[ -]?\d{3}[\dXx](?![0-9A-Za-z])", re.ASCII
        ),
    ),
    (gettext_lazy("mobile phone number"), re.compile(r"(?<!\d)1[3-9]\d(?:[ \-.·]?\d{4}){2}(?!\d)", re.ASCII)),
)


def as_read(text: str) -> str:
    """``text`` as a reader sees it: no markup, full-width digits like any other."""
    return unicodedata.normalize("NFKC", unescape(strip_tags(text)))


def personal_kinds(text: str, codes: Iterable[str] = ()) -> list[str]:
    """What kinds of personal data ``text`` holds, in words: ID number, mobile number, one of ``codes``."""
    plain = as_read(text)
    kinds = [str(kind) for kind, pattern in _PERSONAL if pattern.search(plain)]
    if any(code.casefold() in plain.casefold() for code in codes):
        kinds.append(_("subject code"))
    return kinds
