"""The page behind a mask: asks for the reason, then shows the value once.

A viewset offers it as an action: ``action_views = {"reveal_phone": reveal_view("phone")}``.
"""

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from portal.actions import Refused
from portal.backoffice import ReasonForm
from portal.backoffice.action import ActionView, show_refusal
from portal.privacy_actions import reason_is_given, reveal


class RevealForm(ReasonForm):
    """Why the full value is needed; the empty field is refused in the rule's own words."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept with your name and the time. Name the task, not the person."),
        error_messages={"required": reason_is_given("").message},
    )


class RevealView(ActionView):
    """Shows ``field`` of the object in full, once, on a page that nothing stores."""

    field = ""
    permission = "portal.reveal_personal_data"
    label = _("Show in full")
    explanation = _("The value is shown once. Who asked, when and why is written down.")
    form_class = RevealForm
    needs_proof = True
    value = None

    def form_valid(self, form):
        reason = form.cleaned_data["reason"]
        try:
            value = reveal(self.object, self.field, reason=reason, by=self.request.user)
        except Refused as refused:
            self.violations = show_refusal(form, refused)
            return self.form_invalid(form)
        label = self.model._meta.get_field(self.field).verbose_name
        context = {**self.get_context_data(form=form), "value": value, "value_label": label}
        return render(self.request, "portal/backoffice/revealed.html", context)


def reveal_view(field: str, label=None) -> type[RevealView]:
    """The reveal page of one field."""
    attributes = {"field": field, **({"label": label} if label else {})}
    return type(f"Reveal_{field}", (RevealView,), attributes)
