"""Looking behind a mask: with a reason, once, written down (rule 56)."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from portal import audit
from portal.actions import refuse_if, require
from portal.rules import SAFEGUARD, Violation


def reason_is_given(reason: str) -> Violation | None:
    """Nobody sees a full value without saying what for (rule 56)."""
    if reason.strip():
        return None
    return Violation(
        code="reveal.needs_reason",
        message=_("Say why you need the full information before it is shown."),
        source=SAFEGUARD,
        field="reason",
    )


@transaction.atomic
def reveal(about: models.Model, field: str, *, reason: str, by) -> str:
    """The plain value of a sealed field, for showing once (rule 56).

    Only fields that the model lists in ``revealable_fields`` can be revealed; a sealed note is not
    among them. Raises ``PermissionDenied`` outside ``by``'s areas and ``Refused`` without a reason.
    """
    if field not in getattr(about, "revealable_fields", ()):
        raise LookupError(f"{about._meta.label}.{field} cannot be revealed")
    require(by, "portal.reveal_personal_data", about)
    refuse_if(reason_is_given(reason), about=about, by=by)

    sealed = getattr(type(about)._default_manager.get(pk=about.pk), field)
    value = sealed.reveal() if sealed is not None else ""
    audit.record("personal_data.revealed", about, by=by, field=field, reason=reason.strip())
    return value
