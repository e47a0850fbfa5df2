"""The kernel of every action: may you, and is it right.

An action is one transaction in five beats: lock the row, ``require`` the permission,
``refuse_if`` a rule is broken, change, then write down (``audit.record``) and tell
(``notifications.notify``). A denied or refused attempt rolls its transaction back, so both
functions note the attempt in memory and the audit middleware writes it after the response.
"""

from django.core.exceptions import PermissionDenied
from django.db import models

from portal import audit
from portal.rules import Violation, violations


class Refused(Exception):
    """An action that may not be done now; carries every broken rule at once."""

    def __init__(self, *broken: Violation):
        super().__init__("; ".join(str(violation) for violation in broken))
        self.violations = broken

    def by_field(self) -> dict[str, list[str]]:
        """Messages per form field; those without a field stand under the empty key."""
        grouped: dict[str, list[str]] = {}
        for violation in self.violations:
            grouped.setdefault(violation.field, []).append(str(violation.message))
        return grouped


def require(by, permission: str, about: models.Model | None = None) -> None:
    """Raise ``PermissionDenied`` unless ``by`` holds ``permission``, and ``about`` lies in their areas.

    A model without ``visible_to`` is judged by the permission alone.
    """
    allowed = by.is_active and by.has_perm(permission)
    if allowed and about is not None:
        rows = type(about)._default_manager.all()
        if hasattr(rows, "visible_to"):
            allowed = rows.visible_to(by).filter(pk=about.pk).exists()
    if not allowed:
        audit.note_attempt(permission, about, by=by, result=audit.DENIED)
        raise PermissionDenied(permission)


def require_self(by, owner, about: models.Model) -> None:
    """Raise ``PermissionDenied`` unless ``by`` is ``owner``: what a helper does for themselves only."""
    if owner is None or by.pk != owner.pk or not by.is_active:
        audit.note_attempt("self", about, by=by, result=audit.DENIED)
        raise PermissionDenied("self")


def refuse_if(*results: Violation | None, about: models.Model | None = None, by=None) -> None:
    """Raise one ``Refused`` carrying every broken rule among ``results``."""
    broken = violations(results)
    if broken:
        codes = [violation.code for violation in broken]
        audit.note_attempt(codes[0], about, by=by, result=audit.REFUSED, rules=codes)
        raise Refused(*broken)
