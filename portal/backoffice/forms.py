"""Forms that offer and accept only rows of the user's areas, and never name a foreign one."""

from collections.abc import Sequence
from typing import NamedTuple

from django import forms
from django.db import models
from django.utils.text import capfirst
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.forms.models import registry as field_overrides

from portal.missing_answers import name_what_is_missing

from .policies import is_guarded, narrow


def chooser_for(model: type[models.Model]) -> forms.Widget | None:
    """The search-and-choose widget registered for ``model``, if there is one."""
    override = field_overrides.values_by_fk_related_model.get(model)
    return override["widget"]() if override else None


def restrict_fields(form: forms.BaseForm, user) -> None:
    """Narrow each related field to ``user``'s rows; replace long selects by the model's chooser.

    What is left open is then named in the house's words instead of Django's. A label taken from a model
    field begins in lower case; in a form it heads a line.
    """
    name_what_is_missing(form)
    for field in form.fields.values():
        field.label = capfirst(field.label)
        if isinstance(field, forms.ModelChoiceField) and is_guarded(field.queryset.model):
            field.queryset = narrow(field.queryset, user)
            single = not isinstance(field, forms.ModelMultipleChoiceField)
            chooser = chooser_for(field.queryset.model) if single else None
            if chooser is not None and isinstance(field.widget, forms.Select):
                field.widget = chooser
                chooser.is_required = field.required


class Section(NamedTuple):
    """One part of a long form; ``css`` lays its fields out otherwise than one below the other."""

    heading: str
    fields: Sequence[str]
    hint: str = ""
    css: str = ""


class Sectioned:
    """Mixin of a long form that is shown in parts; a field that a form took out is left out."""

    in_sections: Sequence[Section] = ()

    def sections(self):
        return [
            {"about": section, "fields": [self[name] for name in section.fields if name in self.fields]}
            for section in self.in_sections
        ]


class RestrictedFields:
    """Mixin of forms that know ``for_user``."""

    def full_clean(self):
        """Wagtail's chooser would print the title of any posted key, so a refused key is forgotten."""
        super().full_clean()
        refused = [
            name
            for name, field in self.fields.items()
            if isinstance(field, forms.ModelChoiceField) and name in (self._errors or {})
        ]
        if self.is_bound and refused:
            self.data = self.data.copy()
            for name in refused:
                self.data[self.add_prefix(name)] = ""


class AreaForm(RestrictedFields, WagtailAdminModelForm):
    """The base of every model form in the back office. Views pass ``for_user``."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        restrict_fields(self, self.for_user)
