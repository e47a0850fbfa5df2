"""Several words in one line, with the marks of the reader's language; and a yes or no in a word."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def listed(words: Iterable) -> str:
    """Words of one kind: 道德教育、走访, or in English with commas."""
    return pgettext("between words of a list", ", ").join(map(str, words))


def parts(phrases: Iterable) -> str:
    """Phrases that themselves hold lists: 星期三 下午；星期六 上午."""
    return _("; ").join(map(str, phrases))


def yes_or_no(value) -> str:
    """An answer as people give it, never ``True``."""
    return pgettext("answer", "Yes") if value else pgettext("answer", "No")
