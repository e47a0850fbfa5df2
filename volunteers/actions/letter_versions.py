"""Publishing a new wording of the responsibility letter, and putting it before the groups (rule 18)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from portal import audit
from portal.actions import refuse_if, require
from portal.models import User
from portal.wordings import begins_today_or_later, day_is_free, wording_differs
from volunteers.actions import seats
from volunteers.models import LetterVersion, SupervisionGroup


@transaction.atomic
def publish_letter(*, effective_from: date, text: str, by: User) -> LetterVersion:
    """A new version from a day on; from then every group in use signs it (rule 18).

    Raises ``PermissionDenied`` for anyone but an administrator, and ``Refused`` with every fault.
    """
    require(by, "volunteers.add_letterversion")
    versions = LetterVersion.objects.select_for_update()
    newest, current = versions.order_by("-number").first(), versions.in_force(effective_from)
    text = text.strip()
    refuse_if(
        begins_today_or_later(effective_from, timezone.localdate()),
        day_is_free(versions.filter(effective_from=effective_from).exists()),
        wording_differs(current is not None and text == current.text),
        by=by,
    )

    number = newest.number + 1 if newest else 1
    letter = LetterVersion.objects.create(number=number, text=text, effective_from=effective_from)
    audit.record("letter.published", letter, by=by, number=number, effective=str(effective_from))
    if effective_from == timezone.localdate():
        put_in_force(by=by)
    return letter


@transaction.atomic
def put_in_force(*, by: User) -> int:
    """Every group in use that holds an older version gets the one in force, and its members sign anew.

    Returns how many groups. Safe to run twice: a group with the version in force is left alone.
    """
    letter = LetterVersion.objects.in_force(timezone.localdate())
    if letter is None:
        return 0
    older = SupervisionGroup.objects.in_use().exclude(letter=letter)
    groups = list(older.select_for_update(of=("self",)).select_related("subject").order_by("pk"))
    for group in groups:
        group.letter = letter
        group.save(update_fields=["letter"])
        seats.open_signing_round(group, why="letter_replaced")
        audit.record("letter.replaced", group, by=by, number=letter.number)
    return len(groups)
