"""The first page of a supplier's manager: contracts with their five columns, hours that came back."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal import registry
from services import figures
from services.choices import RecordState
from services.models import Contract, ServiceRecord
from services.models.suppliers import supplier_office_id
from services.steps import five_steps

MOST_CONTRACTS = 3
SHOWN_DAYS = 30


def _contracts(user):
    """The contracts in force of the supplier that ``user`` manages; none for anybody else."""
    office = supplier_office_id(user)
    if office is None or not user.has_perm("services.view_contract"):
        return Contract.objects.none()
    return Contract.objects.in_force().filter(supplier__office=office)


@registry.helper_doors.register
def doors(user) -> list[dict]:
    """Contracts and notices; calendar, invitations and own hours are the helper's."""
    if supplier_office_id(user) is None or not user.has_perm("services.view_contract"):
        return []
    return [
        {"label": _("Contracts"), "url": reverse("services:contracts"), "icon": "briefcase"},
        {"label": _("Notices"), "url": reverse("notices"), "icon": "bell"},
    ]


@registry.helper_tasks.register
def hours_that_came_back(user) -> list[registry.Task]:
    """Records of the supplier's contracts that were not verified within a month."""
    since = timezone.localdate() - timedelta(days=SHOWN_DAYS)
    returned = ServiceRecord.objects.filter(
        contract_item__contract__in=_contracts(user), state=RecordState.REJECTED, served_on__gte=since
    ).select_related("helper", "contract_item__contract")
    return [
        registry.Task(
            title=_("%(who)s, %(day)s was not verified")
            % {"who": record.helper.name, "day": date_format(record.served_on)},
            url=reverse("services:contract", args=[record.contract_item.contract_id]),
            button=_("See the records"),
            facts=(record.reject_reason,),
            kind=_("Hours"),
            icon="clock",
        )
        for record in returned.order_by("served_on", "pk")[:5]
    ]


@registry.helper_panels.register
def contracts_in_force(user) -> list[registry.HelperPanel]:
    """Each contract with its five columns and the way to log hours."""
    rows = [
        {"contract": contract, "steps": five_steps(figures.total(figures.by_item(contract)))}
        for contract in _contracts(user)[:MOST_CONTRACTS]
    ]
    if not rows:
        return []
    return [registry.HelperPanel("services/me/supplier_contracts.html", {"rows": rows}, leads=True)]
