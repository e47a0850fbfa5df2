"""Who may have taken part in a course: found by name or number, or because they enrolled or need it."""

import re
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from training.models import Booking, Course, CourseCompletion
from volunteers.choices import HelperState
from volunteers.models import Helper

SEPARATORS = re.compile(r"[\s,，;；、]+")
# Training may come before vetting; who was refused, suspended or left is not trained.
TRAINABLE = (HelperState.SUBMITTED, HelperState.APPROVED)
MOST_WAITING = 60
MOST_NAMES = 200


@dataclass
class Found:
    """What an officer's typed list led to."""

    certain: list[Helper] = field(default_factory=list)
    possible: list[Helper] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def trainable(user):
    """Helpers of the user's areas who may be trained, as a list shows them."""
    rows = Helper.objects.visible_to(user).filter(state__in=TRAINABLE)
    return rows.select_related("area").order_by("name", "pk")


def enrolled(course: Course, user, *, until=None) -> list[Helper]:
    """Who enrolled for a date of the course, one that began by ``until`` if given, and has not passed it."""
    held = Booking.objects.active().learning().filter(session__course=course)
    held = held.filter(session__starts_at__lte=until) if until else held
    return list(trainable(user).filter(pk__in=held.values("helper")).exclude(completions__course=course))


def in_need(course: Course, user) -> tuple[list[Helper], int]:
    """Who still needs the course before the first service, and how many more than are returned."""
    if not course.is_pre_service:
        return [], 0
    approved = trainable(user).filter(state=HelperState.APPROVED, trained_on=None)
    rows = approved.exclude(completions__course=course)
    number = rows.count()
    return list(rows[:MOST_WAITING]), max(0, number - MOST_WAITING)


def look_up(text: str, course: Course, user) -> Found:
    """Each name or volunteer number of ``text``: one person, several to choose from, or why nobody."""
    words = list(dict.fromkeys(word for word in SEPARATORS.split(text) if word))[:MOST_NAMES]
    if not words:
        return Found()
    numbers = [word.upper() for word in words]
    rows = list(
        Helper.objects.visible_to(user)
        .filter(Q(name__in=words) | Q(number__in=numbers))
        .select_related("area")
        .order_by("pk")
    )
    days = CourseCompletion.objects.filter(course=course, helper__in=rows)
    passed = dict(days.values_list("helper_id", "passed_on"))
    found = Found()
    for word in words:
        _sort(found, word, [row for row in rows if row.name == word or row.number == word.upper()], passed)
    return found


def _sort(found: Found, word: str, rows: list[Helper], passed: dict) -> None:
    """File what one word led to."""
    ready = [row for row in rows if row.state in TRAINABLE and row.pk not in passed]
    if len(ready) == 1:
        found.certain.append(ready[0])
    elif ready:
        found.possible += ready
        words = _("“{word}” is the name of {number} people. Tick the right one.")
        found.answers.append(words.format(word=word, number=len(ready)))
    elif any(row.pk in passed for row in rows):
        found.answers.append(_("“{word}” has passed this course already.").format(word=word))
    elif rows:
        words = _("“{word}” cannot be trained at present ({state}).")
        found.answers.append(words.format(word=word, state=rows[0].get_state_display()))
    else:
        found.unknown.append(word)
        words = _("“{word}” was not found in your areas. Check the name, or use the volunteer number.")
        found.answers.append(words.format(word=word))
