"""Needs and supply of the coming days, counted by hand."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volunteers.rules.forecast import (
    MINORS,
    RISK,
    Balance,
    Change,
    Forecast,
    Seat,
    Supplier,
    days_ahead,
)

TODAY = date(2026, 3, 2)
LIUXI, BAILU = 1, 2


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


SEAT = Seat(key=1, town=LIUXI, kind="counsellor", needed_until=in_days(300), taken=True)
HELPER = Supplier(key=1, town=LIUXI, kind="counsellor", holds=1, limit=3)


def forecast(seats=(), suppliers=()) -> Forecast:
    return Forecast(TODAY, tuple(seats), tuple(suppliers))


def seats(number: int, **changes) -> list[Seat]:
    return [replace(SEAT, key=key, **changes) for key in range(number)]


def test_a_helper_supplies_as_many_seats_as_the_limit_of_groups():
    assert forecast(seats(2), [HELPER]).by_line(TODAY)["counsellor"] == Balance(needs=2, supply=3, short=0)


def test_who_takes_no_more_supplies_only_what_they_hold():
    assert replace(HELPER, takes_more=False).seats("counsellor", TODAY) == 1


@pytest.mark.parametrize(("minutes_left", "seats"), [(0, 1), (119, 1), (120, 2), (600, 3)])
def test_further_seats_need_minutes_and_room_in_the_limit(minutes_left, seats):
    helper = replace(HELPER, minutes_left=minutes_left, seat_minutes=120)

    assert helper.seats("counsellor", TODAY) == seats


@pytest.mark.parametrize(
    ("helper", "taken"),
    [
        (replace(HELPER, holds=0, travels=True), 2),
        (replace(HELPER, holds=0, travels=True, limit=1), 1),
        (replace(HELPER, holds=0, travels=False), 0),
        (replace(HELPER, holds=0, travels=True, kind="teacher"), 0),
    ],
)
def test_missing_seats_may_be_taken_by_who_travels_and_has_room(helper, taken):
    lacking = Forecast(TODAY, tuple(seats(2, town=BAILU)), (helper,), {LIUXI: "county", BAILU: "county"})

    assert lacking.by_line(TODAY)["counsellor"].short == 2
    assert lacking.by_travel("counsellor", TODAY) == taken


def test_nobody_travels_to_another_county():
    apart = Forecast(
        TODAY, tuple(seats(2, town=BAILU)), (replace(HELPER, travels=True),), {LIUXI: "a", BAILU: "b"}
    )

    assert apart.by_travel("counsellor", TODAY) == 0


def test_a_certificate_counts_on_its_last_day_and_not_after():
    helper = replace(HELPER, certified_until=in_days(20))

    assert [helper.seats("counsellor", in_days(days)) for days in (20, 21)] == [3, 0]


def test_who_leaves_supplies_nothing_from_that_day_on():
    helper = replace(HELPER, leaves_on=in_days(20))

    assert [helper.seats("counsellor", in_days(days)) for days in (19, 20)] == [3, 0]


def test_a_seat_is_needed_until_the_correction_ends():
    ending = forecast(seats(1, needed_until=in_days(10)))

    assert [ending.by_line(in_days(days)).get("counsellor") for days in (10, 11)] == [Balance(1, 0, 1), None]


def test_the_seats_of_a_lapsed_helper_are_still_needed():
    lapsing = forecast(seats(2), [replace(HELPER, certified_until=in_days(20))])

    assert [lapsing.by_line(in_days(days))["counsellor"].short for days in (0, 30)] == [0, 2]


def test_what_one_town_lacks_another_does_not_make_up():
    both = forecast([*seats(2), replace(SEAT, key=9, town=BAILU)], [HELPER])

    assert both.by_line(TODAY)["counsellor"] == Balance(3, 3, 1)
    assert {town: each.short for town, each in both.by_town(TODAY).items()} == {LIUXI: 0, BAILU: 1}


@pytest.mark.parametrize(
    ("line", "needed", "able"), [(MINORS, "minor", "checked_until"), (RISK, "risk", "insured_until")]
)
def test_special_seats_ask_for_more_than_the_kind(line, needed, able):
    ready = replace(HELPER, key=2, **{able: in_days(10)})
    special = forecast(seats(2, **{needed: True}), [HELPER, ready])

    assert [special.by_line(in_days(days))[line] for days in (10, 11)] == [Balance(2, 3, 0), Balance(2, 0, 2)]


def test_a_special_line_stands_only_where_somebody_needs_it():
    assert forecast(seats(1), [HELPER]).lines() == ["counsellor"]
    assert forecast(seats(1, minor=True), [HELPER]).lines() == ["counsellor", MINORS]


def test_known_changes_fall_into_one_span_of_days_each():
    helper = replace(HELPER, certified_until=in_days(29), insured_until=in_days(30))
    coming = forecast(seats(1, needed_until=in_days(89)), [helper])

    spans = [(0, 30), (30, 60), (60, 90)]
    assert {
        change: [len(coming.changes(change, *span)) for span in spans]
        for change in (Change.CERTIFICATE, Change.INSURANCE, Change.CORRECTION, Change.DEPARTURE)
    } == {
        Change.CERTIFICATE: [1, 0, 0],
        Change.INSURANCE: [0, 1, 0],
        Change.CORRECTION: [0, 0, 1],
        Change.DEPARTURE: [0, 0, 0],
    }


days = st.integers(-30, 120).map(in_days)
suppliers = st.builds(
    Supplier,
    key=st.integers(1, 50),
    town=st.sampled_from([LIUXI, BAILU]),
    kind=st.sampled_from(["counsellor", "volunteer"]),
    holds=st.integers(0, 4),
    limit=st.integers(0, 4),
    takes_more=st.booleans(),
    leaves_on=st.none() | days,
    certified_until=st.none() | days,
    checked_until=st.none() | days,
    insured_until=st.none() | days,
)
some_seats = st.builds(
    Seat,
    key=st.integers(1, 50),
    town=st.sampled_from([LIUXI, BAILU]),
    kind=st.sampled_from(["counsellor", "volunteer"]),
    needed_until=days,
    taken=st.booleans(),
    minor=st.booleans(),
    risk=st.booleans(),
)


@given(st.lists(some_seats, max_size=8), st.lists(suppliers, max_size=8))
def test_every_number_is_the_number_of_its_rows(seats, suppliers):
    coming = forecast(seats, suppliers)
    for day in days_ahead(TODAY):
        for line, each in coming.by_line(day).items():
            assert each.needs == len(coming.needed(line, day))
            assert each.supply == sum(number for _helper, number in coming.supplied(line, day))
            assert each.short >= each.needs - each.supply


@given(suppliers)
def test_supply_never_comes_back(helper):
    for line in (helper.kind, MINORS, RISK):
        supplied = [helper.seats(line, day) for day in days_ahead(TODAY)]
        assert supplied == sorted(supplied, reverse=True)
