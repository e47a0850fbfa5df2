"""The volunteer's certificates: taking one, printing it, keeping it as a file."""

from django.db.models import Max, Min
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.actions import Refused
from portal.models import Office
from services import actions
from services.actions.certifying import taken_back_since
from services.certificates.codes import qr_svg
from services.certificates.printing import as_pdf, sheet
from services.choices import Account, CertificateState
from services.forms.certificates import CertificateForm
from services.models import Certificate, ServiceRecord
from services.rules.amounts import hours
from training.views.own import helper_page


@helper_page
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request, helper):
    """Certificates taken so far, and the form for one more; it is issued at once and free."""
    confirmed = ServiceRecord.objects.confirmed().filter(helper=helper, account=Account.VOLUNTEER)
    units = Office.objects.filter(pk__in=confirmed.values("office"), may_certify=True)
    days = confirmed.aggregate(first=Min("served_on"), last=Max("served_on"))
    initial = {"office": units.first(), "period_from": days["first"], "period_to": days["last"]}
    form = CertificateForm(request.POST or None, units=units, initial=initial)
    violations = ()
    if request.method == "POST" and form.is_valid():
        try:
            certificate = actions.issue_certificate(helper, by=request.user, **form.cleaned_data)
            return redirect("services:certificate", pk=certificate.pk)
        except Refused as refused:
            violations = refused.violations
    context = {
        "certificates": Certificate.objects.filter(helper=helper).select_related("office"),
        "form": form,
        "has_hours": days["first"] is not None,
        "violations": violations,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "services/me/certificates.html", context, status=status)


def _own(helper, pk) -> Certificate:
    rows = Certificate.objects.select_related("helper", "office")
    return get_object_or_404(rows, helper=helper, pk=pk)


@helper_page
@require_safe
def certificate(request, helper, pk):
    """The certificate on screen, as it is printed."""
    found = _own(helper, pk)
    context = {"sheet": sheet(found), "qr": qr_svg(found, _("Code for checking")), "certificate": found}
    context["revoked"] = found.state == CertificateState.REVOKED
    context["taken_back"] = hours(sum(taken_back_since(found).values_list("minutes", flat=True)))
    return render(request, "services/me/certificate.html", context)


@helper_page
@require_safe
def pdf(request, helper, pk):
    """The certificate as a file."""
    found = _own(helper, pk)
    if found.state == CertificateState.REVOKED:
        return redirect("services:certificate", pk=pk)
    answer = HttpResponse(as_pdf(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{found.number}.pdf"'
    return answer
