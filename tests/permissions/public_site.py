"""The screens of ``public_site``."""

from .table import EVERYONE, Screen

SCREENS = [
    Screen("public_site:search", EVERYONE),
    Screen("public_site:feed", EVERYONE),
]
