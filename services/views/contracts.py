"""The supplier's screens: its own contracts with their five columns, and logging for its own roster."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.actions import Refused
from services import actions, figures
from services.choices import ContractState
from services.forms.logging import SuppliedServiceForm
from services.models import Contract, ServiceRecord
from services.paging import page_of_records
from services.rules.amounts import hours, yuan
from services.steps import five_steps
from services.verifiers import logged_message, name_verifiers

PER_PAGE = 20


def supplier_page(view):
    """For those who work for a supplier; the page does not exist for anybody else."""

    @login_required
    @wraps(view)
    def page(request, *args, **kwargs):
        user = request.user
        if user.works_in_back_office or not user.has_perm("services.view_contract"):
            raise Http404
        return view(request, *args, **kwargs)

    return page


def _ours(user):
    """Contracts of the supplier that ``user`` works for, once they are in force."""
    rows = Contract.objects.filter(supplier__office=user.office_id).exclude(state=ContractState.DRAFT)
    return rows.select_related("purchaser", "supplier__office", "area")


def _own(request, pk) -> Contract:
    return get_object_or_404(_ours(request.user), pk=pk)


@supplier_page
@require_safe
def overview(request):
    """Contracts of this supplier, newest first."""
    return render(request, "services/me/contracts.html", {"contracts": _ours(request.user)})


@supplier_page
@require_safe
def contract(request, pk):
    """The five columns and the records, as the purchaser sees them."""
    found = _own(request, pk)
    whole = figures.total(figures.by_item(found))
    records = ServiceRecord.objects.of_contract(found).select_related("area")
    page = page_of_records(records, request, PER_PAGE)
    name_verifiers(page.rows)
    context = {"contract": found, "steps": five_steps(whole), "page": page, "owed": _owed(found)}
    return render(request, "services/me/contract.html", context)


def _owed(contract: Contract) -> dict:
    """What was settled of each sheet, by when it is to be paid, and when it was."""
    rows = contract.settlements.select_related("acceptance", "year", "payment").order_by("-pk")
    return {
        "columns": [
            _("Acceptance sheet"),
            _("Budget year"),
            f"{_('Payable (yuan)')}#",
            _("To be paid by"),
            _("Paid on"),
        ],
        "rows": [
            [
                row.acceptance.period,
                row.year.year,
                yuan(row.amount_fen),
                date_format(row.due_on),
                date_format(row.payment.paid_on) if hasattr(row, "payment") else _("not paid yet"),
            ]
            for row in rows
        ],
    }


@supplier_page
@require_safe
def people(request, pk):
    """Who serves under the contract, from when to when, and the hours of each."""
    found = _own(request, pk)
    entries = found.roster.select_related("helper").order_by("helper__number", "from_day")
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "services/me/contract_people.html",
        {
            "contract": found,
            "page": page,
            "columns": [
                _("Person serving"),
                _("Volunteer number"),
                _("Role under the contract"),
                _("From"),
                _("To"),
                _("Verified (hours)") + "#",
                _("Awaiting verification (hours)") + "#",
            ],
            "rows": _roster_rows(found, page.object_list),
        },
    )


def _roster_rows(contract: Contract, entries) -> list[list]:
    sums = figures.by_person(contract, {entry.helper_id for entry in entries})
    return [
        [
            entry.helper.name,
            entry.helper.number,
            entry.role,
            date_format(entry.from_day),
            date_format(entry.to_day or contract.ends_on),
            *(hours(minutes) for minutes in sums.get(entry.helper_id, (0, 0))),
        ]
        for entry in entries
    ]


@supplier_page
@require_http_methods(["GET", "HEAD", "POST"])
def log(request, pk):
    """Log hours of somebody on the roster."""
    found = _own(request, pk)
    form = SuppliedServiceForm(request.POST or None, contract=found, initial={"day": timezone.localdate()})
    violations = ()
    if request.method == "POST" and form.is_valid():
        helper = form.cleaned_data["roster"].helper
        try:
            records = actions.log_for(helper, form.supplied_service(), by=request.user)
        except Refused as refused:
            violations = form.show(refused)
        else:
            messages.success(request, logged_message(records))
            return redirect("services:contract", pk=found.pk)
    context = {"contract": found, "form": form, "violations": violations}
    status = 422 if request.method == "POST" else 200
    return render(request, "services/me/contract_log.html", context, status=status)
