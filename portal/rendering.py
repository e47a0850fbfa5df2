"""Django's form renderer of this house: every form gets the look without markup of its own."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """``{{ form }}`` and ``{{ field.as_field_group }}`` through the templates of ``portal/forms/``."""

    form_template_name = "portal/forms/form.html"
    field_template_name = "portal/forms/field.html"
