"""On the page of a privacy notice: how many people have agreed to it, and how many are still to be asked."""

from django.utils.translation import gettext_lazy as _

from portal.backoffice import Panel, add_panel
from portal.models import PrivacyNotice
from volunteers.choices import HelperState
from volunteers.models import ConsentKind, Helper


@add_panel(PrivacyNotice)
def who_agreed(notice: PrivacyNotice, user) -> Panel:
    """Helpers who serve or are judged, by version: both boxes are stored together, so one is counted."""
    asked = Helper.objects.filter(
        state__in=(HelperState.SUBMITTED, HelperState.APPROVED, HelperState.SUSPENDED),
        consents__withdrawn_at=None,
        consents__isnull=False,
    ).distinct()
    agreed = asked.filter(
        consents__notice=notice, consents__kind=ConsentKind.SENSITIVE, consents__withdrawn_at=None
    )
    pairs = [
        (_("Agreed to this version"), str(agreed.count())),
        (_("Agreed only to another"), str(asked.exclude(pk__in=agreed.values("pk")).count())),
    ]
    return Panel(_("Consents"), "portal/components/facts.html", {"pairs": pairs}, aside=True)
