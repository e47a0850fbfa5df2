"""What an opinion on an acceptance sheet may not say. Pure."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from portal import sources
from portal.privacy.public_words import names_in, personal_kinds
from portal.rules import Violation


def names_nobody(text: str, names: Iterable[str] = (), codes: Iterable[str] = ()) -> Violation | None:
    """No name, number or code by which a person could be known (rules 49 and 57).

    ``names`` are those of people who serve under the contract, ``codes`` those of subjects.
    """
    found = [*names_in(text, names), *personal_kinds(text, codes)]
    if not found:
        return None
    return Violation(
        "opinion.names_somebody",
        _("This seems to name a person (%(found)s). Leave that out; write “he”, “she” or “the helper”.")
        % {"found": "、".join(found)},
        sources.PRIVACY,
        "text",
    )
