"""Every reason at once why a planned session may not be."""

from dataclasses import replace

from django.utils.text import format_lazy

from portal.rules import Violation

from .conflicts import conflicts
from .facts import HelperFacts, SessionFacts
from .people import HELPER_RULES
from .sessions import SESSION_RULES


def broken_rules(session: SessionFacts) -> tuple[Violation, ...]:
    """All broken rules of a plan; where several helpers are planned, each is named beside its fault."""
    found = [rule(session) for rule in SESSION_RULES]
    found += [_about(helper, rule(session, helper)) for helper in session.helpers for rule in HELPER_RULES]
    return (*(violation for violation in found if violation is not None), *conflicts(session))


def _about(helper: HelperFacts, violation: Violation | None) -> Violation | None:
    if violation is None or not helper.who:
        return violation
    return replace(violation, message=format_lazy("{who}：{text}", who=helper.who, text=violation.message))
