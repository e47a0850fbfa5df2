"""Leaving, withdrawing consent, and handing over what a helper leaves behind (rules 4 and 38)."""

from django.db import transaction
from django.utils import timezone

from portal import audit, notifications, policies, working_days
from portal.actions import refuse_if, require, require_self
from portal.rules import may_move
from volunteers.actions import seats
from volunteers.choices import HelperState
from volunteers.models import Departure, DepartureKind, Helper
from volunteers.policies import EXIT_WORKING_DAYS
from volunteers.rules import departures
from volunteers.rules import people as rules
from volunteers.signals import helper_stopped


def due_date(asked_on) -> working_days.Deadline:
    """The last day for handling a request to leave made on ``asked_on``."""
    calendars = working_days.entered_calendars(policies.value(working_days.CALENDAR, asked_on))
    return working_days.after_working_days(asked_on, policies.value(EXIT_WORKING_DAYS, asked_on), calendars)


@transaction.atomic
def ask_to_leave(helper: Helper, *, by, reason: str = "") -> Departure:
    """The helper wants to stop: no new invitations from now on, an officer hands over the seats."""
    helper = _own(helper, by)
    departure = _depart(helper, DepartureKind.LEAVING, by, reason)
    if helper.approved_at is None:
        _finish(departure, helper, by)
    return departure


@transaction.atomic
def withdraw_consent(helper: Helper, *, by) -> Departure:
    """The helper takes back consent: service ends at once, what the law wants kept is locked away."""
    helper = _own(helper, by)
    departure = _depart(helper, DepartureKind.CONSENT_WITHDRAWN, by, "")
    helper.consents.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
    audit.record("consent.withdrawn", helper, by=by)
    if helper.approved_at is None:
        _finish(departure, helper, by)
    else:
        _leave(helper, by)
    return departure


@transaction.atomic
def finish_departure(departure: Departure, *, by) -> Departure:
    """Close a departure once the helper belongs to no group any more."""
    seats.lock_what_waits(departure.helper)
    helper = Helper.objects.select_for_update().get(pk=departure.helper_id)
    require(by, "volunteers.vet_helper", helper)
    departure = Departure.objects.select_for_update().get(pk=departure.pk)
    refuse_if(
        departures.is_open(departure.finished_at is not None),
        departures.seats_handed_over(helper.memberships.present().count()),
        about=helper,
        by=by,
    )

    return _finish(departure, helper, by)


def _own(helper: Helper, by) -> Helper:
    seats.lock_what_waits(helper)
    helper = Helper.objects.select_for_update().get(pk=helper.pk)
    require_self(by, helper.account, helper)
    return helper


def _depart(helper: Helper, kind: str, by, reason: str) -> Departure:
    refuse_if(may_move(rules.TRANSITIONS, helper.state, HelperState.LEFT), about=helper, by=by)
    due = due_date(timezone.localdate()).day
    asked = {"kind": kind, "reason": reason.strip()}
    departure, _created = Departure.objects.update_or_create(
        helper=helper, finished_at=None, defaults=asked, create_defaults={**asked, "due_on": due}
    )
    helper.accepting = False
    helper.save(update_fields=["accepting"])
    audit.record("departure.asked", helper, by=by, kind=kind, due_on=str(departure.due_on))
    if helper.approved_at is not None:
        notifications.notify([by], "departure_asked", about=helper, url="/me/leave/", due_on=departure.due_on)
    return departure


def _leave(helper: Helper, by) -> None:
    if helper.state == HelperState.LEFT:
        return
    helper.state = HelperState.LEFT
    helper.save(update_fields=["state"])
    helper_stopped.send(sender=Helper, helper=helper, by=by)


def _finish(departure: Departure, helper: Helper, by) -> Departure:
    _leave(helper, by)
    if helper.approved_at is None:
        _forget(helper)
    departure.finished_at, departure.finished_by = timezone.now(), by
    departure.save(update_fields=["finished_at", "finished_by"])
    audit.record("departure.finished", helper, by=by)
    notifications.notify([helper.account], "departure_finished", about=helper, url="/me/profile/")
    return departure


def _forget(helper: Helper) -> None:
    """Delete what somebody told us who was never approved: nothing obliges us to keep it.

    Of an application that was returned or refused only that remains, in the audit log, under its number.
    """
    if helper.account is not None and helper.account.name == helper.name:
        helper.account.name = ""
        helper.account.save(update_fields=["name"])
    for told in (helper.windows, helper.credentials, helper.record_checks, helper.insurances):
        told.all().delete()
    helper.served_areas.clear()
    helper.id_number = helper.phone = None
    helper.name = helper.kind = helper.work_unit = helper.expertise = helper.email = ""
    helper.remarks = helper.availability_note = helper.sex = ""
    helper.paper_consent = helper.vetting_reason = ""
    helper.birth_date = helper.area = helper.submitted_at = helper.import_batch = None
    helper.help_kinds, helper.dialects, helper.tags, helper.step = [], [], [], 1
    helper.save()
