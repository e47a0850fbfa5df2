"""An office entered somebody; the person signs up later and takes their own record over (rule 76)."""

from allauth.account.models import EmailAddress

from portal import audit
from volunteers.choices import HelperState
from volunteers.models import Helper


def entered_for(by, draft: Helper, number: str) -> Helper | None:
    """The record an office made for this very person.

    Same ID number, same name, and reached at an address or phone that this account has confirmed:
    whoever only knows a stranger's number gets nothing.
    """
    rows = Helper.objects.select_for_update().with_id_number(number)
    stored = rows.filter(account=None, name=draft.name).exclude(state=HelperState.LEFT).first()
    return stored if stored is not None and _reaches(by, stored) else None


def _reaches(by, stored: Helper) -> bool:
    confirmed = EmailAddress.objects.filter(user=by, verified=True, email__iexact=stored.email)
    if stored.email and confirmed.exists():
        return True
    return bool(by.phone_verified and by.phone and stored.phone and by.phone == stored.phone)


def take_over(stored: Helper, draft: Helper, *, by) -> Helper:
    """Give the record to its owner. What an officer judges stays; what the draft knows better is kept."""
    draft.credentials.update(helper=stored)
    draft.consents.update(helper=stored)
    if draft.windows.exists():
        stored.windows.all().delete()
        draft.windows.update(helper=stored)
    stored.served_areas.add(*draft.served_areas.all())
    for name in ("phone", "help_kinds", "dialects", "expertise", "work_unit"):
        setattr(stored, name, getattr(draft, name) or getattr(stored, name))
    stored.travels, stored.remote = draft.travels, draft.remote
    stored.minutes_per_month, stored.step, stored.saved_at = draft.minutes_per_month, 5, draft.saved_at
    number = draft.number
    draft.delete()
    stored.account = by
    stored.save()
    audit.record("helper.taken_over", stored, by=by, draft=number)
    return stored
