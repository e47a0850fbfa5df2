"""Paging by key instead of by number: page 10,000 costs what page 1 costs."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q


@dataclass(frozen=True, slots=True)
class KeysetPage:
    """The rows of one page, and the keys that lead on."""

    rows: list
    older: str = ""
    newer: str = ""


def _fields(model: type[models.Model], keyset: tuple[str, ...]) -> list[models.Field]:
    names = [name.removeprefix("-") for name in keyset]
    return [model._meta.pk if name == "pk" else model._meta.get_field(name) for name in names]


def _key_of(row: models.Model, fields: list[models.Field]) -> str:
    return ",".join(field.value_to_string(row) for field in fields)


def _values(key: str, fields: list[models.Field]) -> list | None:
    parts = key.split(",")
    if len(parts) != len(fields):
        return None
    try:
        return [field.to_python(part) for field, part in zip(fields, parts, strict=True)]
    except ValidationError:
        return None


def _beyond(fields: list[models.Field], values: list, comparison: str) -> Q:
    """Rows whose key lies beyond ``values``; the outer bound lets the index start there."""
    beyond = Q(pk__in=[])
    for position, field in enumerate(fields):
        same = {fields[n].name: values[n] for n in range(position)}
        beyond |= Q(**same, **{f"{field.name}__{comparison}": values[position]})
    return Q(**{f"{fields[0].name}__{comparison}e": values[0]}) & beyond


def page(queryset: models.QuerySet, keyset: tuple[str, ...], size: int, after="", before="") -> KeysetPage:
    """One page of ``queryset`` in ``keyset`` order, all ascending or all descending: ``("-day", "-pk")``.

    ``after`` and ``before`` are keys of earlier pages; one that cannot be read leads to the first page.
    """
    fields, descending = _fields(queryset.model, keyset), keyset[0].startswith("-")
    backwards = bool(before) and not after
    values = _values(after or before, fields) if after or before else None
    if values is not None:
        queryset = queryset.filter(_beyond(fields, values, "gt" if backwards == descending else "lt"))
    backwards = backwards and values is not None
    order = [field.name if backwards == descending else f"-{field.name}" for field in fields]
    rows = list(queryset.order_by(*order)[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    if not rows:
        return KeysetPage([])
    has_older = more or backwards
    has_newer = more if backwards else values is not None
    return KeysetPage(
        rows,
        older=_key_of(rows[-1], fields) if has_older else "",
        newer=_key_of(rows[0], fields) if has_newer else "",
    )
