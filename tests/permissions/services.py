"""The screens of ``services``."""

from .table import Screen

SCREENS: list[Screen] = []
