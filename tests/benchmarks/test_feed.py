"""The calendar feed against joining strings in a loop (performance.md, calendar feed)."""

from datetime import UTC, datetime
from time import process_time

import pytest

from portal import roles
from tests.factories.portal import AreaFactory, user_with_role
from tests.factories.training import booked, helper_in, many_events
from training import actions

EVENTS, ROUNDS = 5000, 7
BEGINS = datetime(2026, 11, 28, 1, tzinfo=UTC)


def _strings() -> bytes:
    """The floor: the same number of events, written without a library."""
    return "".join(
        f"BEGIN:VEVENT\r\nUID:{number}@xieshou\r\nSUMMARY:服务安排\r\n"
        f"DTSTART;TZID=Asia/Shanghai:{BEGINS:%Y%m%dT%H%M%S}\r\n"
        f"DTEND;TZID=Asia/Shanghai:{BEGINS:%Y%m%dT%H%M%S}\r\nSTATUS:CONFIRMED\r\nEND:VEVENT\r\n"
        for number in range(EVENTS)
    ).encode()


def _cpu(work) -> float:
    start = process_time()
    work()
    return process_time() - start


@pytest.mark.benchmark
@pytest.mark.django_db
def test_a_feed_of_5000_appointments_costs_at_most_five_times_joining_its_strings(client):
    town = AreaFactory(parent=AreaFactory())
    officer, helper = user_with_role(roles.OFFICER, town), helper_in(town)
    address = f"/calendar/{actions.renew_feed(by=helper.account)}.ics"
    booked(officer, helpers=(helper,))
    many_events(helper.account, officer, EVENTS - 1)
    client.get(address)

    ratios = sorted(_cpu(lambda: client.get(address)) / _cpu(_strings) for _round in range(ROUNDS))

    print(f"feed of {EVENTS}: median {ratios[ROUNDS // 2]:.2f} x strings, {ratios[0]:.2f}-{ratios[-1]:.2f}")
    assert ratios[ROUNDS // 2] <= 5
