"""The helper's page of one appointment: answer, check in and out, tell how long it was."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.actions import Refused
from portal.durations import hours
from portal.models import Office
from training import actions, rules, wording
from training.agenda import slots_of
from training.choices import AttendanceState
from training.forms.attendance import AttendanceForm
from training.forms.visits import full_times

from .own import helper_page, own_booking


@helper_page
@require_safe
def session(request, helper, pk):
    """What, when, where, and the next thing to do."""
    return _show(request, own_booking(helper, pk))


def _show(request, booking, violations=()):
    [slot] = slots_of([booking])
    minutes = booking.service_minutes
    context = {
        "booking": booking,
        "session": booking.session,
        "slot": slot,
        "now": timezone.now(),
        "violations": violations,
        "may_check_in": actions.may_check_in(booking),
        "reported": booking.attendance == AttendanceState.PRESENT,
        "hours": hours(minutes) if minutes is not None else "",
        "sum": _sum(booking.came_at, booking.left_at, booking.break_minutes) if minutes is not None else "",
        "others": booking.session.bookings.active().serving().exclude(pk=booking.pk).count(),
    }
    return render(request, "training/session.html", context, status=422 if violations else 200)


@helper_page
@require_POST
def answer(request, helper, pk):
    """I come, or I cannot come; anything else is no answer and changes nothing."""
    booking = own_booking(helper, pk)
    given = request.POST.get("answer")
    if given == "yes":
        return _do(request, partial(actions.agree, terms=request.POST.get("terms")), booking)
    if given == "no":
        return _do(request, actions.leave_course if booking.learns else actions.decline, booking)
    return redirect("training:session", pk=pk)


CHECKS = {"in": actions.check_in, "out": actions.check_out, "out-as-planned": actions.check_out_as_planned}


@helper_page
@require_POST
def check(request, helper, pk, way):
    """Arrived, or leaving; after leaving the report follows."""
    if way not in CHECKS:
        raise Http404
    answer = _do(request, CHECKS[way], own_booking(helper, pk, serving=True))
    if way != "in" and answer.status_code == 302:
        return redirect("training:attendance", pk=pk)
    return answer


def _do(request, act, booking):
    try:
        act(booking, by=request.user)
    except Refused as refused:
        return _show(request, own_booking(booking.helper, booking.session_id), refused.violations)
    return redirect("training:session", pk=booking.session_id)


@helper_page
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request, helper, pk):
    """The report form. Every fault comes back beside its field and nothing typed is lost."""
    booking = own_booking(helper, pk, serving=True)
    if request.method != "POST" and slots_of([booking])[0].verified:
        return redirect("training:session", pk=pk)
    form = AttendanceForm(request.POST or None, booking=booking)
    violations = ()
    if request.method == "POST" and form.is_valid():
        try:
            actions.report_attendance(booking, form.report(), by=request.user)
        except Refused as refused:
            violations = _beside_fields(form, refused)
        else:
            messages.success(request, _("Thank you. Another person will now check these hours."))
            return redirect("training:session", pk=pk)
    session = booking.session
    context = {"booking": booking, "session": session, "form": form, "violations": violations}
    context["verifying_office"] = Office.objects.judicial_office_of(session.area) or session.office
    context |= _counted(form)
    faulty = form.is_bound and (form.errors or violations)
    return render(request, "training/attendance.html", context, status=422 if faulty else 200)


@helper_page
@require_safe
def attendance_sum(request, helper, pk):
    """The counted time for what stands in the form now, as a fragment."""
    form = AttendanceForm(request.GET, booking=own_booking(helper, pk, serving=True))
    form.is_valid()
    return render(request, "training/attendance.html#sum", _counted(form))


def _beside_fields(form, refused: Refused) -> tuple:
    elsewhere = []
    for violation in refused.violations:
        if violation.field in form.fields:
            form.add_error(violation.field, str(violation.message))
        else:
            elsewhere.append(violation)
    return tuple(elsewhere)


def _counted(form) -> dict:
    """Hours and their sum, from what is in the form or what is known before."""
    values = form.cleaned_data if form.is_bound else form.initial
    came, left, pause = (values.get(name) for name in ("came_at", "left_at", "break_minutes"))
    if came is None or left is None or pause is None:
        return {}
    began, ended = full_times(form.booking.session, came, left)
    minutes = rules.service_minutes(began, ended, pause)
    if minutes <= 0:
        return {}
    return {"hours": hours(minutes), "sum": _sum(began, ended, pause)}


def _sum(began, ended, pause: int) -> str:
    """3 小时 30 分，减去休息 15 分."""
    whole = wording.duration(rules.service_minutes(began, ended, 0))
    if not pause:
        return whole
    return _("%(whole)s, less a break of %(pause)s") % {"whole": whole, "pause": wording.duration(pause)}
