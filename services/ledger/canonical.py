"""The one text of a value: RFC 8785 for what the ledger holds (no floats, ASCII keys)."""

import hashlib

import orjson

ALLOWED = (str, int, bool, type(None))


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
    if isinstance(value, dict):
        for key, inner in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise TypeError(f"A ledger key must be ASCII text, not {key!r}.")
            _check(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _check(inner)
    elif not isinstance(value, ALLOWED):
        raise TypeError(f"A ledger holds text, integers, booleans and null, not {type(value).__name__}.")
