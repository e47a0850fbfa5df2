"""The form in which an editor writes a page."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamBlockValidationError
from wagtail.fields import StreamField


class PublicPageForm(WagtailAdminPageForm):
    """A draft may hold anything; what is handed in or published holds no personal data (rule 57)."""

    def __init__(self, *args, **kwargs):
        """An article begins with its writer's office as the publisher.

        Wagtail shows no hidden first value: a day that begins as today would always count as changed.
        """
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = False
        if "publisher" in self.fields and self.instance.pk is None and self.for_user and self.for_user.office:
            self.initial["publisher"] = self.for_user.office.name

    def clean(self):
        cleaned = super().clean()
        if not self.is_deferred_validation:
            # The page gets its new values only after this; the scan needs them now.
            for name in self._meta.fields:
                if name in cleaned:
                    setattr(self.instance, name, cleaned[name])
            messages = defaultdict(list)
            for violation in self.instance.personal_data():
                messages[violation.field].append(ValidationError(str(violation)))
            for name, errors in messages.items():
                self._say(name, errors)
        return cleaned

    def _say(self, name: str, errors: list[ValidationError]) -> None:
        """Beside the field; a body of blocks shows only one error, and only of its own kind."""
        if name not in self.fields:
            self.add_error(None, errors)
        elif isinstance(self.instance._meta.get_field(name), StreamField):
            self.add_error(name, StreamBlockValidationError(non_block_errors=ErrorList(errors)))
        else:
            self.add_error(name, errors)
