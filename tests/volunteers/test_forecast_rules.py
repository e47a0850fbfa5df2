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
    Held,
    Peak,
    Seat,
    Supplier,
    days_ahead,
)

TODAY = date(2026, 3, 2)
LIUXI, BAILU = 1, 2


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


SEAT = Seat(key=1, town=LIUXI, kind="counsellor", needed_until=in_days(300), taken=True)
HELPER = Supplier(key=1, town=LIUXI, kind="counsellor", held=(Held(LIUXI, in_days(300)),), limit=3)


def forecast(seats=(), suppliers=()) -> Forecast:
    return Forecast(TODAY, tuple(seats), tuple(suppliers))


def seats(number: int, **changes) -> list[Seat]:
    return [replace(SEAT, key=key, **changes) for key in range(number)]


def test_a_helper_supplies_as_many_seats_as_the_limit_of_groups():
    assert forecast(seats(2), [HELPER]).by_line(TODAY)["counsellor"] == Balance(needs=2, supply=3, short=0)


def test_a_shortage_between_two_horizons_is_the_peak():
    passing = forecast(
        [*seats(2, needed_until=in_days(50)), replace(SEAT, key=9)],
        [replace(HELPER, certified_until=in_days(40))],
    )

    assert [passing.by_line(in_days(days))["counsellor"].short for days in (30, 60, 90)] == [0, 1, 1]
    assert passing.peak(line="counsellor") == Peak(3, in_days(41))
    assert passing.peak(40) == Peak(0, TODAY)


def test_a_held_seat_is_supplied_where_its_group_is_and_a_further_one_at_home():
    helper = replace(HELPER, held=(Held(BAILU, in_days(10)), Held(None, in_days(300))))
    both = forecast([replace(SEAT, town=BAILU, needed_until=in_days(10))], [helper])

    assert both.by_town(in_days(10)) == {BAILU: Balance(1, 1, 0), LIUXI: Balance(0, 1, 0)}
    assert both.by_town(in_days(11)) == {LIUXI: Balance(0, 2, 0)}


def test_whoever_pauses_takes_no_other_seat_when_one_ends():
    paused = replace(HELPER, held=(Held(LIUXI, in_days(10)),), takes_more=False)

    assert [paused.seats("counsellor", in_days(days)) for days in (10, 11)] == [1, 0]


def test_who_takes_no_more_supplies_only_what_they_hold():
    assert replace(HELPER, takes_more=False).seats("counsellor", TODAY) == 1


@pytest.mark.parametrize(("minutes_left", "seats"), [(0, 1), (119, 1), (120, 2), (600, 3)])
def test_further_seats_need_minutes_and_room_in_the_limit(minutes_left, seats):
    helper = replace(HELPER, minutes_left=minutes_left, seat_minutes=120)

    assert helper.seats("counsellor", TODAY) == seats


@pytest.mark.parametrize(
    ("helper", "taken"),
    [
        (replace(HELPER, held=(), travels=True), 2),
        (replace(HELPER, held=(), travels=True, limit=1), 1),
        (replace(HELPER, held=(), travels=False), 0),
        (replace(HELPER, held=(), travels=True, kind="teacher"), 0),
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


def test_the_changes_of_a_line_are_those_that_move_its_balance():
    helper = replace(HELPER, certified_until=in_days(29), insured_until=in_days(9), leaves_on=in_days(50))
    coming = forecast([replace(SEAT, needed_until=in_days(19))], [helper, replace(HELPER, kind="volunteer")])

    assert [(day, change) for day, change, _thing in coming.changes_of("counsellor")] == [
        (in_days(20), Change.CORRECTION),
        (in_days(30), Change.CERTIFICATE),
        (in_days(50), Change.DEPARTURE),
    ]
    assert [change for _day, change, _thing in coming.changes_of(RISK)] == [
        Change.INSURANCE,
        Change.CERTIFICATE,
        Change.DEPARTURE,
    ]


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
    held=st.lists(st.builds(Held, st.sampled_from([LIUXI, BAILU, None]), days), max_size=4).map(tuple),
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


def missing(coming: Forecast, day: date, line: str | None, town: int | None) -> int:
    """How many seats lack a helper on one day, counted anew from the balances."""
    return sum(
        each.short
        for (place, kind), each in coming.on(day).items()
        if (kind == line if line else kind not in (MINORS, RISK)) and town in (None, place)
    )


@given(
    st.lists(some_seats, max_size=8),
    st.lists(suppliers, max_size=8),
    st.integers(0, 90),
    st.sampled_from([None, "counsellor", MINORS]),
    st.sampled_from([None, LIUXI]),
)
def test_the_peak_is_the_largest_shortage_of_any_day_and_names_its_first(seats, suppliers, span, line, town):
    coming = forecast(seats, suppliers)
    daily = [missing(coming, in_days(days), line, town) for days in range(span + 1)]

    peak = coming.peak(span, line=line, town=town)

    assert peak == Peak(max(daily), in_days(daily.index(max(daily))))


@given(st.lists(some_seats, max_size=8), st.lists(suppliers, max_size=8))
def test_no_peak_of_a_part_exceeds_that_of_the_whole_and_later_ones_never_shrink(seats, suppliers):
    coming = forecast(seats, suppliers)
    whole = coming.peak()

    assert all(coming.peak(line=line).short <= whole.short for line in ("counsellor", "volunteer"))
    assert all(coming.peak(town=town).short <= whole.short for town in (LIUXI, BAILU))
    assert coming.peak(30).short <= coming.peak(60).short <= whole.short


@given(suppliers)
def test_supply_never_comes_back(helper):
    """Over all towns: what a seat ties up elsewhere is free at home once that seat ends."""
    helper = replace(helper, held=tuple(seat for seat in helper.held if seat.town is not None))
    for line in (helper.kind, MINORS, RISK):
        supplied = [helper.seats(line, day) for day in days_ahead(TODAY)]
        assert supplied == sorted(supplied, reverse=True)
