"""Proves the ledger: every chain unbroken, every published head still in it; exports it for others."""

import re
from pathlib import Path

import orjson
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal import audit
from portal.models import User
from services.actions.proving import check_and_keep, export_to_file
from services.ledger import verifier
from services.ledger.checking import check_export, continues

HASH = re.compile(r"[0-9a-f]{64}")


class Command(BaseCommand):
    help = "Verify the hash-chained ledger, from the database or from an exported file."

    def add_arguments(self, parser):
        parser.add_argument(
            "--export",
            metavar="FILE",
            help="also write the whole ledger as JSON lines; replaces only an earlier export of this ledger",
        )
        parser.add_argument("--file", metavar="FILE", help="verify an exported file instead of the database")
        parser.add_argument(
            "--head", metavar="HASH|FILE", action="append", default=[], help="a head published earlier"
        )
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    @audit.noting()
    def handle(self, *args, **options):
        heads = self._heads(options["head"])
        name = options["export"]
        kept = bool(name) and self._is_earlier_export(name)
        if options["file"]:
            report = self._verify_file(options["file"], heads)
        else:
            report = check_and_keep(by=User.objects.system(), heads=heads)
        # What was whole yesterday is not replaced by what is broken today.
        writes = name and not (kept and report.fault)
        written = export_to_file(name, by=User.objects.system()) if writes else None
        self._print(report, as_json=options["json"])
        if written is not None and not options["json"]:
            self.stdout.write(_("%(count)s entries written to %(name)s.") % {"count": written, "name": name})

    def _is_earlier_export(self, name: str) -> bool:
        """Whether an export of this ledger stands at ``name``; anything else there is nobody's to replace."""
        if not Path(name).exists() or not Path(name).stat().st_size:
            return False
        if not continues(name):
            raise CommandError(
                _(
                    "%(name)s is no earlier export of this ledger and stays as it is. "
                    "To verify an exported file use --file."
                )
                % {"name": name}
            )
        return True

    def _heads(self, values: list[str]) -> set[str]:
        heads = set()
        for value in values:
            if HASH.fullmatch(value):
                heads.add(value)
            elif Path(value).is_file():
                heads |= verifier.heads_in(Path(value).read_text(encoding="utf-8"))
            else:
                raise CommandError(
                    _("%(value)s is neither a hash nor a file of published heads.") % {"value": value}
                )
        return heads

    def _verify_file(self, name: str, heads: set[str]) -> verifier.Report:
        try:
            return check_export(name, heads)
        except OSError as error:
            raise CommandError(_("The file %(name)s cannot be read.") % {"name": name}) from error

    def _print(self, report: verifier.Report, *, as_json: bool) -> None:
        fault = report.fault
        if as_json:
            heads = [
                {"chain": name, "hash": h, "seq": seq} for name, (seq, h) in sorted(report.heads.items())
            ]
            found = fault and {"chain": fault.chain, "reason": fault.reason, "seq": fault.seq}
            result = {"entries": report.entries, "fault": found, "heads": heads}
            self.stdout.write(orjson.dumps(result).decode())
        elif fault is None:
            self.stdout.write(
                _("The ledger is intact: %(entries)s entries in %(chains)s chains.")
                % {"entries": report.entries, "chains": len(report.heads)}
            )
            for name, (seq, digest) in sorted(report.heads.items()):
                self.stdout.write(f"{name} {seq} {digest}")
        if fault is not None:
            raise CommandError(f"{fault.chain or '-'} {fault.seq} {fault.reason}", returncode=1)
