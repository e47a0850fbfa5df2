"""``manage.py revalidate``: re-checks every future session and active group; exit 1 when something fails."""

import json
import sys

from django.core.management.base import BaseCommand

from portal import audit
from training import revalidation


class Command(BaseCommand):
    help = "Re-check future sessions and active groups by the rules in force; exit 0 when all are lawful."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--tell", action="store_true", help="notify the responsible officers")

    @audit.noting()
    def handle(self, *, tell=False, **options):
        found = list(revalidation.findings())
        if options["json"]:
            self.stdout.write(
                json.dumps({"findings": [item.as_dict() for item in found]}, ensure_ascii=False)
            )
        else:
            self._print(found)
        if tell:
            revalidation.tell(found)
        if found:
            sys.exit(1)

    def _print(self, found):
        for item in found:
            self.stdout.write(f"{item.kind} {item.label}")
            for violation in item.violations:
                self.stdout.write(f"  {violation.code}: {violation.message} ({violation.source})")
        self.stdout.write(f"{len(found)} need another look")
