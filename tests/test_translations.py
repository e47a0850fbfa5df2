"""The Chinese catalogues: complete, compiled, and of one mind across the apps."""

import ast
import gettext
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APPS = ("portal", "volunteers", "training", "services", "public_site")
CATALOGUE = "locale/zh_Hans/LC_MESSAGES/django"
CONTEXT_END = "\x04"


def entries(app):
    """Each message of an app's catalogue: its key (context and msgid), its translations, its flags."""
    text = (ROOT / app / f"{CATALOGUE}.po").read_text(encoding="utf-8")
    for block in text.split("\n\n"):
        fields, name, flags = defaultdict(str), "", ""
        for line in block.splitlines():
            if line.startswith("#,"):
                flags += line
            if line.startswith("#") or not line.strip():
                continue
            if not line.startswith('"'):
                name, _space, line = line.partition(" ")
            fields[name] += ast.literal_eval(line)
        if not fields:
            continue
        context = fields["msgctxt"] + CONTEXT_END if "msgctxt" in fields else ""
        answers = [value for name, value in fields.items() if name.startswith("msgstr")]
        yield context + fields["msgid"], answers, flags


def compiled(app):
    """What the committed ``.mo`` answers, by key; of a plural its first form."""
    with (ROOT / app / f"{CATALOGUE}.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    return {key[0] if isinstance(key, tuple) else key: value for key, value in catalogue.items()}


@pytest.mark.parametrize("app", APPS)
def test_every_message_is_translated_and_none_is_a_guess(app):
    open_ends = [
        key for key, answers, flags in entries(app) if (key and "fuzzy" in flags) or not all(answers)
    ]
    assert open_ends == []


@pytest.mark.parametrize("app", APPS)
def test_the_compiled_catalogue_says_what_the_written_one_says(app):
    written = {key: answers[0] for key, answers, _flags in entries(app) if key}
    spoken = {key: value for key, value in compiled(app).items() if key}
    assert spoken == written


def test_no_message_has_two_translations():
    """Django merges the catalogues, the first app's translation wins: the others would never be seen."""
    found = defaultdict(dict)
    for app in APPS:
        for key, answers, _flags in entries(app):
            if key:
                found[key].setdefault(tuple(answers), app)
    assert {key: answers for key, answers in found.items() if len(answers) > 1} == {}
