"""Everything a page says in words, piece by piece, with the place where an editor finds it."""

from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext as _
from wagtail.fields import StreamField

from public_site.rules import Passage

# Written by Wagtail itself, or repeated from the title.
NOT_WRITTEN = {"url_path", "path", "draft_title"}


def passages(page) -> list[Passage]:
    """The texts of ``page``: its fields, and each block of its body by number."""
    found = []
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            found += _blocks(page, field)
        elif isinstance(field, (models.CharField, models.TextField)) and field.name not in NOT_WRITTEN:
            text = getattr(page, field.name) or ""
            found.append(Passage(str(field.verbose_name), text, field.name))
    return [passage for passage in found if passage.text]


def _blocks(page, field) -> Iterator[Passage]:
    for number, block in enumerate(field.value_from_object(page), start=1):
        place = _("{field}, block {number}").format(field=field.verbose_name, number=number)
        yield Passage(place, "\n".join(_strings(block.get_prep_value())), field.name)


def _strings(value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, entry in value.items():
            if name != "id":
                yield from _strings(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _strings(entry)
