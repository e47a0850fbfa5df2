"""Taking away hours that one has logged by mistake, while nobody has judged them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.actions import Refused
from services import actions
from services.models import ServiceRecord


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, pk):
    """What would be taken away, and the button; helpers and suppliers return to where they came from."""
    if request.user.works_in_back_office:
        raise Http404
    mine = ServiceRecord.objects.visible_to(request.user).withdrawable_by(request.user)
    record = get_object_or_404(mine.select_related("helper", "contract_item__contract"), pk=pk)
    item = record.contract_item
    back = redirect("services:contract", pk=item.contract_id) if item else redirect("services:hours")
    violations = ()
    if request.method == "POST":
        try:
            actions.withdraw(record, by=request.user)
        except Refused as refused:
            violations = refused.violations
        else:
            messages.success(request, _("Withdrawn. You can log the service again."))
            return back
    context = {"record": record, "back": back.url, "violations": violations}
    return render(request, "services/me/withdraw.html", context, status=422 if violations else 200)
