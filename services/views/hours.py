"""The helper's hours: what is confirmed, what waits, what was not confirmed and why, and logging more."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.actions import Refused
from services import actions
from services import figures as figures_of
from services.forms.logging import OwnServiceForm
from services.models import ServiceRecord
from services.rules.amounts import hours
from services.verifiers import logged_message, name_verifiers
from training.views.own import helper_page

PER_PAGE = 20


@helper_page
@require_safe
def overview(request, helper):
    """All records of the helper, newest first (rule 74)."""
    sums = figures_of.of_helper(helper)
    records = ServiceRecord.objects.filter(helper=helper).select_related(
        "office", "area", "recorded_by", "verified_by", "contract_item__contract"
    )
    page = Paginator(records, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = name_verifiers(page.object_list)
    figures = [
        {
            "label": _("Confirmed volunteer service"),
            "value": hours(sums["volunteered"]),
            "unit": _("hours"),
            "note": _("%(hours)s this year") % {"hours": hours(sums["this_year"])},
        },
        {"label": _("Awaiting verification"), "value": hours(sums["waiting"]), "unit": _("hours")},
    ]
    if sums["purchased"]:
        figures.append(
            {
                "label": _("Confirmed purchased service"),
                "value": hours(sums["purchased"]),
                "unit": _("hours"),
                "note": _("Never added to volunteer service"),
            }
        )
    return render(request, "services/me/hours.html", {"figures": figures, "page": page})


@helper_page
@require_http_methods(["GET", "HEAD", "POST"])
def log(request, helper):
    """Log a service that was on no appointment."""
    form = OwnServiceForm(request.POST or None, helper=helper, initial={"day": timezone.localdate()})
    violations = ()
    if request.method == "POST" and form.is_valid():
        try:
            records = actions.log_own(helper, form.own_service(), by=request.user)
        except Refused as refused:
            violations = form.show(refused)
        else:
            messages.success(request, logged_message(records))
            return redirect("services:hours")
    context = {"form": form, "violations": violations, "has_units": form.fields["office"].queryset.exists()}
    return render(request, "services/me/log.html", context, status=422 if request.method == "POST" else 200)
