"""Whatever somebody types where a key belongs is a key or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.keys import key_in, keys_in


@pytest.mark.parametrize("text", ["", "²", "٣", "-1", "1.0", " 1", "9" * 30, str(2**63)])
def test_what_is_no_key_is_nothing(text):
    assert key_in(text) is None


@given(st.integers(0, 2**63 - 1))
def test_every_key_is_read_back(key):
    assert key_in(str(key)) == key


def test_keys_are_picked_out_in_their_order():
    assert keys_in(["3", "x", "1"]) == [3, 1]
