"""A small reader of JSON Schema (the keywords our own schema uses) that answers in sentences.

The product needs no schema library: one file is read, and an officer must understand what
is wrong with it. The suite compares the verdicts with those of the ``jsonschema`` package.
"""

import re
from typing import NamedTuple

LARGEST = 1_000_000_000
KINDS = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
ARTICLES = {
    "object": "an object",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "null",
}


LOOKS = {
    r"^\d{4}-\d{2}-\d{2}$": "be a date such as 2026-03-09",
    r"^[a-z0-9_:]{1,40}$": "be a code of small letters, digits, _ and :",
    "^([01][0-9]|2[0-3]):(00|15|30|45)$": "be a quarter hour from 00:00 to 23:45",
    "^(([01][0-9]|2[0-3]):(00|15|30|45)|24:00)$": "be a quarter hour from 00:15 to 24:00",
}


class Fault(NamedTuple):
    """One thing wrong with the input: where, and what to do about it."""

    path: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}: {self.sentence}"


def faults(value, schema: dict, root: dict, path: str = "$"):
    """Every way in which ``value`` breaks ``schema``, each with its path and a sentence."""
    schema = _resolve(schema, root)
    if "anyOf" in schema:
        yield from _of_any(value, schema["anyOf"], root, path)
    if "const" in schema and value != schema["const"]:
        yield Fault(path, f"must be {schema['const']!r}, not {_short(value)}.")
    if "enum" in schema and value not in schema["enum"]:
        yield Fault(path, f"must be one of {', '.join(schema['enum'])}, not {_short(value)}.")
    kind = schema.get("type")
    if kind and not _is(value, kind):
        yield Fault(path, f"must be {ARTICLES[kind]}, not {_short(value)}.")
    elif kind in CHECKS:
        yield from CHECKS[kind](value, schema, root, path)


def _of_any(value, choices, root, path):
    """The faults against the choice of the value's own kind, if there is one."""
    resolved = [_resolve(choice, root) for choice in choices]
    same_kind = [choice for choice in resolved if _is(value, choice["type"])]
    if same_kind:
        yield from faults(value, same_kind[0], root, path)
    else:
        kinds = " or ".join(ARTICLES[choice["type"]] for choice in resolved)
        yield Fault(path, f"must be {kinds}, not {_short(value)}.")


def _of_object(value, schema, root, path):
    properties = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield Fault(path, f"lacks the field {name!r}; add it.")
    extra = schema.get("additionalProperties", True)
    for name, item in value.items():
        here = f"{path}.{name}"
        if "propertyNames" in schema:
            yield from faults(name, schema["propertyNames"], root, here)
        if name in properties:
            yield from faults(item, properties[name], root, here)
        elif extra is False:
            yield Fault(here, "is not a field of this format; remove it.")
        elif extra is not True:
            yield from faults(item, extra, root, here)


def _of_list(value, schema, root, path):
    if len(value) < schema.get("minItems", 0):
        yield Fault(path, f"must hold at least {schema['minItems']} entries.")
    for position, item in enumerate(value):
        yield from faults(item, schema["items"], root, f"{path}[{position}]")
        if schema.get("uniqueItems") and item in value[:position]:
            yield Fault(f"{path}[{position}]", f"repeats {_short(item)}; name it once.")


def _of_text(value, schema, root, path):
    if len(value) < schema.get("minLength", 0):
        yield Fault(path, "must not be empty.")
    if len(value) > schema.get("maxLength", len(value)):
        yield Fault(path, f"must not be longer than {schema['maxLength']} characters.")
    pattern = schema.get("pattern")
    if pattern and not re.search(pattern.replace("$", r"\Z"), value, re.ASCII):
        yield Fault(path, f"must {LOOKS.get(pattern, 'match ' + pattern)}, not {_short(value)}.")
    if any("\ud800" <= character <= "\udfff" for character in value):
        yield Fault(path, "holds half a character; save the file as UTF-8 again.")


def _of_number(value, schema, root, path):
    lowest, highest = schema.get("minimum", -LARGEST), schema.get("maximum", LARGEST)
    if not lowest <= value <= highest:
        yield Fault(path, f"must lie between {lowest} and {highest}, not {_short(value)}.")
    step = schema.get("multipleOf", 1)
    if value % step:
        yield Fault(path, f"must be a multiple of {step}, not {_short(value)}.")


CHECKS = {"object": _of_object, "array": _of_list, "string": _of_text, "integer": _of_number}


def _is(value, kind: str) -> bool:
    return isinstance(value, KINDS[kind]) and not (kind == "integer" and isinstance(value, bool))


def _resolve(schema: dict, root: dict) -> dict:
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    return schema


def _short(value) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "…"
