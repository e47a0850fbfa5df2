"""The demo county's helpers, subjects, groups and open positions."""

from portal.demo import Demo

from . import groups, outlook, people, wanting


def load(demo: Demo) -> None:
    """Officers of every office first, then helpers, then groups and what lies ahead."""
    people.load(demo)
    groups.load(demo)
    outlook.load(demo)
    wanting.load(demo)
