"""How a visitor wants pages to look: 关怀版, letter size and language, each in a cookie (rule 65).

No account and no script is needed, and nothing here depends on who is asking, so that an
anonymous page can be kept finished under ``variant(request)``.
"""

from django.utils.translation import get_language, to_locale

CARE_COOKIE = "care"
SIZE_COOKIE = "text_size"
SIZES = ("s", "m", "l")
# How long a choice is remembered, in seconds.
YEAR = 365 * 24 * 60 * 60


def care_mode(request) -> bool:
    """Whether the visitor chose 关怀版: larger, plainer, stronger contrast."""
    return request.COOKIES.get(CARE_COOKIE) == "1"


def text_size(request) -> str:
    """The letter size of articles: small, medium or large."""
    size = request.COOKIES.get(SIZE_COOKIE)
    return size if size in SIZES else "m"


def html_language() -> str:
    """The active language as the ``lang`` attribute wants it (zh-Hans, en)."""
    return to_locale(get_language() or "zh-hans").replace("_", "-")


def variant(request) -> str:
    """Everything about a visitor that changes an anonymous page; the page cache's key needs it."""
    return f"{html_language()}.{'care' if care_mode(request) else 'plain'}.{text_size(request)}"
