"""Identity numbers: the check digit finds every slip, and the number tells sex and birth date."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import identity

FICTIONAL = st.builds(
    lambda born, order: identity_number("000000", born, order),
    st.dates(date(1900, 1, 1), date(2026, 12, 31)),
    st.integers(0, 999),
)


def identity_number(region: str, born: date, order: int) -> str:
    body = f"{region}{born:%Y%m%d}{order:03}"
    return body + identity.check_digit(body)


def test_the_worked_example_of_the_standard_is_right():
    found = identity.parse("11010519491231002X", fictional=False)

    assert (found.birth_date, found.is_female, found.province) == (date(1949, 12, 31), True, "北京市")


@pytest.mark.parametrize(
    "typed", ["１１０１０５１９４９１２３１００２Ｘ", " 110105 19491231 002x ", "11010519491231002x"]
)
def test_full_width_digits_spaces_and_a_small_x_are_accepted(typed):
    assert identity.parse(typed, fictional=False).number == "11010519491231002X"


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "110105491231002",
        "110105194912310021",
        "11010519491331002X",
        "1101051949123100X2",
        "x" * 18,
        "²" * 18,
    ],
)
def test_a_number_that_cannot_be_right_is_refused(wrong):
    assert identity.parse(wrong, fictional=True) is None


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("1101051", "length"),
        ("11010519491231002X1".replace("X", "1"), "length"),
        ("11010519491231OO2X", "characters"),
        ("１１010519491331002X", "birth_date"),
        ("990101194912310022", "province"),
        ("110105194912310022", "check_digit"),
        ("11010519491231002X", None),
    ],
)
def test_the_fault_of_a_number_is_named(typed, what):
    assert identity.fault(typed, fictional=False) == what


@given(st.sets(st.integers(0, 100_000), min_size=2, max_size=5))
def test_the_invented_numbers_of_the_demo_are_right_fictional_and_each_another(orders):
    numbers = {identity.invented(order) for order in orders}

    assert len(numbers) == len(orders)
    assert all(identity.parse(number, fictional=True).is_fictional for number in numbers)


def test_an_unknown_province_is_refused():
    assert identity.parse(identity_number("990101", date(1980, 1, 1), 1), fictional=True) is None


def test_an_invented_person_exists_only_where_that_is_allowed():
    number = identity_number("000000", date(1980, 2, 29), 4)

    assert identity.parse(number, fictional=True).is_fictional
    assert identity.parse(number, fictional=False) is None


@given(FICTIONAL)
def test_every_number_with_a_right_check_digit_is_read(number):
    found = identity.parse(number, fictional=True)

    assert f"{found.birth_date:%Y%m%d}" == number[6:14]
    assert found.is_female == (int(number[16]) % 2 == 0)


@given(FICTIONAL, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number, place, shift):
    wrong = str((int(number[place]) + shift) % 10)

    assert identity.parse(number[:place] + wrong + number[place + 1 :], fictional=True) is None


@given(FICTIONAL, st.integers(0, 15))
def test_two_swapped_digits_are_always_found(number, place):
    if number[place] != number[place + 1]:
        swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        assert identity.parse(swapped, fictional=True) is None


@given(st.text())
def test_no_text_breaks_the_reader(text):
    identity.parse(text, fictional=True)


@pytest.mark.parametrize(
    ("day", "age"), [(date(2026, 11, 23), 17), (date(2026, 11, 24), 18), (date(2026, 12, 1), 18)]
)
def test_a_year_of_life_is_complete_on_the_birthday(day, age):
    assert identity.age_on(date(2008, 11, 24), day) == age
