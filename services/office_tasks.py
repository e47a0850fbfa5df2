"""What the first page of the back office says about hours and money."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal import registry
from services.actions import announcement_due
from services.models import Acceptance, Contract, ServiceRecord, Settlement
from services.rules.amounts import hours
from services.verifiers import PATIENCE_DAYS, days_waiting


@registry.office_tasks.register
def tasks(user) -> list[registry.Task]:
    """Hours to verify, sheets to fill in, sign and settle, sums to pay: only what this person may do."""
    return [
        task
        for provider in (_to_verify, _to_announce, _to_fill_in, _to_sign, _to_settle, _to_pay)
        for task in provider(user)
    ]


def _to_verify(user):
    if not user.has_perm("services.verify_servicerecord"):
        return
    waiting = ServiceRecord.objects.verifiable_by(user)
    count = waiting.count()
    if count:
        first = list(waiting.select_related("helper")[: registry.MOST_CASES])
        days = days_waiting(first[0])
        yield registry.Task(
            title=_("%(count)s records wait for verification") % {"count": count},
            url=reverse("verification_queue"),
            button=_("Verify hours"),
            facts=(_("The oldest has waited %(days)s days") % {"days": days},),
            late=days > PATIENCE_DAYS,
            count=count,
            kind=_("Verify hours"),
            icon="clock",
            cases=tuple(_record_case(record) for record in first),
        )


def _record_case(record: ServiceRecord) -> registry.Case:
    """Whose hours, of what, how many; when they were served and logged."""
    logged = timezone.localtime(record.recorded_at)
    return registry.Case(
        title=_("%(who)s, %(what)s %(hours)s hours")
        % {"who": record.helper.name, "what": record.get_kind_display(), "hours": hours(record.minutes)},
        url=reverse("service_records:inspect", args=[record.pk]),
        note=_("Served %(day)s, logged %(logged)s")
        % {"day": date_format(record.served_on), "logged": date_format(logged)},
        since=logged.date(),
        late=days_waiting(record) > PATIENCE_DAYS,
    )


def _to_announce(user):
    if not user.has_perm("services.sign_contract"):
        return
    unannounced = Contract.objects.visible_to(user).in_force().filter(announced_on=None)
    for contract in unannounced.exclude(signed_on=None)[:20]:
        due = announcement_due(contract).day
        yield registry.Task(
            title=_("Announce %(contract)s") % {"contract": contract.number},
            url=reverse("contracts:announce", args=[contract.pk]),
            button=_("Enter the announcement"),
            kind=_("Purchase contracts"),
            due=due,
            late=due < timezone.localdate(),
            icon="coin",
        )


def _to_fill_in(user):
    if not user.has_perm("services.add_acceptance"):
        return
    for sheet in Acceptance.objects.visible_to(user).to_fill_in().select_related("contract"):
        yield _sheet_task(sheet, _("Fill in the acceptance sheet of %(contract)s"))


def _to_sign(user):
    if not user.has_perm("services.sign_acceptance"):
        return
    for sheet in Acceptance.objects.visible_to(user).to_sign_by(user).select_related("contract"):
        yield _sheet_task(sheet, _("Sign the acceptance sheet of %(contract)s"))


def _sheet_task(sheet: Acceptance, title: str) -> registry.Task:
    return registry.Task(
        title=title % {"contract": sheet.contract.number},
        url=reverse("acceptances:inspect", args=[sheet.pk]),
        button=_("Open the sheet"),
        kind=_("Acceptance"),
        icon="check",
    )


def _to_settle(user):
    if not user.has_perm("services.add_settlement"):
        return
    sheets = Acceptance.objects.visible_to(user).awaiting_settlement().payable_on(timezone.localdate())
    for sheet in sheets.select_related("contract")[:20]:
        yield registry.Task(
            title=_("Settle %(contract)s") % {"contract": sheet.contract.number},
            url=reverse("acceptances:inspect", args=[sheet.pk]),
            button=_("Settle"),
            kind=_("Settlement and payment"),
            icon="coin",
        )


def _to_pay(user):
    if not user.has_perm("services.add_payment"):
        return
    today = timezone.localdate()
    for row in Settlement.objects.visible_to(user).awaiting_payment().select_related("contract", "year")[:20]:
        yield registry.Task(
            title=_("Pay %(contract)s, %(year)s") % {"contract": row.contract.number, "year": row.year.year},
            url=reverse("settlements:inspect", args=[row.pk]),
            button=_("Record the payment"),
            kind=_("Settlement and payment"),
            due=row.due_on,
            late=row.due_on < today,
            icon="coin",
        )
