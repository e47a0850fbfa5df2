"""Mainland mobile numbers as people write them, brought to eleven digits. Pure."""

import re
import unicodedata

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_COUNTRY = re.compile(r"^(?:\+|00)?86(?=1\d{10}$)", re.ASCII)
_SEPARATORS = re.compile(r"[\s()\-.·\u2010-\u2015\u2212]+")
_FLOAT_TAIL = re.compile(r"\.0+$")


def normalise(text: str) -> str:
    """Eleven digits where the text holds them: full-width, spaced, +86 or ``13800000000.0`` alike."""
    plain = _FLOAT_TAIL.sub("", unicodedata.normalize("NFKC", text).strip())
    return _COUNTRY.sub("", _SEPARATORS.sub("", plain))


def parse(text: str) -> str | None:
    """The mobile number in ``text``, or None."""
    number = normalise(text)
    return number if _MOBILE.fullmatch(number) else None
