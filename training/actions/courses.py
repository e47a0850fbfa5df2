"""Passing a course: recorded by an officer, or by the helper for a course to read alone."""

from datetime import date

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


@transaction.atomic
def complete_course(course: Course, *, helpers, passed_on: date, by: User) -> int:
    """An officer records who passed a course; returns how many had not passed it before.

    A helper whose pre-service courses reach the required time counts as trained from that day.
    """
    require(by, "training.add_coursecompletion", course)
    for helper in helpers:
        require(by, "training.add_coursecompletion", helper)
    refuse_if(_not_in_the_future(passed_on), about=course, by=by)
    keys = [helper.pk for helper in helpers]
    rows = Helper.objects.select_for_update(of=("self",)).select_related("account")
    locked = rows.filter(pk__in=keys).order_by("pk")
    return sum(_pass(course, helper, passed_on, by) for helper in locked)


@transaction.atomic
def confirm_self_study(course: Course, helper: Helper, *, by: User) -> None:
    """The helper says that they read a self-study course to its end."""
    helper = Helper.objects.select_for_update().get(pk=helper.pk)
    require_self(by, helper.account, course)
    refuse_if(_may_be_read_alone(course), about=course, by=by)
    _pass(course, helper, timezone.localdate(), by)


def _pass(course: Course, helper: Helper, passed_on: date, by: User) -> bool:
    _completion, new = CourseCompletion.objects.get_or_create(
        course=course, helper=helper, defaults={"passed_on": passed_on, "confirmed_by": by}
    )
    if not new:
        return False
    audit.record("course.passed", course, by=by, helper=helper.pk, on=str(passed_on))
    if course.is_pre_service:
        passed = CourseCompletion.objects.of_helper(helper).pre_service_minutes()
        if passed >= policies.value(PRE_SERVICE_MINUTES, passed_on):
            record_training(helper, passed_on=passed_on, by=by)
    if by != helper.account:
        notifications.notify(
            [helper.account], "course_passed", about=course, url="/me/courses/", title=course.title
        )
    return True


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
