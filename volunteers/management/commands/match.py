"""``manage.py match``: the best lawful plan for an area, as JSON; from a file it needs no database."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal import audit
from portal.models import Area, User
from volunteers import matching
from volunteers.actions.plans import store_plan
from volunteers.matching_input import input_for

INVALID = 2  # exit code when nothing can be planned


class Command(BaseCommand):
    help = "Plan which helper is invited to which seat of an area, and explain every choice."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--area", metavar="CODE", help="plan this area and everything below it")
        parser.add_argument("--input", metavar="FILE", type=Path, help="plan this file; read no database")
        parser.add_argument("--output", metavar="FILE", type=Path, help="write here instead of printing")
        parser.add_argument("--seconds", metavar="N", type=float, default=60, help="time limit (default: 60)")
        parser.add_argument("--apply", action="store_true", help="store the plan as suggestions")

    @audit.noting()
    def handle(self, *, area, input, output, seconds, apply, **options):
        if not seconds > 0:
            raise _refusal("--seconds must be more than 0.")
        if input and apply:
            raise _refusal("--apply works on the database; leave it out, or leave out --input.")
        data = _from_file(input, area) if input else _from_database(area)
        plan = _planned(data, seconds)
        text = json.dumps(plan, ensure_ascii=False, indent=1)
        if apply:
            store_plan(data, plan, by=User.objects.system())
        if output:
            _write(output, text + "\n")
        else:
            self.stdout.write(text)


def _from_file(path: Path, area: str | None) -> dict:
    """The parsed file; its scope says what is planned, ``--area`` may only repeat it."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _refusal(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise _refusal(f"{path} is not JSON: {error}.") from error
    if area and isinstance(data, dict) and data.get("scope") != area:
        raise _refusal(f"$.scope: is {data.get('scope')!r}, but --area says {area!r}; leave --area out.")
    return data


def _from_database(area: str | None) -> dict:
    if not area:
        raise _refusal("Name an area with --area CODE, or a file with --input FILE.")
    try:
        return input_for(area)
    except Area.DoesNotExist as unknown:
        raise _refusal(f"No area has the code {area}; import_areas reads the official list.") from unknown


def _planned(data, seconds: float) -> dict:
    try:
        return matching.plan(data, seconds=seconds)
    except matching.InvalidInput as invalid:
        raise _refusal(f"Nothing was planned; correct the input:\n{invalid}") from invalid


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise _refusal(f"{path} cannot be written: {error.strerror}.") from error


def _refusal(text: str) -> CommandError:
    """A list of sentences on stderr and exit code 2."""
    return CommandError(text, returncode=INVALID)
