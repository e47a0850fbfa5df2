"""The columns of a list: which relations they need joined, and how a yes or no reads."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from portal.lists import yes_or_no
from portal.templatetags.components import chip


class ChipColumn(Column):
    """The state of each row as a chip: ``tones`` names the tone of each value, none where it is missing."""

    def __init__(self, name: str = "state", *, tones: Mapping[str, str], label=None, **options):
        self.tones = tones
        super().__init__(name, label=label or _("State"), **{"sort_key": name} | options)

    def get_value(self, instance):
        tone = self.tones.get(super().get_value(instance), "")
        words = getattr(instance, f"get_{self.accessor}_display")()
        return render_to_string("portal/components/chip.html", chip(words, tone))


class AnswerColumn(Column):
    """Yes or no in a word."""

    def get_value(self, instance):
        return yes_or_no(super().get_value(instance))


def field_at(model: type[models.Model], lookup: str) -> models.Field | None:
    """The model field at the end of ``helper__area__name``, or None for a property or annotation."""
    field = None
    for part in lookup.split("__"):
        try:
            field = model._meta.get_field(part)
        except (FieldDoesNotExist, AttributeError):
            return None
        model = field.related_model
    return field


def related_columns(model: type[models.Model], columns: Iterable) -> list[str]:
    """The ``select_related`` paths that ``columns`` (names or Wagtail columns) need."""
    paths = []
    for column in columns:
        name = column.accessor if isinstance(column, Column) else column
        if isinstance(name, str):
            path = relation_in(model, name.replace(".", "__"))
            if path and path not in paths:
                paths.append(path)
    return paths


def relation_in(model: type[models.Model], lookup: str) -> str:
    """``helper__area__name`` crosses ``helper__area``; a plain field crosses nothing."""
    crossed = []
    for part in lookup.split("__"):
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            break
        if not (field.many_to_one or field.one_to_one):
            break
        crossed.append(part)
        model = field.related_model
    return "__".join(crossed)
