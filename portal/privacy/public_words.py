"""What in a text would name a person: numbers of a person, and codes that stay inside (rule 57). Pure."""

import re
import unicodedata
from collections.abc import Iterable
from html import unescape

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_PERSONAL = (
    (
        gettext_lazy("ID number of a person"),
        re.compile(
            r"(?<![0-9A-Za-z])\d{6}[ -]?(?:18|19|20)\d\d[ -]?\d{4}[ -]?\d{3}[\dXx](?![0-9A-Za-z])", re.ASCII
        ),
    ),
    (gettext_lazy("mobile phone number"), re.compile(r"(?<!\d)1[3-9]\d(?:[ \-.·]?\d{4}){2}(?!\d)", re.ASCII)),
)


def as_read(text: str) -> str:
    """``text`` as a reader sees it: no markup, full-width digits like any other."""
    return unicodedata.normalize("NFKC", unescape(strip_tags(text)))


def personal_kinds(text: str, codes: Iterable[str] = ()) -> list[str]:
    """What kinds of personal data ``text`` holds, in words: ID number, mobile number, one of ``codes``."""
    plain = as_read(text)
    kinds = [str(kind) for kind, pattern in _PERSONAL if pattern.search(plain)]
    if any(code.casefold() in plain.casefold() for code in codes):
        kinds.append(_("subject code"))
    return kinds


_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜"
    "戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文"
)
_CALLED = "说|表示|认为|觉得|反映|告诉|先生|女士|同志|老师|师傅|大姐|大哥|阿姨|叔叔|社工|医生"
# Characters of words that begin like a name (“高兴地说”, “方便的老师”) and hardly ever stand in one.
_NAME = r"(?:(?![的地得了着过很都就也还不兴便上])[一-鿿]){1,2}"
# A surname with one or two characters, where somebody speaks, is addressed or says who they are.
_NAMES = (
    re.compile(rf"(?:^|(?<=[\s，。；：、！？“”（）(),.;:!?]))([{_SURNAMES}]{_NAME}?)(?={_CALLED})"),
    re.compile(rf"(?:我叫|我是|姓名[:：]?|名叫)\s*([{_SURNAMES}]{_NAME})(?=$|[\s，。；：、！？,.;:!?])"),
)


def names_in(text: str, names: Iterable[str] = ()) -> list[str]:
    """Words of ``text`` that are one of ``names`` or look like a Chinese name, in reading order."""
    plain = as_read(text)
    known = [name for name in names if name and name in plain]
    guessed = [found.group(1) for pattern in _NAMES for found in pattern.finditer(plain)]
    return list(dict.fromkeys([*known, *guessed]))
