"""What an officer's first page says about papers that lapse soon, and the step that mends each."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import policies
from portal.registry import OfficePanel, office_panels
from volunteers.home_qualifications import SOON_DAYS
from volunteers.models import Credential, RecordCheck
from volunteers.policies import RECORD_CHECK_DAYS

MOST_PAPERS = 5


@dataclass(frozen=True, slots=True)
class Lapsing:
    """One paper: whose it is, how many days it still counts, what then is not possible, and the remedy."""

    title: str
    url: str
    days: int
    note: str
    mend: str = ""
    mend_url: str = ""

    @property
    def words(self) -> str:
        """The chip: the days that are left."""
        return ngettext("%(days)d day", "%(days)d days", self.days) % {"days": self.days}


@office_panels.register
def lapsing(user) -> list[OfficePanel]:
    """Certificates and record checks of serving helpers that end within ninety days, the nearest first."""
    if not user.has_perm("volunteers.vet_helper"):
        return []
    today = timezone.localdate()
    certificates = Credential.objects.visible_to(user).lapsing(today, today + timedelta(days=SOON_DAYS))
    days = policies.value(RECORD_CHECK_DAYS, today)
    last = today - timedelta(days=days)
    checks = RecordCheck.objects.visible_to(user).lapsing(last, last + timedelta(days=SOON_DAYS))
    number = certificates.count() + checks.count()
    rows = [_certificate(row, today) for row in certificates.select_related("helper")[:MOST_PAPERS]]
    rows += [_check(row, today, days) for row in checks.select_related("helper")[:MOST_PAPERS]]
    rows = sorted(rows, key=lambda row: row.days)[:MOST_PAPERS]
    context = {"rows": rows, "more": number - len(rows), "days": SOON_DAYS}
    return [OfficePanel(_("Papers that lapse soon"), "volunteers/backoffice/lapsing.html", context)]


def _certificate(row: Credential, today: date) -> Lapsing:
    return Lapsing(
        title=f"{row.helper.name} · {row}",
        url=reverse("helpers:inspect", args=[row.helper_id]),
        days=(row.valid_to - today).days,
        note=_(
            "Remind them to enter the renewed certificate; after that day they give no service that needs it."
        ),
    )


def _check(row: RecordCheck, today: date, longest: int) -> Lapsing:
    return Lapsing(
        title=f"{row.helper.name} · {_('Record check')}",
        url=reverse("helpers:inspect", args=[row.helper_id]),
        days=(row.checked_on + timedelta(days=longest) - today).days,
        note=_("After that day no contact with minors may be arranged."),
        mend=_("Enter the new answer"),
        mend_url=reverse("helpers:record-check", args=[row.helper_id]),
    )
