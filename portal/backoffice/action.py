"""One action of the domain as one button: a page that says what will happen, and a POST that does it."""

import inspect

from django import forms
from django.contrib.admin.utils import quote
from django.db import models
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.actions import Refused, require

from . import proof
from .forms import RestrictedFields, restrict_fields
from .policies import narrow


class ActionForm(RestrictedFields, forms.Form):
    """What an action needs to know besides its object; related fields offer only the user's rows."""

    def __init__(self, *args, for_user, instance=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.for_user, self.instance = for_user, instance
        restrict_fields(self, for_user)


class ReasonForm(ActionForm):
    """An action that must say why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}), strip=True
    )


class ActionView(WagtailAdminTemplateMixin, FormView):
    """A confirmable button for ``action(object, by=user, **form fields)``.

    The action itself judges, writes and tells; a ``Refused`` comes back beside the form, every
    violation with its source. ``permission`` decides who is offered the button; ``needs_proof`` asks
    for the password or a code again where the last one is more than ten minutes old. ``submit_label``
    names the button of the form where the view's own name would read oddly on it.
    """

    model = None
    action = None
    permission = ""
    label = ""
    submit_label = ""
    explanation = ""
    success_message = _("Done.")
    danger = False
    needs_proof = False
    states = ()
    form_class = ActionForm
    template_name = "portal/backoffice/action.html"
    index_url_name = None
    inspect_url_name = None
    header_icon = ""
    violations = ()

    @classmethod
    def is_offered(cls, instance: models.Model, user) -> bool:
        """Whether the detail page shows the button: by permission and by ``states`` of the object."""
        in_state = not cls.states or getattr(instance, "state", None) in cls.states
        return in_state and user.has_perm(cls.permission)

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        rows = narrow(self.model._default_manager.all(), request.user)
        self.object = get_object_or_404(rows, pk=kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        require(request.user, self.permission, self.object)
        if self.needs_proof:
            proof.require_recent(request)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "for_user": self.request.user, "instance": self.object}

    def run(self, form):
        """Call the action. Override where its parameters are not the form's fields."""
        return inspect.getattr_static(self, "action")(self.object, by=self.request.user, **form.cleaned_data)

    def form_valid(self, form):
        try:
            self.run(form)
        except Refused as refused:
            self.violations = show_refusal(form, refused)
            return self.form_invalid(form)
        if self.success_message:
            messages.success(self.request, self.success_message)
        return redirect(self.get_success_url())

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_success_url(self):
        back = get_valid_next_url_from_request(self.request)
        if back:
            return back
        if self.inspect_url_name:
            return reverse(self.inspect_url_name, args=[quote(self.object.pk)])
        return reverse(self.index_url_name)

    def get_page_title(self):
        return self.label

    def get_page_subtitle(self):
        return str(self.object)

    def get_breadcrumbs_items(self):
        items = [
            {"url": reverse(self.index_url_name), "label": capfirst(self.model._meta.verbose_name_plural)}
        ]
        if self.inspect_url_name:
            url = reverse(self.inspect_url_name, args=[quote(self.object.pk)])
            items.append({"url": url, "label": str(self.object)})
        return [*self.breadcrumbs_items, *items, {"url": "", "label": self.label}]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context.update(
            object=self.object,
            violations=self.violations,
            back_url=self.get_success_url(),
            media=context["form"].media,
        )
        return context


def show_refusal(form, refused: Refused):
    """Put each violation beside its field; returns those that belong to no field of ``form``."""
    elsewhere = []
    for violation in refused.violations:
        if violation.field in form.fields:
            form.add_error(violation.field, str(violation.message))
        else:
            elsewhere.append(violation)
    return elsewhere
