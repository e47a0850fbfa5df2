"""Every action the log may hold reads as words, in both languages."""

import ast
from pathlib import Path

import pytest
from django.utils import translation

from portal import audit_names
from portal.backoffice.viewsets import VIEWSETS, GuardedViewSet

ROOT = Path(__file__).parent.parent.parent
APPS = ("portal", "volunteers", "training", "services", "public_site")


NOTES = ("audit.record", "audit.note_attempt")


def written_codes():
    """Every code that stands in full in a call of ``audit.record`` or ``audit.note_attempt``."""
    for app in APPS:
        for file in (ROOT / app).rglob("*.py"):
            source = file.read_text(encoding="utf-8")
            if not any(note in source for note in NOTES):
                continue
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in NOTES:
                    yield from codes_in(node.args[0])


def codes_in(argument):
    """A constant, or both ends of a choice between two; computed codes are listed below."""
    if isinstance(argument, ast.Constant):
        yield argument.value
    elif isinstance(argument, ast.IfExp):
        yield from codes_in(argument.body)
        yield from codes_in(argument.orelse)


def computed_codes():
    """What the screens write about any model they show, and the codes put together from a state."""
    for viewset in VIEWSETS:
        model = viewset.model._meta.model_name
        yield f"{model}.view"
        if isinstance(viewset, GuardedViewSet):
            if viewset.exports:
                yield f"{model}.exported"
            if viewset.add_enabled and not type(viewset).create_action:
                yield f"{model}.created"
            if viewset.edit_enabled and not type(viewset).edit_action:
                yield f"{model}.changed"
    yield from (f"credential.{state}" for state in ("verified", "rejected"))
    yield from (
        f"helper.{action}" for action in ("approved", "returned", "rejected", "suspended", "reactivated")
    )
    yield from (f"office.{action}" for action in ("created", "changed"))


# Attempts that ``require_self`` notes carry no thing of their own.
NAMELESS = {"self"}


@pytest.mark.parametrize("code", sorted({*written_codes(), *computed_codes()} - NAMELESS))
def test_an_action_of_the_log_has_words_in_both_languages(code):
    with translation.override("en"):
        english = audit_names.name(code)
    with translation.override("zh-hans"):
        chinese = audit_names.name(code)
    assert english != code
    assert chinese not in (code, english)
