"""Rule 58: nobody learns a small figure, neither by reading nor by subtracting."""

from hypothesis import given
from hypothesis import strategies as st

from services.rules import small_cells

LEAST = 5
TOWNS = st.dictionaries(st.integers(0, 20), st.integers(0, 40), max_size=8)


def worked_out(sizes: dict, hidden: frozenset, remainder: int) -> list[tuple[int, int]]:
    """What a reader learns of each hidden cell from the sum: the least and the most it can be."""
    rest = sum(sizes[cell] for cell in hidden) + remainder
    unseen = len(hidden) + bool(remainder)
    return [(rest, rest) if unseen == 1 else (0, rest) for _cell in hidden]


@given(TOWNS, st.integers(0, 20))
def test_no_small_cell_can_be_worked_out_from_the_sum(sizes, remainder):
    total = sum(sizes.values()) + remainder
    hidden = small_cells.hidden(sizes, LEAST, remainder)

    if total >= LEAST:
        assert all(low != high or low >= LEAST for low, high in worked_out(sizes, hidden, remainder))
        assert all(high >= LEAST for _low, high in worked_out(sizes, hidden, remainder))


@given(TOWNS, st.integers(1, LEAST - 1))
def test_a_small_remainder_is_covered_by_a_town(sizes, remainder):
    hidden = small_cells.hidden(sizes, LEAST, remainder)

    shown = sum(size for cell, size in sizes.items() if cell not in hidden)
    rest = sum(sizes.values()) + remainder - shown
    assert rest >= LEAST or sum(sizes.values()) + remainder < LEAST


@given(TOWNS)
def test_every_small_cell_is_hidden_and_nothing_without_need(sizes):
    hidden = small_cells.hidden(sizes, LEAST)

    small = {cell for cell, size in sizes.items() if 0 < size < LEAST}
    assert small <= hidden
    assert small or not hidden
    assert all(sizes[cell] > 0 for cell in hidden)


def test_two_small_cells_hide_nothing_more_when_together_they_are_many():
    assert small_cells.hidden({"a": 4, "b": 3, "c": 9}, LEAST) == {"a", "b"}


def test_two_small_cells_that_are_few_together_take_a_third():
    assert small_cells.hidden({"a": 1, "b": 2, "c": 9, "d": 30}, LEAST) == {"a", "b", "c"}
