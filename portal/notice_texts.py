"""The wording of every notice, by kind. Apps register theirs when they load."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class NoticeText:
    """A title and a body with ``{placeholders}`` filled from the notice's facts."""

    title: str
    body: str


_texts: dict[str, NoticeText] = {}


def register(kind: str, title: str, body: str) -> None:
    """Make ``kind`` known; both texts are lazy translations."""
    _texts[kind] = NoticeText(title, body)


def text(kind: str) -> NoticeText:
    """The wording of ``kind``; an unknown kind still tells the reader to look into the portal."""
    return _texts.get(kind, NoticeText(_("News in the portal"), _("Sign in to read it.")))
