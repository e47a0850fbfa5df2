"""The Chinese catalogues: complete, compiled, and of one mind across the apps."""

import ast
import gettext
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import allauth
import django
import pytest
import wagtail
from django.utils.translation.template import templatize

from portal import wagtail_page_wording, wagtail_reading_wording

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


def catalogue_of(path) -> dict:
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)._catalog


def compiled(app):
    """What the committed ``.mo`` answers, by key; of a plural its first form."""
    catalogue = catalogue_of(ROOT / app / f"{CATALOGUE}.mo")
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


# Words of Wagtail's that stand differently in our catalogues on purpose: the same thing in the words of this
# system. Whatever means something else there needs a context (``pgettext``) here.
WORDED_OTHERWISE = {
    "%(model_name)s '%(object)s' created.",  # Chinese quotation marks, as everywhere else
    "%(model_name)s '%(object)s' deleted.",
    "%(model_name)s '%(object)s' updated.",
    "(optional)",
    "Account",
    "Action",
    "Add %(model_name)s",
    "Approve",
    "Approved",
    "Change",
    "Closeness",  # of a picture's focal point; no screen shows it
    "Code",  # a style of rich text that no field offers
    "Edit",
    "Email",
    "Enter a search term above",
    "From",
    "Group",  # of accounts; those screens are closed
    "Name",
    "New",
    "Other searches",
    "Rename",
    "Sorry, no pages match <em>%(query_string)s</em>",
    "To",
    "Unlock",
    "View live",
    "active",
    "object id",
    *wagtail_page_wording.SENTENCES,
    *wagtail_reading_wording.SENTENCES,
}


@cache
def of_others() -> frozenset:
    """What Django, Wagtail and allauth say in Chinese already."""
    found = set()
    for package in (django, wagtail, allauth):
        for path in Path(package.__file__).parent.rglob("locale/zh_Hans/LC_MESSAGES/django.mo"):
            found |= {key[0] if isinstance(key, tuple) else key for key in catalogue_of(path)}
    return frozenset(found)


def test_wagtails_words_stay_wagtails_where_they_mean_something_else():
    ours = {key: value for app in reversed(APPS) for key, value in compiled(app).items() if key}
    theirs = defaultdict(set)
    for path in Path(wagtail.__file__).parent.rglob("locale/zh_Hans/LC_MESSAGES/django.mo"):
        if path.parts[-5] not in ("forms", "search_promotions", "simple_translation", "styleguide"):
            for key, value in catalogue_of(path).items():
                theirs[key].add(value)
    differing = {key for key, said in theirs.items() if key in ours and ours[key] not in said}
    assert differing == WORDED_OTHERWISE


# How many leading arguments name a message: its context first, where there is one.
CALLS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 1, "ngettext_lazy": 1}
CALLS |= {"pgettext": 2, "pgettext_lazy": 2, "npgettext": 2, "npgettext_lazy": 2}
SAID_IN_TEMPLATE = re.compile(
    r"\b(\w*gettext|_)\((u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\")(?:, ?(u?'.*?'))?"
)


def said_in_python(source: str):
    """The messages that Python code asks for by their words."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            words = node.args[: CALLS[node.func.id]]
            if words and all(
                isinstance(word, ast.Constant) and isinstance(word.value, str) for word in words
            ):
                yield CONTEXT_END.join(word.value for word in words)


def said_in_template(source: str):
    """The messages that a template asks for."""
    for name, *words in SAID_IN_TEMPLATE.findall(templatize(source)):
        said = [ast.literal_eval(word) for word in words[: CALLS.get(name, 1)]]
        yield CONTEXT_END.join(said)


@pytest.mark.parametrize("app", APPS)
def test_whatever_the_code_says_is_in_a_catalogue(app):
    known = {key for name in APPS for key in compiled(name)} | of_others()
    said = {
        message
        for pattern, messages in (
            ("*.py", said_in_python),
            ("*.html", said_in_template),
            ("*.txt", said_in_template),
        )
        for path in (ROOT / app).rglob(pattern)
        for message in messages(path.read_text(encoding="utf-8"))
    }
    assert sorted(said - known) == []
