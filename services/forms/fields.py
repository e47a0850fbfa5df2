"""Fields that speak yuan and yield whole fen."""

from decimal import Decimal

from django import forms


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
        return Decimal(value) / self.scale if isinstance(value, int) else value


class YuanField(ScaledField):
    """Yuan as typed, fen as kept."""

    scale = 100
