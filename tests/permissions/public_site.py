"""The screens of ``public_site``."""

from .table import Screen

SCREENS: list[Screen] = []
