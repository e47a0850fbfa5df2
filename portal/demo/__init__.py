"""Demo data: the fictional county of Qinghe (青禾县), the same for the same seed and day.

Each app fills its own part in ``demo.py`` with one function ``load(demo)``; the parts run in the
order in which the apps depend on each other. Nothing here belongs to a real person: ID numbers
carry the region code 000000, which exists nowhere.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Any

APPS_IN_ORDER = ("portal.demo", "volunteers", "training", "services", "public_site")


@dataclass(frozen=True, slots=True)
class Scale:
    """How much a demo holds. One county has 12 towns; a city 10 counties, a province 100."""

    name: str
    counties: int
    helpers: int
    groups: int
    subjects: int


SCALES = {
    "county": Scale("county", 1, 400, 364, 127),
    "city": Scale("city", 10, 400, 364, 127),
    "province": Scale("province", 100, 400, 364, 127),
}


@dataclass
class Demo:
    """What the loaders share: the scale, the day, one random source, and what earlier parts made."""

    scale: Scale
    today: date
    seed: int = 1
    say: Callable[[str], Any] = print
    made: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self):
        self.random = random.Random(self.seed)  # noqa: S311, repeatable on purpose


def load(demo: Demo) -> None:
    """Run every app's part."""
    for app in APPS_IN_ORDER:
        name = f"{app}.county" if app == "portal.demo" else f"{app}.demo"
        if find_spec(name):
            demo.say(name.split(".")[0])
            import_module(name).load(demo)
