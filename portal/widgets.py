"""Form controls that use what a phone already has: its date picker, its clock, its number pad."""

from django import forms


class DateInput(forms.DateInput):
    """A date through the browser's own picker."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """A time of day through the browser's own picker."""

    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class DigitsInput(forms.TextInput):
    """A number that is a name (a phone, a code): the number pad, no arrows, leading zeros kept."""

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "numeric", "class": "medium", **(attrs or {})})
