"""Fields that speak yuan and hours and yield fen and minutes; and a field that finds a row by its name."""

from decimal import Decimal

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _


class ScaledField(forms.DecimalField):
    """A decimal as typed, an integer as kept."""

    scale = 1

    def __init__(self, **kwargs):
        super().__init__(**{"min_value": 0, "decimal_places": 2, "max_digits": 14, **kwargs})

    def clean(self, value):
        number = super().clean(value)
        return None if number is None else int((number * self.scale).to_integral_value())

    def prepare_value(self, value):
        """An integer comes from the database, anything else was typed."""
        if not isinstance(value, int):
            return value
        return round(Decimal(value) / self.scale, self.decimal_places)


class YuanField(ScaledField):
    """Yuan as typed, fen as kept."""

    scale = 100


class HoursField(ScaledField):
    """Hours as typed, minutes as kept."""

    scale = 60


class PercentField(ScaledField):
    """Percent as typed, parts per million as kept."""

    scale = 10_000

    def __init__(self, **kwargs):
        super().__init__(**{"decimal_places": 4, **kwargs})


class SuggestingInput(forms.TextInput):
    """A text field whose browser suggests ``suggestions`` while somebody types; no script."""

    suggestions = ()

    def render(self, name, value, attrs=None, renderer=None):
        key = f"{(attrs or {}).get('id', name)}_suggestions"
        field = super().render(name, value, {**(attrs or {}), "list": key, "autocomplete": "off"}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((text,) for text in self.suggestions))
        return format_html('{}<datalist id="{}">{}</datalist>', field, key, options)


class RosterField(forms.CharField):
    """One person of a contract's roster, by number or by name; yields the entry, the latest of the person."""

    widget = SuggestingInput

    def offer(self, entries) -> None:
        """Accept and suggest these entries."""
        by_person = {entry.helper_id: entry for entry in sorted(entries, key=lambda entry: entry.from_day)}
        self.entries = sorted(by_person.values(), key=lambda entry: entry.helper.number)
        self.widget.suggestions = [f"{entry.helper.number} {entry.helper.name}" for entry in self.entries]

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        number, _space, _name = text.partition(" ")
        found = [
            entry
            for entry in self.entries
            if number.upper() == entry.helper.number.upper() or text == entry.helper.name
        ]
        if len(found) > 1:
            numbers = "、".join(sorted(entry.helper.number for entry in found))
            raise forms.ValidationError(
                _("Several people have this name: %(numbers)s. Type the number."), params={"numbers": numbers}
            )
        if not found:
            raise forms.ValidationError(
                _("Nobody on the roster has this number or name. Choose one of the suggestions.")
            )
        return found[0]
