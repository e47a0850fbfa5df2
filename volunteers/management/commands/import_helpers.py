"""``import_helpers FILE.xlsx``: read a roster of helpers; nothing is saved without ``--apply``."""

import sys
from pathlib import Path

import orjson
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils.translation import gettext as _

from portal import audit
from portal.models import User
from volunteers.actions import imports
from volunteers.imports import report, workbook


class Command(BaseCommand):
    help = (
        "Read a roster of helpers from an .xlsx workbook. Without --apply nothing is saved. "
        "Without --by the import reaches every area; with it, only those of that officer's office."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE.xlsx", type=Path)
        parser.add_argument("--apply", action="store_true", help="save the good rows in one transaction")
        parser.add_argument("--strict", action="store_true", help="one bad row saves nothing")
        parser.add_argument("--report", metavar="FAILURES.xlsx", type=Path, help="write the bad rows here")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--by", metavar="EMAIL", help="the officer on whose behalf the roster is read")
        parser.add_argument("--consent", metavar="TEXT", default="", help="evidence of the helpers' consent")

    @audit.noting()
    def handle(self, *args, file, apply, strict, by, consent, **options):
        account = self._account(by)
        try:
            with file.open("rb") as stream:
                roster = workbook.read(stream)
        except workbook.RefusedFile as refused:
            self._stop(refused)
        except OSError:
            self._stop(_("The file %(file)s cannot be opened.") % {"file": file.name})
        if apply:
            outcome = imports.import_roster(
                roster, by=account, file_name=file.name, consent_evidence=consent, strict=strict
            )
            self._refresh_statistics()
        else:
            outcome = imports.preview(roster, by=account)
        if options["report"]:
            with options["report"].open("wb") as target:
                report.write(target, roster, outcome.failures)
        self._print_json(outcome) if options["json"] else self._print_text(outcome, apply, strict)

    def _account(self, email):
        if not email:
            return User.objects.system()
        account = User.objects.filter(email=email.lower(), is_active=True).first()
        if account is None or not account.has_perm(imports.PERMISSION):
            self._stop(_("%(email)s may not import helpers.") % {"email": email})
        return account

    def _stop(self, sentence):
        self.stderr.write(str(sentence))
        sys.exit(1)

    def _refresh_statistics(self):
        """Search stays fast after many rows came at once (performance.md, rule 15)."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE volunteers_helper")

    def _print_json(self, outcome):
        self.stdout.write(orjson.dumps(outcome.as_dict()).decode())

    def _print_text(self, outcome, applied, strict):
        for failure in outcome.failures:
            self.stdout.write(
                _("Row %(row)d, %(column)s: %(message)s (%(code)s)")
                % {
                    "row": failure.row,
                    "column": failure.column,
                    "message": failure.message,
                    "code": failure.code,
                }
            )
        if outcome.ignored_columns:
            self.stdout.write(_("Ignored columns: %(names)s") % {"names": "、".join(outcome.ignored_columns)})
        self.stdout.write(
            _(
                "%(rows)d rows: %(created)d new, %(updated)d updated, "
                "%(unchanged)d unchanged, %(failed)d failed."
            )
            % outcome.as_dict()
        )
        if not applied:
            self.stdout.write(_("Nothing was saved. Add --apply to save the good rows."))
        elif strict and outcome.failures:
            self.stdout.write(_("Nothing was saved: with --strict every row must be good."))
