"""The fictional counties, and the towns, sub-districts and communities that each of them has."""

from dataclasses import dataclass

CITIES, COUNTIES_OF_A_CITY = "青澄翠霁岚曦芷苍皓澹", "禾澜栖砚桁棠樾汀岫陌"


@dataclass(frozen=True, slots=True)
class DemoCounty:
    """One fictional county; number 0 is 青禾县, whose people one can sign in as."""

    number: int

    @property
    def name(self) -> str:
        city, county = divmod(self.number, len(COUNTIES_OF_A_CITY))
        return f"{CITIES[city]}{COUNTIES_OF_A_CITY[county]}县"

    @property
    def prefix(self) -> str:
        """The six digits before every statistical code of this county; province 99 exists nowhere."""
        city, county = divmod(self.number, len(COUNTIES_OF_A_CITY))
        return f"99{city + 1:02}{county + 21}"

    @property
    def code(self) -> str:
        return f"{self.prefix}000000"

    @property
    def letters(self) -> str:
        """What its file numbers begin with."""
        return f"QH{self.number or ''}"

    @property
    def is_story(self) -> bool:
        return self.number == 0

    def email_of(self, login: str) -> str:
        """The address of an account; only those of the first county can sign in."""
        return f"{login}{'' if self.is_story else f'.{self.letters.lower()}'}@xieshou.example"


STORY = DemoCounty(0)

# last six digits of the code, name, urban, its communities or villages
TOWNS = (
    ("001000", "临江街道", True, ("滨江", "文庙", "人民路", "东门", "望江", "码头")),
    ("002000", "白鹭街道", True, ("白鹭洲", "湖滨", "新华", "体育场", "晨光")),
    ("003000", "青石街道", True, ("青石桥", "南门", "建设路", "书院", "槐荫")),
    ("100000", "柳溪镇", False, ("柳溪", "前进", "溪口", "杨湾", "大坪", "竹林")),
    ("101000", "石桥镇", False, ("石桥", "罗家坝", "黄泥", "桥头", "双井")),
    ("102000", "云岭镇", False, ("云岭", "茶园", "高坪", "松林")),
    ("103000", "红枫镇", False, ("红枫", "下河", "团结", "梨园")),
    ("104000", "大坪镇", False, ("大坪", "向阳", "水车", "麻柳")),
    ("105000", "双河镇", False, ("双河", "河东", "河西", "白沙")),
    ("106000", "竹溪镇", False, ("竹溪", "龙门", "金竹", "石坎")),
    ("107000", "清泉镇", False, ("清泉", "凉水井", "马鞍", "新田")),
    ("108000", "东山镇", False, ("东山", "庙坝", "桃花", "回龙")),
)
