"""Verifies an exported ledger with nothing but the standard library; runs without the rest of this code.

    python verifier.py ledger.jsonl [published_heads.txt …]

Each line is ``{"body", "chain", "hash", "prev", "seq"}`` in chain order. ``hash`` is the SHA-256 of
the canonical JSON of the other four; ``prev`` is the hash before, 64 zeros at first; ``seq`` counts
from 1. A published head must still be the hash of some entry. Memory does not grow with the file.
"""

import hashlib
import json
import re
import sys
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

ZERO_HASH = "0" * 64
FIELDS = {"body", "chain", "hash", "prev", "seq"}
HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Fault:
    """The first thing that is wrong: where, and what."""

    chain: str
    seq: int
    reason: str

    def __str__(self):
        return f"{self.chain or '-'} {self.seq} {self.reason}"


@dataclass
class Report:
    """What a verification saw. ``heads`` holds each chain's last number and hash."""

    entries: int = 0
    heads: dict = field(default_factory=dict)
    fault: Fault | None = None


def _refuse_float(text):
    raise ValueError(f"{text} is no integer")


_DECODER = json.JSONDecoder(parse_float=_refuse_float, parse_constant=_refuse_float)
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical(value) -> str:
    """Sorted keys and no spaces: RFC 8785 for text, integers, booleans, null, lists and objects of them."""
    return _ENCODER.encode(value)


# An export line as we write it, and a value that needs no escape; everything else is parsed in full.
_LINE = re.compile(
    r'\{"body":(\{.*\}),"chain":"([^"\\\x00-\x1f]*)","hash":"([0-9a-f]{64})","prev":"([0-9a-f]{64})",'
    r'"seq":([1-9][0-9]{0,17})\}\n?'
)
_VALUE = r'(?:"[^"\\\x00-\x1f]*"|-?[1-9][0-9]{0,17}|0|true|false|null)'
_KEY = re.compile(r"[A-Za-z0-9_]+")
_MOST_SHAPES = 32


class Shapes:
    """The kinds of bodies met so far, each as the pattern of its canonical text with sorted keys.

    A ledger has a handful of them. A body that matches one is canonical as it stands, which takes a
    tenth of the time of parsing it and writing it anew; a body that matches none is parsed.
    """

    def __init__(self):
        self._known = []

    def split(self, line: str) -> tuple[str, int, str, str, str] | None:
        """``(chain, seq, prev, body, hash)`` of a line whose canonical form is beyond doubt, else None."""
        found = _LINE.fullmatch(line)
        if found is None:
            return None
        body, chain, claimed, prev, seq = found.groups()
        for place, shape in enumerate(self._known):
            if shape.fullmatch(body):
                if place:
                    self._known.insert(0, self._known.pop(place))
                return chain, int(seq), prev, body, claimed
        return None

    def learn(self, body: dict) -> None:
        """Remember the kind of a body that was parsed, if it holds nothing but plain values."""
        flat = not any(isinstance(value, (dict, list)) for value in body.values())
        if flat and len(self._known) < _MOST_SHAPES and all(map(_KEY.fullmatch, body)):
            fields = ",".join(f'"{key}":{_VALUE}' for key in sorted(body))
            shape = re.compile(rf"\{{{fields}\}}")
            if shape not in self._known:
                self._known.append(shape)


class Verifier:
    """Takes entries one by one and remembers only the end of each chain, and which heads it has met."""

    def __init__(self, heads: Collection[str] = ()):
        self.report = Report()
        self.unmet = set(heads)

    def see(self, chain: str, seq: int, prev: str, body: str, claimed: str) -> Fault | None:
        """Check one entry whose body is canonical text."""
        last_seq, last_hash = self.report.heads.get(chain, (0, ZERO_HASH))
        if seq != last_seq + 1:
            return self._fault(chain, last_seq + 1, "gap")
        if prev != last_hash:
            return self._fault(chain, seq, "broken_link")
        name = canonical(chain) if '"' in chain or "\\" in chain else f'"{chain}"'
        text = f'{{"body":{body},"chain":{name},"prev":"{prev}","seq":{seq}}}'
        if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != claimed:
            return self._fault(chain, seq, "hash_mismatch")
        self.report.entries += 1
        self.report.heads[chain] = (seq, claimed)
        if self.unmet:
            self.unmet.discard(claimed)
        return None

    def finish(self) -> Report:
        """The result, once every entry was seen: a published head that is nowhere was cut off."""
        if self.report.fault is None and self.unmet:
            self._fault("", 0, f"missing_head {min(self.unmet)}")
        return self.report

    def malformed(self, line: int) -> None:
        """The line is not an entry at all."""
        self._fault("", line, "malformed")

    def _fault(self, chain, seq, reason):
        self.report.fault = Fault(chain, seq, reason)
        return self.report.fault


def verify_lines(
    lines: Iterable[str | bytes],
    heads: Collection[str] = (),
    decode: Callable | None = None,
    encode: Callable = canonical,
) -> Report:
    """Verify an export line by line, up to the first fault.

    With a ``decode`` and ``encode`` of your own, every line is parsed and written anew by them.
    """
    shapes = None if decode else Shapes()
    decode = decode or _DECODER.decode
    verifier = Verifier(heads)
    for number, line in enumerate(lines, 1):
        try:
            text = line.decode() if isinstance(line, bytes) else line
            row = (shapes.split(text) if shapes else None) or _parsed(
                text, decode or _DECODER.decode, encode, shapes
            )
        except (ValueError, TypeError):
            row = None
        if row is None:
            verifier.malformed(number)
            break
        if verifier.see(*row):
            break
    return verifier.finish()


def _parsed(
    text: str, decode: Callable, encode: Callable, shapes: Shapes | None
) -> tuple[str, int, str, str, str] | None:
    """The parts of one line, its body written anew in canonical form; None if it is no entry."""
    entry = decode(text)
    if not _is_entry(entry):
        return None
    body = encode(entry["body"])
    if shapes is not None:
        shapes.learn(entry["body"])
    return entry["chain"], entry["seq"], entry["prev"], body, entry["hash"]


def _is_entry(entry) -> bool:
    return (
        type(entry) is dict
        and entry.keys() == FIELDS
        and type(entry["body"]) is dict
        and type(entry["seq"]) is int
        and type(entry["chain"]) is type(entry["prev"]) is type(entry["hash"]) is str
    )


def verify_rows(
    rows: Iterable[tuple[str, int, str, str, str]],
    heads: Collection[str] = (),
    is_canonical: Callable[[str], bool] = lambda body: True,
) -> Report:
    """Verify ``(chain, seq, prev, body, hash)`` rows whose bodies are stored as text."""
    verifier = Verifier(heads)
    for chain, seq, prev, body, claimed in rows:
        if verifier.see(chain, seq, prev, body, claimed):
            break
        if not is_canonical(body):
            verifier.report.fault = Fault(chain, seq, "malformed")
            break
    return verifier.finish()


def heads_in(text: str) -> set[str]:
    """Every hash that a file of published heads names, whatever stands around them."""
    return set(HASH.findall(text))


def main(arguments: list[str]) -> int:
    if not arguments:
        sys.stderr.write(__doc__ or "")
        return 2
    export, *head_files = arguments
    heads = set()
    for name in head_files:
        with open(name, encoding="utf-8") as file:
            heads |= heads_in(file.read())
    with open(export, "rb") as file:
        report = verify_lines(file, heads)
    if report.fault:
        sys.stderr.write(f"{report.fault}\n")
        return 1
    sys.stdout.write(f"{report.entries} entries in {len(report.heads)} chains\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
