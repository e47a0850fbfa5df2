"""The pre-service training as a task: it comes before the first service, like the pledge (rule 10)."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.models import Office
from portal.registry import Task, helper_tasks
from training.models import Booking, Course, Session
from volunteers.choices import HelperState
from volunteers.models import Helper


@helper_tasks.register
def pre_service_training(user) -> list[Task]:
    """Each pre-service course that is still needed and has no place taken yet."""
    helper = (
        Helper.objects.filter(account=user, state=HelperState.APPROVED, trained_on=None)
        .select_related("area")
        .first()
    )
    if helper is None:
        return []
    now = timezone.now()
    held = Booking.objects.active().learning().filter(helper=helper, session__starts_at__gt=now)
    needed = (
        Course.objects.for_helper(helper)
        .filter(is_pre_service=True)
        .exclude(completions__helper=helper)
        .exclude(pk__in=held.values("session__course"))
        .order_by("title", "pk")
    )
    dates = next_dates(helper, now)
    return [_task(course, dates.get(course.pk), helper) for course in needed]


def next_dates(helper: Helper, now) -> dict[int, Session]:
    """The soonest date with a free place, by the key of its course."""
    found: dict[int, Session] = {}
    for session in Session.objects.for_enrolment(helper, now).with_learners():
        if session.places_left != 0:
            found.setdefault(session.course_id, session)
    return found


def _task(course: Course, date: Session | None, helper: Helper) -> Task:
    before, kind = _("It comes before your first service."), _("Pre-service training")
    url = reverse("training:course", args=[course.pk])
    if course.self_study:
        return Task(course.title, url, _("Read this course"), (course.length, before), kind=kind, icon="book")
    if date is None:
        office = Office.objects.judicial_office_of(helper.area) if helper.area else None
        facts = (before, _("No date is fixed yet; you will be told when there is one."))
        asked = ((_("Who knows more"), f"{office.name} {office.phone}".strip()),) if office else ()
        return Task(course.title, url, _("See the course"), facts, kind=kind, icon="book", pairs=asked)
    pairs = [(_("When"), date.when), (_("Where"), date.where)]
    if date.places_left is not None:
        left = date.places_left
        pairs.append((_("Places"), ngettext("{n} left", "{n} left", left).format(n=left)))
    return Task(course.title, url, _("Enrol"), (before,), kind=kind, icon="book", pairs=tuple(pairs))
