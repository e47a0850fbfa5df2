"""Phone numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import phones


@pytest.mark.parametrize(
    "written",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+86 138-0013-8000",
        "0086 13800138000",
        "8613800138000",
        "13800138000.0",
        "１３８００１３８０００",
        " 13800138000\u3000",
        "(+86)138 0013 8000",
    ],
)
def test_a_mobile_number_is_read_however_it_is_written(written):
    assert phones.parse(written) == "13800138000"


@pytest.mark.parametrize(
    "wrong", ["", "12345", "1380013800", "138001380001", "23800138000", "12800138000", "电话"]
)
def test_anything_else_is_no_mobile_number(wrong):
    assert phones.parse(wrong) is None


@given(st.text())
def test_no_text_breaks_the_reader(text):
    phones.parse(text)
