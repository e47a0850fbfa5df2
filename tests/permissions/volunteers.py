"""The screens of ``volunteers``."""

from .table import Screen

SCREENS: list[Screen] = []
