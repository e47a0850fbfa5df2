"""Searching Chinese: two characters inside a sentence are found exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import zh

HAN = st.text(alphabet="周岚社区矫正心理咨询教师东升街道", min_size=1, max_size=12)


def found(query: str, *texts: str) -> bool:
    return all(fragment in zh.column(*texts) for fragment in zh.fragments(query))


def test_a_text_is_cut_into_overlapping_pairs():
    assert zh.column("周岚老师 A1") == " 周岚 岚老 老师 师 a1 "


@pytest.mark.parametrize("query", ["岚老", "老师", "周岚老师", "师", "a1", "A", "ａ１", "周岚 a1"])
def test_what_stands_in_a_text_is_found(query):
    assert found(query, "周岚老师 A1")


@pytest.mark.parametrize("query", ["师周", "老岚", "1", "b", "周师"])
def test_what_does_not_stand_in_it_is_not_found(query):
    assert not found(query, "周岚老师 A1")


def test_pairs_never_cross_two_texts():
    assert not found("岚教", "周岚", "教师")


@given(HAN, HAN)
def test_pairs_answer_exactly_as_the_text_itself(query, text):
    assert found(query, text) == (query in text)


@pytest.mark.parametrize(
    ("name", "words"),
    [("周岚", "zhoulan zl"), ("单雄信", "shanxiongxin sxx"), ("尉迟恭", "yuchigong ycg"), ("", "")],
)
def test_a_name_is_found_by_its_pinyin(name, words):
    assert zh.name_column(name) == words
