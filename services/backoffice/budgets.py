"""What the budget years of a contract pay of a sheet, in words and as a table."""

from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from services.actions import sharing
from services.actions.paying import payment_due
from services.models import Acceptance, Contract
from services.rules.amounts import hours, yuan

from .wording import number


def beyond_this_year(outlook: sharing.Outlook) -> str:
    """What of a sheet the budgets that have begun cannot pay, and what may be done; empty if they can."""
    rest, unfunded = outlook.now.rest, outlook.unfunded
    if unfunded.first_day is not None and unfunded.fen:
        return _(
            "The budgets of the contract do not reach for %(yuan)s yuan of this sheet. "
            "End its period before %(day)s, or have the budget extended first."
        ) % {"yuan": yuan(unfunded.fen), "day": date_format(unfunded.first_day)}
    if not rest.fen or rest.first_day is None:
        return ""
    words = {
        "paid": yuan(outlook.now.fen),
        "rest": yuan(rest.fen),
        "from": date_format(rest.payable_from) if rest.payable_from else "",
        "last": date_format(rest.first_day - timedelta(days=1)),
    }
    return (
        _(
            "This year's budget pays %(paid)s yuan of this sheet. The other %(rest)s yuan can be settled "
            "from %(from)s on, from the next year's budget. To accept only what is paid now, end the "
            "period on %(last)s."
        )
        % words
    )


def waiting_rest(shares: sharing.Shares) -> str:
    """What waits after settling, and from which day on it can be settled; empty if nothing waits."""
    rest = shares.rest
    if not rest.fen:
        return ""
    if rest.payable_from is None:
        return _("No budget year of the contract holds money for the last %(rest)s yuan of this sheet.") % {
            "rest": yuan(rest.fen)
        }
    return _(
        "%(rest)s yuan stay accepted and unsettled. They are settled from the next budget, from %(day)s on."
    ) % {"rest": yuan(rest.fen), "day": date_format(rest.payable_from)}


def budget_table(contract: Contract, shares: sharing.Shares) -> dict:
    """Each budget year with its money, what is settled, and what it would pay of the sheet."""
    paid = {share.year.pk: share.fen for share in shares.years}
    columns = [
        str(_("Budget year")),
        number(_("Budget, yuan")),
        number(_("Settled, yuan")),
        number(_("Pays of this sheet, yuan")),
    ]
    rows = [
        [year.year, yuan(year.amount_fen), yuan(year.settled), yuan(paid.get(year.pk, 0))]
        for year in sharing.rooms_of(contract)
    ]
    return {"caption": _("Budget of the contract"), "columns": columns, "rows": rows}


def settling_table(sheet: Acceptance, shares: sharing.Shares) -> dict:
    """What settling would fix: hours, yuan and the last day to pay for each budget year."""
    columns = [
        str(_("Budget year")),
        number(_("Accepted (hours)")),
        number(_("Payable (hours)")),
        number(_("Payable (yuan)")),
        str(_("To be paid by")),
    ]
    rows = [
        [
            share.year.year,
            hours(share.accepted_minutes),
            hours(share.payable_minutes),
            yuan(share.fen),
            date_format(payment_due(sheet, share.year.year)),
        ]
        for share in shares.years
    ]
    return {"caption": _("What is settled"), "columns": columns, "rows": rows}
