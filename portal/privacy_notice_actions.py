"""Publishing a new wording of the privacy notice; what was published never changes."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from portal import audit
from portal.actions import refuse_if, require
from portal.models import PrivacyNotice
from portal.wordings import begins_today_or_later, day_is_free, wording_differs


@transaction.atomic
def publish_notice(
    *, version: str, effective_from: date, text: str, sensitive_text: str, by
) -> PrivacyNotice:
    """A new version from a day on; whoever agreed to the old one is asked again (rule 3, PIPL Art. 14).

    Raises ``PermissionDenied`` for anyone but an administrator, and ``Refused`` with every fault.
    """
    require(by, "portal.add_privacynotice")
    notices = PrivacyNotice.objects.select_for_update()
    current = notices.in_force(effective_from)
    wording = (text.strip(), sensitive_text.strip())
    refuse_if(
        begins_today_or_later(effective_from, timezone.localdate()),
        day_is_free(notices.filter(effective_from=effective_from).exists()),
        wording_differs(current is not None and wording == (current.text, current.sensitive_text)),
        by=by,
    )

    notice = PrivacyNotice.objects.create(
        version=version.strip(), effective_from=effective_from, text=wording[0], sensitive_text=wording[1]
    )
    facts = {"version": notice.version, "effective": str(effective_from)}
    audit.record("privacy_notice.published", notice, by=by, **facts)
    return notice
