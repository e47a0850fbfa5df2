"""Demo data: the fictional county of Qinghe (青禾县) and its neighbours, the same for the same seed and day.

Each app fills its own part in ``demo.py`` with one function ``load(demo)``, called once a county;
the parts run in the order in which the apps depend on each other. Nothing here belongs to a
real person: ID numbers carry the region code 000000, which exists nowhere.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from importlib import import_module
from typing import Any

from portal.demo.places import STORY, DemoCounty

APPS_IN_ORDER = ("portal.demo", "volunteers", "training", "services", "public_site")


@dataclass(frozen=True, slots=True)
class Scale:
    """How much a demo holds. One county has 12 towns; a city 10 counties, a province 100.

    ``seats_a_group`` are the seats that every open group looks for beside those of the story.
    """

    name: str
    counties: int
    helpers: int
    groups: int
    subjects: int
    seats_a_group: int = 0


SCALES = {
    "county": Scale("county", 1, 400, 364, 127),
    "city": Scale("city", 10, 400, 364, 127, seats_a_group=5),
    "province": Scale("province", 100, 400, 364, 127, seats_a_group=5),
}


@dataclass
class Demo:
    """What the loaders of one county share: the day, a random source, and what earlier parts made."""

    scale: Scale
    today: date
    seed: int = 1
    say: Callable[[str], Any] = print
    place: DemoCounty = STORY
    made: dict[str, Any] = field(default_factory=dict)
    id_numbers: set[str] = field(default_factory=set)

    def __post_init__(self):
        self.random = random.Random(self.seed + self.place.number * 1_000_003)  # noqa: S311, repeatable on purpose

    def office(self, name: str):
        """An office of this county, by its name with or without the county's."""
        offices = self.made["offices"]
        return offices.get(name) or offices[f"{self.place.name}{name}"]

    @property
    def is_last(self) -> bool:
        """Whether this is the last county of the scale."""
        return self.place.number == self.scale.counties - 1


def load(demo: Demo) -> None:
    """Run every app's part for every county."""
    for number in range(demo.scale.counties):
        own = replace(demo, place=DemoCounty(number), made={})
        demo.say(f"{own.place.name} {number + 1}/{demo.scale.counties}")
        for app in APPS_IN_ORDER:
            import_module(f"{app}.county" if app == "portal.demo" else f"{app}.demo").load(own)
