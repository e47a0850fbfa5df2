"""Certificates: the volunteer takes one at any time, free; a false one is revoked with a reason."""

import uuid
from datetime import date

from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone

from portal import audit, notifications, policies
from portal.actions import refuse_if, require, require_self
from portal.models import Office
from portal.rules import may_move
from services import policies as numbers
from services.certificates import signing
from services.certificates.numbers import certificate_number
from services.choices import Account, CertificateState, RecordState
from services.models import Certificate, ServiceRecord
from services.rules import certificates, lifecycles, verification
from volunteers.models import Helper


def certifiable(helper: Helper, office: Office, period_from: date, period_to: date):
    """The confirmed volunteer hours of one unit in a period."""
    rows = ServiceRecord.objects.confirmed().filter(helper=helper, office=office, account=Account.VOLUNTEER)
    return rows.filter(served_on__range=(period_from, period_to))


def taken_back_since(certificate: Certificate):
    """Hours that the certificate states and that were reversed after it was issued (rules 33 and 35)."""
    rows = ServiceRecord.objects.filter(
        state=RecordState.REVERSED,
        account=Account.VOLUNTEER,
        helper=certificate.helper_id,
        office=certificate.office_id,
        served_on__range=(certificate.period_from, certificate.period_to),
    )
    return rows.filter(verified_at__lte=certificate.issued_at, reversed_at__gt=certificate.issued_at)


@transaction.atomic
def issue_certificate(
    helper: Helper, *, office: Office, period_from: date, period_to: date, wants_seal: bool = False, by
) -> Certificate:
    """Certify what ``office`` recorded of ``helper`` in the period: free, at once, for themselves only."""
    require_self(by, helper.account, helper)
    records = certifiable(helper, office, period_from, period_to)
    # Whoever takes one of them back meanwhile waits, and does so after the certificate was issued.
    list(records.select_for_update(of=("self",)).values_list("pk", flat=True))
    lines = _lines(records)
    today = timezone.localdate()
    facts = certificates.CertificateFacts(
        minutes=sum(line["minutes"] for line in lines),
        period_from=period_from,
        period_to=period_to,
        today=today,
        unit_may_certify=office.may_certify,
    )
    refuse_if(*(rule(facts) for rule in certificates.ISSUING), about=helper, by=by)

    certificate = Certificate.objects.create(
        number=uuid.uuid4().hex,
        helper=helper,
        office=office,
        period_from=period_from,
        period_to=period_to,
        minutes=facts.minutes,
        lines=lines,
        wants_seal=wants_seal,
        issued_on=today,
    )
    prefix = policies.value(numbers.CERTIFICATE_PREFIX, today)
    certificate.number = certificate_number(prefix, today.year, certificate.pk)
    certificate.signature = signing.sign({"m": certificate.minutes, "no": certificate.number})
    certificate.save(update_fields=["number", "signature"])
    audit.record("certificate.issued", certificate, by=by, minutes=certificate.minutes)
    return certificate


def _lines(records) -> list[dict]:
    sums = records.order_by().values("kind").annotate(times=Count("pk"), minutes=Sum("minutes"))
    return sorted(sums, key=lambda line: (-line["minutes"], line["kind"]))


@transaction.atomic
def revoke_certificate(certificate: Certificate, *, reason: str, by) -> Certificate:
    """Take a false certificate back; whoever checks its number reads that, and why (rule 35)."""
    rows = Certificate.objects.select_for_update(of=("self",)).select_related("helper__account")
    certificate = rows.get(pk=certificate.pk)
    require(by, "services.revoke_certificate", certificate)
    refuse_if(
        may_move(lifecycles.CERTIFICATE, certificate.state, CertificateState.REVOKED),
        verification.reason_is_given(reason),
        about=certificate,
        by=by,
    )

    certificate.state, certificate.revoked_by = CertificateState.REVOKED, by
    certificate.revoked_on, certificate.revocation_reason = timezone.localdate(), reason
    certificate.save(update_fields=["state", "revoked_by", "revoked_on", "revocation_reason"])
    audit.record("certificate.revoked", certificate, by=by, reason=reason)
    notifications.notify(
        [certificate.helper.account],
        "certificate_revoked",
        about=certificate,
        url=f"/me/certificates/{certificate.pk}/",
        number=certificate.number,
    )
    return certificate
