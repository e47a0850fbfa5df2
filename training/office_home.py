"""What an officer's first page says about sessions: what to close, what this week and this day hold."""

from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal import moments
from portal.registry import (
    MOST_CASES,
    Case,
    OfficePanel,
    Task,
    office_acts,
    office_figures,
    office_panels,
    office_tasks,
)
from training.choices import SessionState
from training.models import Session

MOST_SESSIONS = 8
PATIENCE_DAYS = 7
SOON_DAYS = 2


@office_tasks.register
def sessions_to_close(user) -> list[Task]:
    """Sessions that are over and not closed: whoever arranged them records who came."""
    if not user.has_perm("training.change_session"):
        return []
    over = Session.objects.visible_to(user).filter(ends_at__lte=timezone.now()).planned()
    first = list(over.select_related("group__subject", "room__office", "course")[:MOST_CASES])
    if not first:
        return []
    today, since = timezone.localdate(), timezone.localdate(first[0].ends_at)
    return [
        Task(
            title=_("Sessions that are over: record attendance and close them"),
            url=f"{reverse('sessions:index')}?state={SessionState.PLANNED}",
            button=_("See the sessions"),
            facts=(_("The oldest is of %(day)s") % {"day": date_format(since)},),
            due=since,
            late=(today - since).days > PATIENCE_DAYS,
            count=over.count(),
            kind=_("Attendance"),
            icon="clock",
            cases=tuple(_to_close(session, today) for session in first),
        )
    ]


@office_tasks.register
def sessions_without_helper(user) -> list[Task]:
    """Sessions to come whose helpers have all said that they cannot come: somebody else is needed."""
    if not user.has_perm("training.change_session"):
        return []
    bare = Session.objects.visible_to(user).without_helper(timezone.now())
    first = list(bare.select_related("group__subject", "room__office", "course")[:MOST_CASES])
    if not first:
        return []
    soon = timezone.localdate(first[0].starts_at)
    number = bare.count()
    title = ngettext(
        "%(number)d session has lost its helper", "%(number)d sessions have lost their helpers", number
    )
    return [
        Task(
            title=title % {"number": number},
            url=f"{reverse('sessions:index')}?state={SessionState.PLANNED}",
            button=_("Find somebody else"),
            facts=(_("The next is on %(day)s") % {"day": date_format(soon)},),
            due=soon,
            late=(soon - timezone.localdate()).days <= SOON_DAYS,
            count=number,
            kind=_("Without a helper"),
            icon="alert",
            cases=tuple(_to_staff(session) for session in first),
        )
    ]


def _to_staff(session: Session) -> Case:
    return Case(
        title=_name(session),
        url=reverse("sessions:inspect", args=[session.pk]),
        note=f"{session.when} · {session.where}",
        due=timezone.localdate(session.starts_at),
    )


def _to_close(session: Session, today) -> Case:
    since = timezone.localdate(session.ends_at)
    return Case(
        title=_name(session),
        url=reverse("sessions:inspect", args=[session.pk]),
        note=f"{session.when} · {session.where}",
        since=since,
        late=(today - since).days > PATIENCE_DAYS,
    )


def _name(session: Session) -> str:
    """The form of service and, where it is one group's, its code."""
    code = session.group and session.group.subject.code
    return f"{session.name} · {code}" if code else session.name


def _standing(user):
    return Session.objects.visible_to(user).exclude(state=SessionState.CANCELLED)


@office_figures.register
def sessions_of_the_week(user) -> list[dict]:
    """How many sessions this week holds, Monday to Sunday, and what is left of today."""
    if not user.has_perm("training.view_session"):
        return []
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    days = (monday, monday + timedelta(days=6))
    sums = _standing(user).aggregate(
        week=Count("pk", filter=Q(starts_at__date__range=days)),
        today=Count("pk", filter=Q(starts_at__date=today)),
    )
    note = ngettext("%(count)d today", "%(count)d today", sums["today"]) % {"count": sums["today"]}
    return [
        {
            "label": _("Sessions this week"),
            "value": sums["week"],
            "unit": pgettext("unit", "sessions"),
            "note": note,
            "url": reverse("sessions:index"),
        }
    ]


@office_panels.register
def the_day(user) -> list[OfficePanel]:
    """The sessions of today in their order, the one to come next marked."""
    if not user.has_perm("training.view_session"):
        return []
    now = timezone.now()
    sessions = (
        _standing(user)
        .filter(starts_at__date=timezone.localdate())
        .select_related("group__subject", "room__office", "course")
        .annotate(expected=Count("bookings", filter=Q(bookings__active=True)))
        .order_by("starts_at", "pk")[:MOST_SESSIONS]
    )
    steps = [
        {
            "clock": f"{moments.clock(session.starts_at)}–{moments.clock(session.ends_at)}",
            "name": _name(session),
            "where": session.where,
            "expected": session.expected,
            "url": reverse("sessions:inspect", args=[session.pk]),
            "state": "done" if session.ends_at <= now else "now" if session.starts_at <= now else "later",
        }
        for session in sessions
    ]
    return [OfficePanel(_("Today's sessions"), "training/backoffice/today.html", {"steps": steps})]


@office_acts.register
def arrange(user) -> list[dict]:
    """The way to a new session."""
    if not user.has_perm("training.add_session"):
        return []
    return [{"label": _("Arrange a session"), "url": reverse("sessions:add"), "icon": "calendar"}]
