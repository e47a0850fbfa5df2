"""The one text of a value: RFC 8785 for what the ledger holds (no floats, ASCII keys)."""

import hashlib

import orjson

PLAIN = frozenset({str, int, bool, type(None)})


def canonical(value: dict) -> str:
    """Sorted keys, no spaces, UTF-8; refuses whatever would not be canonical in every language."""
    _check(value)
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def entry_hash(chain: str, seq: int, prev: str, body: str) -> str:
    """SHA-256 of the canonical JSON of body, chain, prev and seq; ``body`` is canonical already."""
    name = orjson.dumps(chain).decode()
    text = f'{{"body":{body},"chain":{name},"prev":"{prev}","seq":{seq}}}'
    return hashlib.sha256(text.encode()).hexdigest()


def _check(value) -> None:
    """Walks objects and lists; plain values are judged where they stand, for this runs on every entry."""
    if isinstance(value, dict):
        for key in value:
            if not (isinstance(key, str) and key.isascii()):
                raise TypeError(f"A ledger key must be ASCII text, not {key!r}.")
        value = value.values()
    elif isinstance(value, str):
        return  # a choice; written as its value
    elif not isinstance(value, (list, tuple)):
        raise TypeError(f"A ledger holds text, integers, booleans and null, not {type(value).__name__}.")
    for inner in value:
        if type(inner) not in PLAIN:
            _check(inner)
