"""The helper's calendar: as a list from today on, as a week, and what lies behind."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from portal import moments
from training.agenda import PARTS, by_day, free_parts, slots_of
from training.models import Booking

from .own import helper_page

PER_PAGE = 30


@helper_page
def agenda(request, helper):
    """What lies ahead, day by day; today is always named, even when it is empty."""
    today = timezone.localdate()
    ahead = Booking.objects.of_helper(helper).filter(session__ends_at__gte=_midnight(today))
    page = Paginator(ahead.order_by("session__starts_at", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    days = by_day(slots_of(page))
    if page.number == 1 and today not in days:
        days = {today: [], **days}
    return render(request, "training/calendar.html", {"days": days, "today": today, "page": page})


@helper_page
def past(request, helper):
    """Appointments that are over, newest first."""
    today = timezone.localdate()
    over = Booking.objects.of_helper(helper).filter(session__ends_at__lt=_midnight(today))
    page = Paginator(over.order_by("-session__starts_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"days": by_day(slots_of(page)), "page": page, "past": True}
    return render(request, "training/calendar.html", context)


@helper_page
def week(request, helper):
    """One week, each day in morning, afternoon and evening; a phone gets the same week as a list."""
    today = timezone.localdate()
    chosen = _day(request.GET.get("from")) or today
    monday = chosen - timedelta(days=chosen.weekday())
    days = [monday + timedelta(days=number) for number in range(7)]
    rows = Booking.objects.of_helper(helper).filter(
        session__starts_at__gte=_midnight(monday),
        session__starts_at__lt=_midnight(monday + timedelta(days=7)),
    )
    slots = slots_of(rows.order_by("session__starts_at", "pk"))
    cells = defaultdict(list)
    for slot in slots:
        cells[slot.part, slot.day].append(slot)
    free = free_parts(helper.windows.all())
    grid = [
        {
            "label": label,
            "cells": [{"slots": cells[part, day], "free": (part, day.isoweekday()) in free} for day in days],
        }
        for part, label in PARTS
    ]
    context = {
        "week": days,
        "grid": grid,
        "days": by_day(slots),
        "today": today,
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "heading": _("%(first)s to %(last)s")
        % {"first": moments.day(days[0]), "last": moments.day(days[-1])},
    }
    return render(request, "training/calendar_week.html", context)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _day(text: str | None) -> date | None:
    """A day out of the address; nonsense, and days a calendar cannot page from, count as none."""
    try:
        day = parse_date(text or "")
    except ValueError:
        return None
    return day if day and 2000 <= day.year <= 2100 else None
