"""What the detail of an audit entry says, as an office reads it: a label for each key, words for each value.

A key nobody labelled shows as it was recorded.
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from portal import roles
from portal.lists import listed, parts, yes_or_no

LABELS = {
    "account": pgettext_lazy("audit detail", "Account"),
    "after": pgettext_lazy("audit detail", "After"),
    "amount_fen": pgettext_lazy("audit detail", "Amount"),
    "announced_on": pgettext_lazy("audit detail", "Announced on"),
    "approval": pgettext_lazy("audit detail", "Approval number"),
    "area": pgettext_lazy("audit detail", "Area"),
    "areas": pgettext_lazy("audit detail", "Areas"),
    "batch": pgettext_lazy("audit detail", "Roster"),
    "before": pgettext_lazy("audit detail", "Before"),
    "chains": pgettext_lazy("audit detail", "Chains"),
    "chair": pgettext_lazy("audit detail", "Chaired by"),
    "changed": pgettext_lazy("audit detail", "Changed"),
    "checked_on": pgettext_lazy("audit detail", "Checked on"),
    "clear": pgettext_lazy("audit detail", "Nothing found"),
    "count": pgettext_lazy("audit detail", "Number of persons"),
    "created": pgettext_lazy("audit detail", "New"),
    "credential": pgettext_lazy("audit detail", "Credential"),
    "day": pgettext_lazy("audit detail", "Day"),
    "days": pgettext_lazy("audit detail", "Days"),
    "draft": pgettext_lazy("audit detail", "Draft"),
    "due_on": pgettext_lazy("audit detail", "Due on"),
    "effective": pgettext_lazy("audit detail", "In force from"),
    "ends_at": pgettext_lazy("audit detail", "Ends"),
    "entries": pgettext_lazy("audit detail", "Entries"),
    "experience": pgettext_lazy("audit detail", "Experience"),
    "experienced": pgettext_lazy("audit detail", "Experienced"),
    "export": pgettext_lazy("audit detail", "Prepared export"),
    "failed": pgettext_lazy("audit detail", "To mend"),
    "familiar": pgettext_lazy("audit detail", "Familiar with minors"),
    "field": pgettext_lazy("audit detail", "What was shown"),
    "fields": pgettext_lazy("audit detail", "Fields"),
    "file": pgettext_lazy("audit detail", "File name"),
    "file_format": pgettext_lazy("audit detail", "Kind of file"),
    "filled": pgettext_lazy("audit detail", "Seats filled"),
    "filters": pgettext_lazy("audit detail", "Filters"),
    "from": pgettext_lazy("audit detail", "In force from"),
    "from_day": pgettext_lazy("audit detail", "From"),
    "group": pgettext_lazy("audit detail", "Supervision group"),
    "helper": pgettext_lazy("audit detail", "Helper"),
    "helpers": pgettext_lazy("audit detail", "Helpers"),
    "is_female": pgettext_lazy("audit detail", "Woman"),
    "is_minor": pgettext_lazy("audit detail", "Minor"),
    "key": pgettext_lazy("audit detail", "Key"),
    "kind": pgettext_lazy("audit detail", "Kind"),
    "letter": pgettext_lazy("audit detail", "Responsibility letter"),
    "lines": pgettext_lazy("audit detail", "Lines"),
    "made_at": pgettext_lazy("audit detail", "Made"),
    "may_certify": pgettext_lazy("audit detail", "May certify service"),
    "may_lead_groups": pgettext_lazy("audit detail", "May lead supervision groups"),
    "minutes": pgettext_lazy("audit detail", "Minutes"),
    "most_groups": pgettext_lazy("audit detail", "Groups at most"),
    "names": pgettext_lazy("audit detail", "Names"),
    "need": pgettext_lazy("audit detail", "Seat"),
    "number": pgettext_lazy("audit detail", "Number"),
    "office": pgettext_lazy("audit detail", "Office"),
    "on": pgettext_lazy("audit detail", "Day"),
    "ordinary": pgettext_lazy("audit detail", "Ordinary entries"),
    "outcome": pgettext_lazy("audit detail", "How it ended"),
    "passed": pgettext_lazy("audit detail", "Passed"),
    "personal": pgettext_lazy("audit detail", "Entries about personal data"),
    "personal_days": pgettext_lazy("audit detail", "Days for personal data"),
    "present": pgettext_lazy("audit detail", "Present"),
    "rate_fen": pgettext_lazy("audit detail", "Rate an hour"),
    "reason": pgettext_lazy("audit detail", "Reason"),
    "refused": pgettext_lazy("audit detail", "Refused"),
    "renamed": pgettext_lazy("audit detail", "Renamed"),
    "role": pgettext_lazy("audit detail", "Role"),
    "roles": pgettext_lazy("audit detail", "Roles"),
    "room": pgettext_lazy("audit detail", "Room"),
    "round": pgettext_lazy("audit detail", "Round"),
    "rows": pgettext_lazy("audit detail", "Rows"),
    "rules": pgettext_lazy("audit detail", "Rules that were broken"),
    "score": pgettext_lazy("audit detail", "Score"),
    "sealed": pgettext_lazy("audit detail", "Values sealed anew"),
    "seconds": pgettext_lazy("audit detail", "Seconds"),
    "sent": pgettext_lazy("audit detail", "Sent"),
    "signed_on": pgettext_lazy("audit detail", "Signed on"),
    "source": pgettext_lazy("audit detail", "Source"),
    "starts_at": pgettext_lazy("audit detail", "Begins"),
    "step": pgettext_lazy("audit detail", "Step"),
    "to_day": pgettext_lazy("audit detail", "Until"),
    "unchanged": pgettext_lazy("audit detail", "Unchanged"),
    "unmet": pgettext_lazy("audit detail", "Seats open"),
    "unreadable": pgettext_lazy("audit detail", "Values that could not be opened"),
    "until": pgettext_lazy("audit detail", "Until"),
    "updated": pgettext_lazy("audit detail", "Updated"),
    "valid_from": pgettext_lazy("audit detail", "Valid from"),
    "valid_to": pgettext_lazy("audit detail", "Valid to"),
    "version": pgettext_lazy("audit detail", "Version"),
    "year": pgettext_lazy("audit detail", "Year"),
}
# Values that are names of fields.
FIELD_NAMES = {"field", "fields"}
# Other short words that are recorded and stand in no model.
WORDS = {
    "totp": pgettext_lazy("audit detail", "Authenticator app"),
    "webauthn": pgettext_lazy("audit detail", "Passkey"),
    "recovery_codes": pgettext_lazy("audit detail", "Recovery codes"),
    "csv": "CSV",
    "xlsx": "Excel",
    "jsonl": "JSON Lines",
}


def facts(detail: dict, object_type: str = "") -> list[tuple[str, str]]:
    """Label and words of each thing recorded about an object of ``object_type`` (``app.model``)."""
    return [(str(LABELS.get(key, key)), _words(key, value, object_type)) for key, value in detail.items()]


def in_one_line(detail: dict) -> str:
    """The same for a cell of an export."""
    return _pairs(facts(detail))


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return parts(_("%(label)s: %(value)s") % {"label": label, "value": value} for label, value in pairs)


def _words(key: str, value, object_type: str) -> str:
    if isinstance(value, dict):
        return _pairs(facts(value, object_type))
    if isinstance(value, list):
        return listed(_words(key, one, object_type) for one in value)
    if value is None or value == "":
        return pgettext("audit detail", "none")
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, int):
        yuan = f"{value // 100:,}.{value % 100:02}"
        return _("%(yuan)s yuan") % {"yuan": yuan} if key.endswith("_fen") else str(value)
    return _text(key, str(value), object_type)


def _text(key: str, value: str, object_type: str) -> str:
    """A stored word: a role, a choice, the name of a field, a day; anything else as it is."""
    if value in roles.LABELS:
        return str(roles.LABELS[value])
    if value in WORDS:
        return str(WORDS[value])
    if key in FIELD_NAMES:
        return _field_label(object_type, value)
    choice = _choices(key, object_type).get(value)
    return str(choice) if choice else _moment(value)


def _moment(value: str) -> str:
    try:
        if len(value) == len("2026-11-24"):
            return date_format(date.fromisoformat(value))
        moment = datetime.fromisoformat(value) if value[4:5] == "-" and "T" in value else None
    except ValueError:
        return value
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment and moment.tzinfo else value


def _field_label(object_type: str, name: str) -> str:
    try:
        return str(apps.get_model(object_type)._meta.get_field(name).verbose_name)
    except (LookupError, ValueError, FieldDoesNotExist, AttributeError):
        return name


@lru_cache
def _choices(key: str, object_type: str) -> dict:
    """The words of a choice field called ``key``: the object's own, else those of any model."""
    own = apps.get_model(object_type) if object_type in _known_types() else None
    found = {}
    for model in sorted(apps.get_models(), key=lambda model: model is own):
        found |= _choices_of(model, key)
    return found


def _choices_of(model, key: str) -> dict:
    try:
        return dict(getattr(model._meta.get_field(key), "flatchoices", ()))
    except FieldDoesNotExist:
        return {}


def _known_types() -> Iterable[str]:
    return {model._meta.label_lower for model in apps.get_models()}
