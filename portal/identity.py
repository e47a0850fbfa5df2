"""Resident identity numbers (GB 11643): normalised, checked, and what they say of their holder.

Pure: no settings, no database. The region code ``000000`` belongs to nobody; callers accept it
in the demo and in tests only.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from stdnum.iso7064 import mod_11_2

FICTIONAL_REGION = "000000"

PROVINCES = {
    "11": "北京市",
    "12": "天津市",
    "13": "河北省",
    "14": "山西省",
    "15": "内蒙古自治区",
    "21": "辽宁省",
    "22": "吉林省",
    "23": "黑龙江省",
    "31": "上海市",
    "32": "江苏省",
    "33": "浙江省",
    "34": "安徽省",
    "35": "福建省",
    "36": "江西省",
    "37": "山东省",
    "41": "河南省",
    "42": "湖北省",
    "43": "湖南省",
    "44": "广东省",
    "45": "广西壮族自治区",
    "46": "海南省",
    "50": "重庆市",
    "51": "四川省",
    "52": "贵州省",
    "53": "云南省",
    "54": "西藏自治区",
    "61": "陕西省",
    "62": "甘肃省",
    "63": "青海省",
    "64": "宁夏回族自治区",
    "65": "新疆维吾尔自治区",
    "71": "台湾省",
    "81": "香港特别行政区",
    "82": "澳门特别行政区",
    "83": "台湾省",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """What a lawful number says."""

    number: str
    birth_date: date
    is_female: bool

    @property
    def is_fictional(self) -> bool:
        """Whether the number belongs to an invented person."""
        return self.number.startswith(FICTIONAL_REGION)

    @property
    def province(self) -> str:
        """Where the number was first issued; empty for an invented person."""
        return PROVINCES.get(self.number[:2], "")


def normalise(text: str) -> str:
    """Full-width characters, spaces and a small x as people type and paste them."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def check_digit(first_seventeen: str) -> str:
    """The eighteenth character of a number (ISO 7064 MOD 11-2)."""
    return mod_11_2.calc_check_digit(first_seventeen)


class Fault(StrEnum):
    """What is wrong with a number, in the order in which it is looked for."""

    CHARACTERS = "characters"
    LENGTH = "length"
    PROVINCE = "province"
    BIRTH_DATE = "birth_date"
    CHECK_DIGIT = "check_digit"


def _born(number: str) -> date | None:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if born.year >= 1900 else None


def fault(text: str, *, fictional: bool) -> Fault | None:
    """The first thing that is wrong with ``text``, or None where it can be a number.

    ``fictional`` says whether invented people are accepted. An unknown county is no error:
    the table of codes changes, the first two digits do not.
    """
    number = normalise(text)
    if not re.fullmatch(r"[0-9]*X?", number):
        return Fault.CHARACTERS
    if len(number) != 18:
        return Fault.LENGTH
    if not (number[:2] in PROVINCES or (fictional and number.startswith(FICTIONAL_REGION))):
        return Fault.PROVINCE
    if _born(number) is None:
        return Fault.BIRTH_DATE
    if number[17] != check_digit(number[:17]):
        return Fault.CHECK_DIGIT
    return None


def parse(text: str, *, fictional: bool) -> Identity | None:
    """The identity in ``text``, or None where the number cannot be right (see ``fault``)."""
    number = normalise(text)
    born = None if fault(number, fictional=fictional) else _born(number)
    return Identity(number, born, is_female=int(number[16]) % 2 == 0) if born else None


def invented(order: int) -> str:
    """A number of nobody, another one for each ``order``: what the demo offers instead of a real one."""
    born = date(1985, 1, 1) + timedelta(days=order // 1000)
    body = f"{FICTIONAL_REGION}{born:%Y%m%d}{order % 1000:03}"
    return body + check_digit(body)


def age_on(born: date, day: date) -> int:
    """Completed years of life on ``day``."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
