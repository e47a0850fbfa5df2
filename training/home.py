"""What needs a helper today, and what comes next: training's part of the helper's first page."""

from dataclasses import replace

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import moments, policies
from portal.registry import Answer, HelperPanel, Task, helper_panels, helper_tasks
from training.agenda import Slot
from training.choices import AttendanceState, SessionState
from training.models import Booking, CourseCompletion
from training.policies import PRE_SERVICE_MINUTES, YEARLY_MINUTES
from volunteers.choices import HelperState
from volunteers.models import Helper

NEXT = 3
MOST_TASKS = 10


def _own(user):
    return (
        Booking.objects.active()
        .for_display()
        .filter(helper__account=user, session__state=SessionState.PLANNED)
        .order_by("session__starts_at", "pk")
    )


@helper_tasks.register
def unanswered(user) -> list[Task]:
    """Appointments that nobody has agreed to yet."""
    now = timezone.now()
    waiting = _own(user).filter(agreed_at=None, session__starts_at__gt=now)[:MOST_TASKS]
    return [
        Task(
            title=booking.session.name,
            url=Slot(booking).url,
            button=_("Say whether I can come"),
            due=timezone.localdate(booking.session.starts_at),
            kind=_("Waits for you"),
            icon="mail",
            pairs=((_("When"), booking.session.when), (_("Where"), booking.session.where)),
        )
        for booking in waiting
    ]


@helper_tasks.register
def unreported(user) -> list[Task]:
    """Appointments that are over and were not reported; those with a check-in forgot to check out."""
    over = _own(user).filter(
        attendance=AttendanceState.EXPECTED, session__ends_at__lte=timezone.now(), learns=False
    )
    return [_report_task(booking) for booking in over[:MOST_TASKS]]


def _report_task(booking: Booking) -> Task:
    session = booking.session
    slot = Slot(booking)
    report = reverse("training:attendance", args=[session.pk])
    task = Task(
        title=session.get_kind_display(),
        url=report,
        button=_("Report my hours"),
        due=timezone.localdate(session.ends_at),
        late=True,
        kind=_("Not reported"),
        icon="clock",
        pairs=((_("When"), session.when), (_("Where"), session.where)),
    )
    return _check_out_task(task, slot) if slot.forgot_check_out else task


def _check_out_task(task: Task, slot: Slot) -> Task:
    """The same task for who checked in: the planned end is one tap, another time is the form."""
    words = _("You checked in at %(came)s; the planned end was %(ends)s. When did you really leave?")
    late = Answer(
        reverse("training:check", args=[slot.session.pk, "out-as-planned"]),
        _("Check out for %(ends)s") % {"ends": slot.ends},
    )
    return replace(
        task,
        kind=_("Not checked out"),
        facts=(words % {"came": moments.clock(slot.booking.came_at), "ends": slot.ends},),
        answers=(late,),
        button=_("Enter another time"),
    )


@helper_panels.register
def next_appointments(user) -> list[HelperPanel]:
    """The next appointments, under the tasks."""
    if not Helper.objects.filter(account=user).exists():
        return []
    ahead = _own(user).filter(session__ends_at__gt=timezone.now())[:NEXT]
    slots = [Slot(booking) for booking in ahead]
    return [HelperPanel("training/panels/next.html", {"slots": slots}, aside=False)]


@helper_panels.register
def training_progress(user) -> list[HelperPanel]:
    """How far the helper's training is."""
    helper = Helper.objects.filter(account=user).first()
    if helper is None or helper.state in (HelperState.LEFT, HelperState.REFUSED):
        return []
    return [HelperPanel("training/panels/progress.html", progress(helper))]


def progress(helper: Helper) -> dict:
    """Pre-service training, and the training of this year, in hours done and wanted."""
    today = timezone.localdate()
    completions = CourseCompletion.objects.of_helper(helper)
    return {
        "trained_on": helper.trained_on,
        "pledged_on": helper.pledged_on,
        "done": completions.pre_service_minutes() // 60,
        "wanted": policies.value(PRE_SERVICE_MINUTES, today) // 60,
        "year_done": completions.minutes_in(today.year) // 60,
        "year_wanted": policies.value(YEARLY_MINUTES, today) // 60,
    }
