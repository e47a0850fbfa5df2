"""Chinese text made searchable: overlapping pairs of characters, and the pinyin of names. Pure.

A text is cut into runs. A run of Han characters becomes its overlapping pairs and the last
character alone; a run of letters and digits stays whole. ``周岚老师 A1`` reads
``周岚 岚老 老师 师 a1``, so two characters in the middle of a sentence are one token.
"""

import re
import unicodedata

_RUNS = re.compile(r"(?P<han>[\u3400-\u9fff\U00020000-\U0003ffff\u3007]+)|(?P<word>[^\W_\u3400-\u9fff]+)")

# Readings that a character has as a surname and seldom otherwise.
SURNAMES = {
    "单": "shan",
    "曾": "zeng",
    "仇": "qiu",
    "解": "xie",
    "查": "zha",
    "区": "ou",
    "盖": "ge",
    "朴": "piao",
    "任": "ren",
    "乐": "yue",
    "翟": "zhai",
    "覃": "qin",
    "缪": "miao",
    "冼": "xian",
    "员": "yun",
    "召": "shao",
    "黑": "he",
    "种": "chong",
    "秘": "bi",
    "繁": "po",
    "折": "she",
    "洗": "xian",
    "尉迟": "yu chi",
    "万俟": "mo qi",
    "长孙": "zhang sun",
    "澹台": "tan tai",
    "宿": "su",
    "燕": "yan",
    "那": "na",
    "句": "gou",
    "隗": "wei",
    "贾": "jia",
}


def runs(text: str) -> list[tuple[str, bool]]:
    """The runs of a text in order, each with whether it is Han."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return [(match.group(), match.lastgroup == "han") for match in _RUNS.finditer(plain)]


def pairs(run: str) -> list[str]:
    """The overlapping pairs of a Han run, without the last character alone."""
    return [run[at : at + 2] for at in range(len(run) - 1)]


def tokens(text: str) -> list[str]:
    """Everything a text can be found by."""
    found = []
    for run, is_han in runs(text):
        found += [*pairs(run), run[-1]] if is_han else [run]
    return found


def column(*texts: str) -> str:
    """The stored form of a searchable column: tokens between single spaces, with one at either end."""
    found = [token for text in texts for token in tokens(text)]
    return f" {' '.join(found)} " if found else ""


def fragments(query: str) -> list[str]:
    """What a column must contain, each of them, to match ``query``.

    Two and more Han characters match exactly as they stand; one alone matches any text that has
    it; letters and digits match the beginning of a word.
    """
    return [
        (f" {' '.join(pairs(run))} " if len(run) > 1 else run) if is_han else f" {run}"
        for run, is_han in runs(query)
    ]


def syllables(text: str) -> list[str]:
    """The pinyin of ``text`` without tones; what is not Han stays as it is."""
    # The dictionary costs a fifth of a second; most processes never need it.
    from pypinyin import lazy_pinyin

    return lazy_pinyin(text)


def pinyin(name: str) -> list[str]:
    """The syllables of a person's name, without tones; surnames read as surnames."""
    for surname in (name[:2], name[:1]):
        if surname in SURNAMES:
            return SURNAMES[surname].split() + syllables(name[len(surname) :])
    return syllables(name)


def name_column(name: str) -> str:
    """Words by which a name is found on a keyboard: ``zhoulan`` and ``zl``."""
    spoken = [syllable for syllable in pinyin(name) if syllable.isascii() and syllable.isalpha()]
    return f"{''.join(spoken)} {''.join(syllable[0] for syllable in spoken)}" if spoken else ""
