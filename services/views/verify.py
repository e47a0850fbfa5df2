"""Anyone checks a certificate by its number or its code; the answer names nobody."""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal import policies
from services.actions.certifying import taken_back_since
from services.certificates.limiting import may_check
from services.certificates.numbers import as_typed
from services.certificates.signing import public_key, signed_content
from services.choices import CertificateState
from services.models import Certificate
from services.policies import CERTIFICATE_PREFIX
from services.rules.amounts import hours

LONGEST = 60


def example_number() -> str:
    """A number as this portal issues them, of no certificate."""
    today = timezone.localdate()
    return f"{policies.value(CERTIFICATE_PREFIX, today)}-{today.year}-00482-7KQD"


@never_cache
@require_safe
def verify(request):
    """The form, and under it the answer; an unknown number is answered like a mistyped one."""
    typed = as_typed(request.GET.get("no", "")[:LONGEST])
    content = signed_content(request.GET.get("proof", "")) if "proof" in request.GET else None
    number = content["no"] if content else typed
    asked = bool(number) or "proof" in request.GET
    context = {"number": number, "asked": asked, "now": timezone.localtime(), "example": example_number()}
    if asked:
        if not may_check(request):
            return render(request, "services/verify.html", {**context, "too_many": True}, status=429)
        certificate = Certificate.objects.select_related("office").filter(number=number).first()
        if content and certificate and content["m"] != certificate.minutes:
            certificate = None
        lost = sum(taken_back_since(certificate).values_list("minutes", flat=True)) if certificate else 0
        context |= {
            "certificate": certificate,
            "hours": hours(certificate.minutes) if certificate else "",
            "taken_back": hours(lost) if lost else "",
            "revoked": certificate is not None and certificate.state == CertificateState.REVOKED,
        }
    return render(request, "services/verify.html", context)


@require_safe
def key(request):
    """The public key of the signatures, for those who check them themselves."""
    return JsonResponse({"keys": [public_key()]})
