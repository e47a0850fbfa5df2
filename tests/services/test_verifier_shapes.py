"""Reading an export quickly changes no verdict: it agrees with parsing every line, sound or broken."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.ledger import verifier
from services.ledger.canonical import canonical, entry_hash

ZERO = "0" * 64
texts = st.text(st.characters(exclude_categories=["Cs"]))  # all that UTF-8 can write
plain = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts
bodies = st.dictionaries(
    st.sampled_from("abcde"), plain | st.lists(plain, max_size=2), min_size=1, max_size=4
)


def export(contents, chain="contract:HT-1"):
    """The lines of an export that holds these bodies."""
    lines, prev = [], ZERO
    for seq, content in enumerate(contents, 1):
        body = canonical(content)
        digest = entry_hash(chain, seq, prev, body)
        lines.append(f'{{"body":{body},"chain":"{chain}","hash":"{digest}","prev":"{prev}","seq":{seq}}}\n')
        prev = digest
    return lines


def verdicts(lines):
    """The quick reading, and that of a reader who parses every line."""
    exact = json.JSONDecoder(parse_float=_refused, parse_constant=_refused).decode
    return verifier.verify_lines(lines), verifier.verify_lines(lines, decode=exact)


def _refused(text):
    raise ValueError(text)


@given(st.lists(bodies, max_size=6))
def test_sound_files_are_sound_to_both(contents):
    quick, exact = verdicts(export([*contents, *contents]))

    assert quick == exact
    assert (quick.fault, quick.entries) == (None, 2 * len(contents))


@given(st.lists(bodies, min_size=2, max_size=4), st.data())
def test_one_changed_character_has_the_same_verdict(contents, data):
    lines = export([*contents, *contents])
    place = data.draw(st.integers(0, len(lines) - 1))
    at = data.draw(st.integers(0, len(lines[place]) - 2))
    put = data.draw(st.sampled_from(["", " ", "0", "-", '"', "\\", ",", "}", "e", ".", "1", "\u00a0"]))
    lines[place] = lines[place][:at] + put + lines[place][at + data.draw(st.integers(0, 1)) :]

    quick, exact = verdicts(lines)

    assert quick == exact


def signed_again(body):
    """Two sound entries and a third whose text is ``body`` as it stands, hashed as it stands."""
    lines = export([{"a": 1, "b": "x"}, {"a": 2, "b": "y"}])
    prev = json.loads(lines[-1])["hash"]
    digest = entry_hash("contract:HT-1", 3, prev, body)
    tail = f'"chain":"contract:HT-1","hash":"{digest}","prev":"{prev}","seq":3}}\n'
    return [*lines, f'{{"body":{body},{tail}']


@pytest.mark.parametrize(
    "body",
    [
        '{"b":"x","a":1}',
        '{"a":1, "b":"x"}',
        '{"a":1,"b":"x","b":"x"}',
        '{"a":01,"b":"x"}',
        '{"a":-0,"b":"x"}',
        '{"a":1.0,"b":"x"}',
        '{"a":1e3,"b":"x"}',
        '{"a":1,"b":"\\u0078"}',
        '{"a":1,"b":"x\ty"}',
        '{"a":1,"b":"x"},"seq":{}',
        '{"a":1,"b":"x"',
        '{"a":1,"b":x}',
    ],
)
def test_a_text_that_is_not_canonical_is_no_entry_even_with_its_own_hash(body):
    quick, exact = verdicts(signed_again(body))

    assert quick == exact
    assert quick.fault is not None


@example("\u2028")
@example("\x7f")
@given(texts)
def test_any_text_in_a_body_is_read_alike(text):
    quick, exact = verdicts(export([{"a": 1, "b": "x"}, {"a": 2, "b": text}]))

    assert quick == exact
    assert quick.fault is None


def test_more_kinds_of_bodies_than_are_remembered_are_still_verified():
    contents = [{f"field{number:03}": number} for number in range(200)]

    quick, exact = verdicts(export([*contents, *contents]))

    assert quick == exact
    assert quick.fault is None
