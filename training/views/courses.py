"""The helper's training: how far I am, what there is, dates to enrol for, and courses to read alone."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.actions import Refused
from portal.keys import key_in
from portal.models import Office
from training import actions
from training.home import progress
from training.home_courses import next_dates
from training.models import Booking, Course, CourseCompletion, Session

from .own import helper_page


@helper_page
@require_safe
def courses(request, helper):
    """Courses of my area, those I passed marked with their day, those to come with their next date."""
    passed = dict(CourseCompletion.objects.of_helper(helper).values_list("course_id", "passed_on"))
    rows = list(Course.objects.for_helper(helper).order_by("-is_pre_service", "title", "pk"))
    dates, own = next_dates(helper, timezone.now()), _own_dates(helper)
    for course in rows:
        course.passed_on = passed.get(course.pk)
        course.next_date = dates.get(course.pk)
        course.own_date = own.get(course.pk)
    context = {"courses": rows, "progress": progress(helper)}
    return render(request, "training/courses.html", context)


@helper_page
@require_http_methods(["GET", "HEAD", "POST"])
def course(request, helper, pk):
    """One course; a self-study course ends with the reader's own confirmation."""
    found = _course(helper, pk)
    if request.method != "POST":
        return _show(request, helper, found)
    try:
        actions.confirm_self_study(found, helper, by=request.user)
    except Refused as refused:
        return _show(request, helper, found, refused.violations)
    messages.success(request, _("Recorded. Thank you for taking the time."))
    return redirect("training:courses")


@helper_page
@require_POST
def enrol(request, helper, pk):
    """Take a place at one date of the course."""
    found = _course(helper, pk)
    dates = found.dates.around(helper)
    session = get_object_or_404(dates, pk=key_in(request.POST.get("date", "")))
    try:
        actions.enrol(session, by=request.user)
    except Refused as refused:
        return _show(request, helper, found, refused.violations)
    messages.success(request, _("You are enrolled. The date stands in your calendar."))
    return redirect("training:course", pk=pk)


def _course(helper, pk) -> Course:
    return get_object_or_404(Course.objects.for_helper(helper), pk=pk)


def _own_dates(helper) -> dict[int, Booking]:
    """The date I am enrolled for, by the key of its course."""
    ahead = Booking.objects.of_helper(helper).active().learning().filter(session__ends_at__gt=timezone.now())
    return {booking.session.course_id: booking for booking in ahead}


def _show(request, helper, found: Course, violations=()):
    completion = CourseCompletion.objects.of_helper(helper).filter(course=found).first()
    dates = list(Session.objects.for_enrolment(helper, timezone.now()).filter(course=found).with_learners())
    asked = None if dates or helper.area is None else Office.objects.judicial_office_of(helper.area)
    context = {
        "course": found,
        "violations": violations,
        "completion": completion,
        "own": _own_dates(helper).get(found.pk),
        "dates": dates,
        "office": asked,
    }
    return render(request, "training/course.html", context, status=422 if violations else 200)
