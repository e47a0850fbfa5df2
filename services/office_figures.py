"""Headline numbers of hours and money on the office's first page, and how far each contract is."""

from django.db.models import F, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import registry
from portal.models import AreaLevel, visible_area_ids
from services.choices import Account, RecordState
from services.models import Acceptance, Contract, HourSummary, Payment, Settlement
from services.rules.amounts import hours, yuan

MOST_CONTRACTS = 4
SETTLES, PAYS, READS = "services.add_settlement", "services.add_payment", "services.view_settlement"


def _sums_of(user):
    """The monthly sums of the user's areas, as comparisons of one column."""
    sums = HourSummary.objects.all()
    if user.is_superuser:
        return sums
    levels = {area.level for area in user.areas}
    if levels == {AreaLevel.COUNTY}:
        return sums.filter(county__in=[area.pk for area in user.areas])
    return sums.filter(town__in=visible_area_ids(user))


@registry.office_figures.register
def verified_this_month(user) -> list[dict]:
    """Verified hours of this month, volunteered and purchased; for those who have no sums to settle."""
    if not user.has_perm("services.view_hoursummary") or user.has_perm(SETTLES) or user.has_perm(PAYS):
        return []
    today = timezone.localdate()
    rows = _sums_of(user).filter(ym=today.year * 100 + today.month)
    minutes = dict(rows.order_by().values_list("account").annotate(Sum("minutes")))
    bought, given = minutes.get(Account.PURCHASED, 0), minutes.get(Account.VOLUNTEER, 0)
    return [
        {
            "label": _("Verified this month"),
            "value": hours(bought + given),
            "unit": _("hours"),
            "note": _("volunteered %(given)s, purchased %(bought)s")
            % {"given": hours(given), "bought": hours(bought)},
            "url": f"{reverse('service_records:index')}?state={RecordState.VERIFIED}",
        }
    ]


@registry.office_figures.register
def money(user) -> list[dict]:
    """What waits for settlement, what is owed and what was paid this year, for those who handle it."""
    if not (user.has_perm(SETTLES) or user.has_perm(PAYS)):
        return []
    figures = [_owed(user), _paid(user)]
    return [_to_settle(user), *figures] if user.has_perm(SETTLES) else figures


def _yuan_figure(label, fen, url, note="") -> dict:
    return {"label": label, "value": yuan(fen or 0), "unit": _("yuan"), "note": note, "url": url}


def _to_settle(user) -> dict:
    waiting = Acceptance.objects.visible_to(user).awaiting_settlement()
    fen = waiting.aggregate(sum=Sum(F("amount_fen") - F("settled_fen")))["sum"]
    bought = _sums_of(user).filter(account=Account.PURCHASED)
    sums = bought.aggregate(verified=Sum("minutes", default=0), accepted=Sum("accepted_minutes", default=0))
    unaccepted = sums["verified"] - sums["accepted"]
    note = _("%(hours)s verified hours are on no sheet yet") % {"hours": hours(unaccepted)}
    return _yuan_figure(
        _("Accepted, to be settled"), fen, reverse("acceptances:index"), note if unaccepted else ""
    )


def _owed(user) -> dict:
    owed = Settlement.objects.visible_to(user).awaiting_payment()
    fen = owed.aggregate(sum=Sum("amount_fen"))["sum"]
    return _yuan_figure(_("Settled, to be paid"), fen, reverse("settlements:index"))


def _paid(user) -> dict:
    year = timezone.localdate().year
    paid = Payment.objects.visible_to(user).filter(paid_on__year=year)
    fen = paid.aggregate(sum=Sum("amount_fen"))["sum"]
    return _yuan_figure(_("Paid this year"), fen, reverse("settlements:index"))


@registry.office_panels.register
def contracts_under_way(user) -> list[registry.OfficePanel]:
    """Each contract in force with what was settled of its amount; for heads, finance and auditors."""
    signs = user.has_perm("services.sign_contract")
    audits = user.has_perm("portal.view_auditentry") and user.has_perm(READS)
    if not (signs or audits or user.has_perm(SETTLES) or user.has_perm(PAYS)):
        return []
    contracts = (
        Contract.objects.visible_to(user)
        .in_force()
        .select_related("supplier__office")
        .annotate(settled_fen=Sum("settlements__amount_fen"))[:MOST_CONTRACTS]
    )
    rows = [
        {
            "number": contract.number,
            "supplier": contract.supplier.office.name,
            "url": reverse("contracts:inspect", args=[contract.pk]),
            "settled": contract.settled_fen or 0,
            "amount": contract.amount_fen,
        }
        for contract in contracts
    ]
    return [
        registry.OfficePanel(_("Contracts in force"), "services/backoffice/under_way.html", {"rows": rows})
    ]
