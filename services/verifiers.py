"""Who verifies a record: somebody of the judicial office where the service was, whoever recorded it."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.models import Office
from services.models import ServiceRecord
from services.rules.amounts import hours

# An office is expected to judge a record within this many days of its entry.
PATIENCE_DAYS = 7


def name_verifiers(records: Iterable[ServiceRecord]) -> list[ServiceRecord]:
    """``records`` with their ``verifying_office``, None where no judicial office covers the area. One query.

    The recording unit only keeps the record: hours are verified by officers of the area (rules 30 and 50).
    """
    records = list(records)
    offices = Office.objects.judicial_offices_of({record.area for record in records})
    for record in records:
        record.verifying_office = offices.get(record.area_id)
    return records


def days_waiting(record: ServiceRecord) -> int:
    """Whole days since the record was entered."""
    return (timezone.now() - record.recorded_at).days


def way_of(record: ServiceRecord) -> dict:
    """Where a record that waits stands: entered, with whom and for how long, what follows."""
    days = days_waiting(record)
    waited = ngettext("has waited %(days)s day", "has waited %(days)s days", days) % {"days": days}
    if days > PATIENCE_DAYS:
        waited += _(", longer than the %(days)s days expected") % {"days": PATIENCE_DAYS}
    office = record.verifying_office
    who = _("%(office)s verifies it") % {"office": office.name} if office else _("An officer verifies it")
    entered = timezone.localdate(record.recorded_at)
    return {
        "title": _("%(what)s on %(day)s, %(hours)s hours")
        % {
            "what": record.get_kind_display(),
            "day": date_format(record.served_on, "MONTH_DAY_FORMAT"),
            "hours": hours(record.minutes),
        },
        "steps": [
            {"text": _("Entered"), "note": date_format(entered, "MONTH_DAY_FORMAT"), "state": "done"},
            {"text": who, "note": waited, "state": "now"},
            {"text": _("Counted as confirmed hours"), "state": "later"},
        ],
    }


def logged_message(records: list[ServiceRecord]) -> str:
    """How much was logged, and who verifies it now."""
    counted = hours(sum(record.minutes for record in records))
    [first, *_rest] = name_verifiers(records)
    if first.verifying_office is None:
        return _("%(hours)s hours logged. Somebody else verifies them now.") % {"hours": counted}
    words = {"hours": counted, "office": first.verifying_office.name}
    return _("%(hours)s hours logged. %(office)s verifies them now.") % words
