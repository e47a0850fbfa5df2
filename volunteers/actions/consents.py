"""Agreeing again when the privacy notice has changed (rule 3)."""

from django.db import transaction
from django.utils import timezone

from portal import audit
from portal.actions import refuse_if, require_self
from portal.models import PrivacyNotice
from volunteers.models import Consent, Helper
from volunteers.rules.agreements import both_consents_given


def notice_to_agree_to(helper: Helper) -> PrivacyNotice | None:
    """The notice in force, if ``helper`` agreed to an older one and not yet, by both boxes, to this one."""
    notice = PrivacyNotice.objects.in_force(timezone.localdate())
    standing = helper.consents.filter(withdrawn_at=None)
    if notice is None or not standing.exists():
        return None
    given = set(standing.filter(notice=notice).values_list("kind", flat=True))
    return notice if both_consents_given(given) else None


@transaction.atomic
def agree_again(helper: Helper, *, notice: PrivacyNotice, consents: set[str], by) -> Helper:
    """Store both consents for the version that was read; older ones stay on record.

    Raises ``PermissionDenied`` for anybody but the helper, and ``Refused`` while a box is open.
    """
    helper = Helper.objects.select_for_update(of=("self",)).get(pk=helper.pk)
    require_self(by, helper.account, helper)
    given = set(helper.consents.filter(notice=notice, withdrawn_at=None).values_list("kind", flat=True))
    refuse_if(both_consents_given(given | consents), about=helper, by=by)

    for kind in sorted(consents - given):
        Consent.objects.create(helper=helper, kind=kind, notice=notice)
        audit.record("consent.given", helper, by=by, kind=kind, version=notice.version)
    return helper
