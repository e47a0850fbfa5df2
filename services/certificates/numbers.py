"""Certificate numbers: a running number people can file, and four letters nobody can guess."""

import re
import secrets

# Without 0, 1, I, L and O, which are easily misread on paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
PARTS = re.compile(rf"([A-Z]{{1,8}})(\d{{4}})(\d{{5,9}})([{ALPHABET}]{{4}})")


def certificate_number(prefix: str, year: int, serial: int) -> str:
    """``ZY-2026-00482-7KQD``: the last part keeps numbers from being counted through."""
    code = "".join(secrets.choice(ALPHABET) for _n in range(4))
    return f"{prefix}-{year}-{serial:05}-{code}"


def as_typed(text: str) -> str:
    """A number as people type it: any case and width, spaces, and any dashes or none."""
    plain = re.sub(r"[\s—–-]+", "", text.translate(_HALF_WIDTH).upper())
    parts = PARTS.fullmatch(plain)
    return "-".join(parts.groups()) if parts else plain


_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
