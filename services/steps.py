"""The five columns of a contract as the chain of sums that screens show."""

from django.utils.translation import gettext as _

from services.figures import FiveColumns
from services.rules.amounts import hours, yuan


def five_steps(whole: FiveColumns) -> list[dict]:
    """Claimed, verified and accepted hours, payable and paid yuan; what is owed stands out."""
    return [
        {"label": _("Claimed"), "value": hours(whole.claimed), "unit": _("hours")},
        {
            "label": _("Verified"),
            "value": hours(whole.verified),
            "unit": _("hours"),
            "note": _("%(waiting)s waiting, %(deducted)s deducted")
            % {"waiting": hours(whole.waiting), "deducted": hours(whole.deducted)},
        },
        {"label": _("Accepted service"), "value": hours(whole.accepted), "unit": _("hours")},
        {"label": _("Payable"), "value": yuan(whole.payable_fen), "unit": _("yuan")},
        {
            "label": _("Paid"),
            "value": yuan(whole.paid_fen),
            "unit": _("yuan"),
            "due": whole.unpaid_fen > 0,
            "note": _("%(yuan)s yuan to be paid") % {"yuan": yuan(whole.unpaid_fen)},
        },
    ]
