"""Every action the log may hold reads as words, in both languages."""

import ast
from pathlib import Path

import pytest
from django.utils import translation

from portal import audit_details, audit_names
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


def rule_codes():
    """The code of every violation that stands in full where a rule makes it."""
    for app in APPS:
        for file in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Violation"):
                    named = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
                    yield from codes_in([*named, *node.args][0])


@pytest.mark.parametrize("code", sorted({*written_codes(), *computed_codes()}))
def test_an_action_of_the_log_has_words_in_both_languages(code):
    with translation.override("en"):
        english = audit_names.name(code)
    with translation.override("zh-hans"):
        chinese = audit_names.name(code)
    assert english != code
    assert chinese not in (code, english)
    assert "refused by a rule" not in english


def test_an_attempt_that_a_rule_refused_names_at_least_its_thing():
    assert [code for code in sorted(set(rule_codes())) if audit_names.name(code) == code] == []


def detail_keys():
    """Every key that stands in full in a call of ``audit.record``."""
    for app in APPS:
        for file in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in (*NOTES, "audit.record_each"):
                    yield from (keyword.arg for keyword in node.keywords if keyword.arg)


@pytest.mark.parametrize("key", sorted({*detail_keys()} - {"by", "result"}))
def test_a_detail_of_the_log_is_labelled_in_both_languages(key):
    with translation.override("en"):
        english = str(audit_details.LABELS[key])
    with translation.override("zh-hans"):
        assert str(audit_details.LABELS[key]) not in (key, english)
