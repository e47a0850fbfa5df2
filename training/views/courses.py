"""The helper's training: how far I am, what there is, and courses to read alone."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.actions import Refused
from training import actions
from training.home import progress
from training.models import Course, CourseCompletion

from .own import helper_page


@helper_page
@require_safe
def courses(request, helper):
    """Courses of my area, those I passed marked with their day."""
    passed = dict(CourseCompletion.objects.of_helper(helper).values_list("course_id", "passed_on"))
    rows = list(Course.objects.for_helper(helper).order_by("-is_pre_service", "title", "pk"))
    for course in rows:
        course.passed_on = passed.get(course.pk)
    context = {"courses": rows, "progress": progress(helper)}
    return render(request, "training/courses.html", context)


@helper_page
@require_http_methods(["GET", "HEAD", "POST"])
def course(request, helper, pk):
    """One course; a self-study course ends with the reader's own confirmation."""
    found = get_object_or_404(Course.objects.for_helper(helper), pk=pk)
    violations = ()
    if request.method == "POST":
        try:
            actions.confirm_self_study(found, helper, by=request.user)
        except Refused as refused:
            violations = refused.violations
        else:
            messages.success(request, _("Recorded. Thank you for taking the time."))
            return redirect("training:courses")
    context = {
        "course": found,
        "violations": violations,
        "completion": CourseCompletion.objects.of_helper(helper).filter(course=found).first(),
    }
    return render(request, "training/course.html", context, status=422 if violations else 200)
