"""Forms that create and change, through an action where there is one; a refusal stands beside the form."""

import inspect

from django.contrib.admin.utils import quote
from django.urls import reverse
from wagtail.admin.views.generic import CreateView, EditView

from portal import audit
from portal.actions import Refused

from .action import show_refusal
from .policies import narrow


class RefusalMixin:
    """Shows a ``Refused`` beside the form and keeps what was typed."""

    inspect_url_name = None
    violations = ()

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Refused as refused:
            self.violations = show_refusal(form, refused)
            self.produced_error_code = "refused"
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_success_url(self):
        if self.inspect_url_name:
            return reverse(self.inspect_url_name, args=[quote(self.object.pk)])
        return super().get_success_url()

    def get_success_buttons(self):
        return []

    def get_side_panels(self):
        """No status panel: what happened stands on the detail page."""
        from wagtail.admin.ui.components import MediaContainer

        return MediaContainer([])

    def get_back_url(self) -> str:
        """Where the reader came from: the page of the object, or the list while there is none."""
        if self.inspect_url_name and self.object is not None:
            return reverse(self.inspect_url_name, args=[quote(self.object.pk)])
        return reverse(self.index_url_name)

    def get_context_data(self, **kwargs):
        return super().get_context_data(violations=self.violations, back_url=self.get_back_url(), **kwargs)


class GuardedCreateView(RefusalMixin, CreateView):
    """``action(by=user, **form fields)`` makes the object; without one the form saves it, audited."""

    template_name = "portal/backoffice/form.html"
    action_function = None

    def save_instance(self):
        function = inspect.getattr_static(self, "action_function")
        if function is not None:
            return function(by=self.request.user, **self.form.cleaned_data)
        instance = super().save_instance()
        audit.record(f"{instance._meta.model_name}.created", instance, by=self.request.user)
        return instance


class GuardedEditView(RefusalMixin, EditView):
    """``action(object, by=user, **form fields)`` changes it; without one the form saves it, audited."""

    template_name = "portal/backoffice/form.html"
    action_function = None

    def get_queryset(self):
        return narrow(self.model._default_manager.all(), self.request.user)

    def save_instance(self):
        function = inspect.getattr_static(self, "action_function")
        if function is not None:
            stored = self.get_queryset().get(pk=self.object.pk)
            return function(stored, by=self.request.user, **self.form.cleaned_data)
        changed = sorted(self.form.changed_data)
        instance = super().save_instance()
        audit.record(f"{instance._meta.model_name}.changed", instance, by=self.request.user, fields=changed)
        return instance
