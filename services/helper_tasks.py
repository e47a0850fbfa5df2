"""What the helper's first page says about hours: what was not confirmed, and how much stands."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal import registry
from services import figures
from services.choices import RecordState
from services.models import ServiceRecord
from services.models.suppliers import supplier_office_id
from services.verifiers import name_verifiers, way_of
from volunteers.models import Helper

# A refused record stays on the first page this long; the list of hours keeps it for good.
SHOWN_DAYS = 30
MOST_WAITING = 2


@registry.helper_tasks.register
def tasks(user) -> list[registry.Task]:
    """Records that were not confirmed lately and were not logged again."""
    since = timezone.localdate() - timedelta(days=SHOWN_DAYS)
    rejected = ServiceRecord.objects.filter(
        helper__account=user, state=RecordState.REJECTED, served_on__gte=since
    )
    return [
        registry.Task(
            title=_("The service of %(day)s was not confirmed") % {"day": date_format(record.served_on)},
            url=reverse("services:hours"),
            button=_("See my hours"),
            facts=(record.reject_reason,),
            kind=_("Hours"),
            icon="clock",
        )
        for record in rejected[:5]
    ]


@registry.helper_panels.register
def panel(user) -> list[registry.HelperPanel]:
    """The helper's confirmed and waiting hours; a supplier's way to its contracts."""
    if supplier_office_id(user) is not None:
        # The contracts themselves lead the page (``supplier_home``); this is the way to those that ended.
        return [registry.HelperPanel("services/me/panel_supplier.html")]
    helper = Helper.objects.filter(account=user).first()
    if helper is None:
        return []
    sums = registry.HelperPanel("services/me/panel.html", {"sums": figures.of_helper(helper)})
    return [sums, *_being_verified(helper)]


def _being_verified(helper: Helper) -> list[registry.HelperPanel]:
    """The records of this helper that wait longest, each with who holds it."""
    waiting = (
        ServiceRecord.objects.filter(helper=helper).awaiting_verification().order_by("recorded_at", "pk")
    )
    oldest = name_verifiers(waiting.select_related("area")[:MOST_WAITING])
    if not oldest:
        return []
    context = {"ways": [way_of(record) for record in oldest], "more": waiting.count() - len(oldest)}
    return [registry.HelperPanel("services/me/waiting.html", context)]
