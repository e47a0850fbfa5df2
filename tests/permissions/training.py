"""The screens of ``training``."""

from .table import Screen

SCREENS: list[Screen] = []
