"""The demo county's helpers, subjects, groups and open positions."""

from portal.demo import Demo

from . import groups, people


def load(demo: Demo) -> None:
    """Officers of every office first, then helpers, then groups."""
    people.load(demo)
    groups.load(demo)
