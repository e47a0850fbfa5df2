"""Passing a course: recorded by an officer, or by the helper for a course to read alone."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import audit, notifications, policies
from portal.actions import refuse_if, require, require_self
from portal.models import User
from portal.rules import LOCAL_POLICY, Violation
from training.models import Course, CourseCompletion
from training.policies import PRE_SERVICE_MINUTES
from volunteers.actions.training import record_training
from volunteers.models import Helper

from .locking import locked_helpers


@transaction.atomic
def complete_course(course: Course, *, helpers, passed_on: date, by: User) -> int:
    """An officer records who passed a course; returns how many had not passed it before.

    A helper whose pre-service courses reach the required time counts as trained from that day.
    Raises ``PermissionDenied`` if one of ``helpers`` is not of ``by``'s areas.
    """
    require(by, "training.add_coursecompletion", course)
    keys = [helper.pk for helper in helpers]
    if Helper.objects.visible_to(by).filter(pk__in=keys).count() != len(set(keys)):
        audit.note_attempt("course.out_of_reach", course, by=by, result=audit.DENIED)
        raise PermissionDenied("course.out_of_reach")
    refuse_if(_somebody(keys), _not_in_the_future(passed_on), about=course, by=by)
    return pass_course(course, keys, passed_on, by)


@transaction.atomic
def confirm_self_study(course: Course, helper: Helper, *, by: User) -> None:
    """The helper says that they read a self-study course to its end."""
    require_self(by, helper.account, course)
    refuse_if(_may_be_read_alone(course), about=course, by=by)
    pass_course(course, [helper.pk], timezone.localdate(), by)


def pass_course(course: Course, helper_ids: Iterable[int], passed_on: date, by: User) -> int:
    """The private core of every passing, in a constant number of queries: returns how many are new."""
    helpers = locked_helpers(helper_ids)
    known = set(
        CourseCompletion.objects.filter(course=course, helper__in=helpers).values_list("helper_id", flat=True)
    )
    new = [helper for helper in helpers if helper.pk not in known]
    if not new:
        return 0
    CourseCompletion.objects.bulk_create(
        CourseCompletion(course=course, helper=helper, passed_on=passed_on, confirmed_by=by) for helper in new
    )
    audit.record("course.passed", course, by=by, helpers=[helper.pk for helper in new], on=str(passed_on))
    if course.is_pre_service:
        minutes = CourseCompletion.objects.pre_service_minutes_of(new)
        wanted = policies.value(PRE_SERVICE_MINUTES, passed_on)
        trained = [helper for helper in new if minutes.get(helper.pk, 0) >= wanted]
        record_training(trained, passed_on=passed_on, by=by)
    told = [helper.account for helper in new if helper.account != by]
    notifications.notify(told, "course_passed", about=course, url="/me/courses/", title=course.title)
    return len(new)


def _somebody(keys: list[int]) -> Violation | None:
    if keys:
        return None
    return Violation("course.nobody", _("Choose at least one person."), LOCAL_POLICY, "participants")


def _not_in_the_future(day: date) -> Violation | None:
    if day <= timezone.localdate():
        return None
    return Violation("course.future", _("Enter a day that is not in the future."), LOCAL_POLICY, "passed_on")


def _may_be_read_alone(course: Course) -> Violation | None:
    if course.self_study:
        return None
    return Violation(
        "course.with_teacher",
        _("This course is held by the judicial office, which also records who passed it."),
        LOCAL_POLICY,
    )
