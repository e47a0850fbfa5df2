"""Fictional people: names, and ID numbers under the region code 000000, which exists nowhere."""

from datetime import date, timedelta
from random import Random

from portal.identity import FICTIONAL_REGION, check_digit

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
FEMALE = (
    "秀英 桂兰 玉梅 丽娟 晓燕 雅琴 静怡 思雨 欣然 雪梅 春花 慧敏 淑芬 佳慧 梦瑶 "
    "文静 小满 若曦 云舒 书瑶 芳华 月娥 红霞 素珍 诗涵 婉清 念慈 秋菊 冬梅 语桐"
)
MALE = (
    "建国 志强 文博 明辉 浩然 国华 俊杰 永康 立新 海涛 家豪 学文 振宇 德胜 春生 "
    "天佑 子轩 成林 嘉树 安平 远航 景行 大勇 正阳 怀远 守信 承志 鹏飞 庆丰 润泽"
)


def name(random: Random, *, female: bool) -> str:
    """A common full name."""
    return random.choice(SURNAMES) + random.choice((FEMALE if female else MALE).split())


def birth_date(random: Random, today: date, *, youngest: int, oldest: int) -> date:
    """A birthday between the two ages."""
    days = random.randrange(youngest * 366, oldest * 365)
    return today - timedelta(days=days)


def id_number(taken: set[str], born: date, *, female: bool, serial: int) -> str:
    """A well-formed number that belongs to nobody, and to nobody of ``taken``, which it joins."""
    sequence = (serial * 2 + (0 if female else 1)) % 1000
    first = f"{FICTIONAL_REGION}{born:%Y%m%d}{sequence:03}"
    if first in taken:
        return id_number(taken, born, female=female, serial=serial + 1)
    taken.add(first)
    return first + check_digit(first)
