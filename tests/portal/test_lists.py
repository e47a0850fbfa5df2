"""Lists within a line follow the reader's language."""

import pytest
from django.utils import translation

from portal.lists import listed, parts


@pytest.mark.parametrize(
    ("language", "words", "phrases"),
    [("zh-hans", "道德教育、走访", "星期三；星期六"), ("en", "道德教育, 走访", "星期三; 星期六")],
)
def test_words_and_phrases_are_joined_by_the_marks_of_the_language(language, words, phrases):
    with translation.override(language):
        assert listed(["道德教育", "走访"]) == words
        assert parts(["星期三", "星期六"]) == phrases
