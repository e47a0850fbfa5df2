"""What needs a helper or an officer today, and what comes next: training's part of the first pages."""

from datetime import timedelta

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal import policies
from portal.registry import HelperPanel, Task, helper_panels, helper_tasks, office_figures, office_tasks
from training import wording
from training.agenda import Slot
from training.choices import AttendanceState, SessionState
from training.models import Booking, CourseCompletion, Session
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
            title=booking.session.get_kind_display(),
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
    over = _own(user).filter(attendance=AttendanceState.EXPECTED, session__ends_at__lte=timezone.now())
    return [_report_task(booking) for booking in over[:MOST_TASKS]]


def _report_task(booking: Booking) -> Task:
    session = booking.session
    forgot = booking.came_at is not None and booking.left_at is None
    if forgot:
        words = _("You checked in at %(came)s; the planned end was %(ends)s. When did you really leave?")
        facts = (words % {"came": wording.clock(booking.came_at), "ends": wording.clock(session.ends_at)},)
    else:
        facts = (f"{session.when} {session.where}",)
    return Task(
        title=session.get_kind_display(),
        url=f"{Slot(booking).url}attendance/",
        button=_("Report my hours"),
        facts=facts,
        due=timezone.localdate(session.ends_at),
        late=True,
        kind=_("Not checked out") if forgot else _("Not reported"),
        icon="clock",
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


@office_tasks.register
def sessions_to_close(user) -> list[Task]:
    """Sessions that are over and not closed: whoever arranged them records who came."""
    if not user.has_perm("training.change_session"):
        return []
    over = Session.objects.visible_to(user).filter(state=SessionState.PLANNED, ends_at__lte=timezone.now())
    found = over.aggregate(first=Min("ends_at"))
    if found["first"] is None:
        return []
    since = timezone.localdate(found["first"])
    return [
        Task(
            title=_("Sessions that are over: record attendance and close them"),
            url="/admin/sessions/?state=planned",
            button=_("See the sessions"),
            facts=(_("The oldest is of %(day)s") % {"day": date_format(since)},),
            due=since,
            late=(timezone.localdate() - since).days > 7,
            count=over.count(),
            kind=_("Attendance"),
            icon="clock",
        )
    ]


@office_figures.register
def sessions_of_the_week(user) -> list[dict]:
    """How many sessions this week holds, Monday to Sunday."""
    if not user.has_perm("training.view_session"):
        return []
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    days = (monday, monday + timedelta(days=6))
    sessions = Session.objects.visible_to(user).exclude(state=SessionState.CANCELLED)
    return [
        {
            "label": _("Sessions this week"),
            "value": sessions.filter(starts_at__date__range=days).count(),
            "unit": "",
            "url": reverse("sessions:index"),
        }
    ]
