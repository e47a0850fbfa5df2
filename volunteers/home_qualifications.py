"""What a helper's first page says about certificates, record check and insurance: valid until when."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import policies
from portal.registry import HelperPanel, helper_panels
from volunteers.choices import CredentialState, HelperState
from volunteers.models import Helper
from volunteers.policies import RECORD_CHECK_DAYS

# A last day that is nearer than this is worth a word; renewing a registration takes about as long (rule 7).
SOON_DAYS = 90


@dataclass(frozen=True, slots=True)
class Validity:
    """A qualification and the last day on which it holds; without one it does not run out."""

    title: str
    last_day: date | None
    today: date

    @property
    def days(self) -> int:
        return (self.last_day - self.today).days if self.last_day else SOON_DAYS + 1

    @property
    def tone(self) -> str:
        """How the chip looks: run out, running out soon, or in order."""
        if self.days < 0:
            return "bad"
        return "warn" if self.days <= SOON_DAYS else "ok"

    @property
    def words(self) -> str:
        """The chip: until when, or in how many days it ends."""
        if self.last_day is None:
            return _("No end")
        if self.days < 0:
            return _("Ran out on %(day)s") % {"day": date_format(self.last_day)}
        if self.days <= SOON_DAYS:
            ends = ngettext("Ends in %(days)s day", "Ends in %(days)s days", self.days)
            return ends % {"days": self.days}
        return _("Until %(day)s") % {"day": date_format(self.last_day)}


@helper_panels.register
def qualifications(user) -> list[HelperPanel]:
    """Checked certificates, record check and insurance of a helper who serves, the nearest end first."""
    helper = Helper.objects.filter(account=user, state=HelperState.APPROVED).first()
    if helper is None:
        return []
    held = sorted(validities(helper, timezone.localdate()), key=lambda row: row.days)
    return [HelperPanel("volunteers/panels/qualifications.html", {"rows": held})] if held else []


def validities(helper: Helper, today: date) -> list[Validity]:
    """What was checked of ``helper``, each with its last day. Three queries."""
    checked = helper.credentials.filter(state=CredentialState.VERIFIED).order_by("pk")
    rows = [Validity(str(credential), credential.valid_to, today) for credential in checked]
    clear = helper.record_checks.last_clear(today).get(helper.pk)
    if clear:
        days = policies.value(RECORD_CHECK_DAYS, today)
        rows.append(Validity(_("Record check"), clear + timedelta(days=days), today))
    insured = helper.insurances.aggregate(day=Max("valid_to"))["day"]
    if insured:
        rows.append(Validity(_("Accident insurance"), insured, today))
    return rows
