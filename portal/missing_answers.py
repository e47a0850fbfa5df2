"""What a form says of a question that was left open: a sentence that names it and says what to do."""

from django import forms
from django.utils.translation import gettext as _


def what_is_missing(field: forms.Field, label: str) -> str:
    """The same gap is filled by typing, choosing, ticking or uploading."""
    if isinstance(field, forms.BooleanField) and not isinstance(field, forms.NullBooleanField):
        words = _("Tick “%(label)s” to go on.")
    elif isinstance(field, forms.FileField):
        words = _("Choose a file for “%(label)s”.")
    elif isinstance(field, (forms.ChoiceField, forms.ModelChoiceField)):
        words = _("Choose “%(label)s”.")
    else:
        words = _("Fill in “%(label)s”.")
    return words % {"label": label}


def is_plain(field: forms.Field) -> bool:
    """Whether the field has no sentence of its own for an open question."""
    return field.error_messages.get("required") == forms.Field.default_error_messages["required"]


def name_what_is_missing(form: forms.BaseForm) -> None:
    """Give every field of ``form`` without a sentence of its own the one that names it."""
    for name, field in form.fields.items():
        if is_plain(field):
            label = field.label or form[name].label
            field.error_messages["required"] = what_is_missing(field, label)
