"""How a helper's service comes to its end (rules 4 and 38)."""

from django.utils.translation import gettext_lazy as _

from portal.rules import LOCAL_POLICY, SAFEGUARD, Violation
from portal.sources import WITHDRAWAL


def is_handled(waiting: bool) -> Violation | None:
    """Whoever asked to leave is told that it is done before anything begins anew (rules 4 and 38)."""
    if not waiting:
        return None
    return Violation(
        "departure.waiting",
        _("Your request to leave is still being handled. Wait until your office tells you that it is done."),
        WITHDRAWAL,
    )


def is_open(finished: bool) -> Violation | None:
    """A departure is closed once."""
    if not finished:
        return None
    return Violation("departure.finished", _("This departure was already handled."), SAFEGUARD)


def seats_handed_over(seats: int) -> Violation | None:
    """A helper's groups are reassigned before the departure is closed (rule 38)."""
    if not seats:
        return None
    return Violation(
        "departure.seats",
        _("This helper still belongs to %(seats)d supervision groups. Reassign the seats first.")
        % {"seats": seats},
        LOCAL_POLICY,
    )
