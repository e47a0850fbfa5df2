#!/usr/bin/env python
"""Runs every management command; quickstart settles the demo's own keys and address first."""

import os
import sys

from portal import instance


def main() -> None:
    """Hand the command line to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.main")
    if sys.argv[1:2] == ["quickstart"]:
        instance.ensure_demo()
        instance.serve_at(sys.argv[2:])

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
