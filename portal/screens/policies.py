"""Policies: what holds today, what held before, and deciding what holds from a day on."""

import json

from django import forms
from django.http import Http404
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.generic import TemplateView
from django.views.generic.edit import FormView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal import policies
from portal.actions import Refused, require
from portal.backoffice.action import show_refusal
from portal.models import PolicyVersion
from portal.policies import Policy
from portal.policy_actions import set_policy
from portal.templatetags.components import chip as chip_context
from portal.widgets import DateInput

VIEW, DECIDE = "portal.view_policyversion", "portal.add_policyversion"


def shown(policy: Policy, value) -> str:
    """A value as one reads it: a number with its unit, a table as it is written."""
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, indent=1)
    return f"{value} {policy.unit}".strip()


def brief(policy: Policy, value) -> str:
    """A value in a list: a table is named by its size."""
    if isinstance(value, (dict, list)):
        size = len(value)
        return ngettext("Table of %(size)d entry", "Table of %(size)d entries", size) % {"size": size}
    return shown(policy, value)


def marked(text: str, version: PolicyVersion) -> str:
    """What a version says, and whether it was corrected since."""
    if not hasattr(version, "correction"):
        return text
    chip = render_to_string("portal/components/chip.html", chip_context(_("Corrected"), ""))
    return format_html("{} {}", text, chip)


class PolicyPage(WagtailAdminTemplateMixin):
    """What the pages about policies share: who may open them, and the way back."""

    header_icon = "scale"
    permission = VIEW

    def dispatch(self, request, *args, **kwargs):
        require(request.user, self.permission)
        if "key" in kwargs and self.policy.page:
            return redirect(self.policy.page)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        home = {"url": reverse("policies"), "label": gettext_lazy("Policies")}
        items = [home] if "key" in self.kwargs else [{**home, "url": ""}]
        if "key" in self.kwargs:
            items.append({"url": reverse("policy", args=[self.policy.key]), "label": self.policy.label})
        return [*self.breadcrumbs_items, *items]

    @property
    def policy(self) -> Policy:
        policy = policies.get(self.kwargs["key"])
        if policy is None:
            raise Http404
        return policy


class PolicyListView(PolicyPage, TemplateView):
    """Every policy with the value of today."""

    template_name = "portal/backoffice/policies.html"
    page_title = gettext_lazy("Policies")

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "columns": self.columns(), "rows": self.rows()}

    def columns(self):
        return [_("Policy"), _("Today"), _("Source"), _("Next change")]

    def rows(self):
        today = timezone.localdate()
        coming = PolicyVersion.objects.standing().filter(effective_from__gt=today).order_by("-effective_from")
        changes = {version.key: version for version in coming}
        return [self.row(policy, today, changes.get(policy.key)) for policy in policies.all_policies()]

    def row(self, policy, today, change):
        url = reverse(policy.page) if policy.page else reverse("policy", args=[policy.key])
        link = format_html('<a href="{}">{}</a>', url, policy.label)
        coming = ""
        if change is not None:
            coming = pgettext("policy", "{day}: {value}").format(
                day=date_format(change.effective_from), value=brief(policy, change.value)
            )
        return [link, brief(policy, policies.value(policy, today)), str(policy.source), coming]


class PolicyView(PolicyPage, TemplateView):
    """One policy: its value on each day, by whom and why."""

    template_name = "portal/backoffice/policy.html"

    def get_page_title(self):
        return self.policy.label

    def get_context_data(self, **kwargs):
        policy, today = self.policy, timezone.localdate()
        versions = PolicyVersion.objects.filter(key=policy.key).select_related("decided_by", "correction")
        return {
            **super().get_context_data(**kwargs),
            "policy": policy,
            "value": shown(policy, policies.value(policy, today)),
            "is_table": isinstance(policy.default, (dict, list)),
            "default": brief(policy, policy.default),
            "may_decide": self.request.user.has_perm(DECIDE),
            "columns": [_("In force from"), _("Policy value"), _("Reason"), _("Decided by")],
            "rows": [
                [
                    date_format(version.effective_from),
                    marked(brief(policy, version.value), version),
                    version.reason,
                    str(version.decided_by or ""),
                ]
                for version in versions
            ],
        }


class PolicyForm(forms.Form):
    """A value of the policy's own kind, the day it holds from, and why."""

    effective_from = forms.DateField(label=gettext_lazy("In force from"), widget=DateInput)
    corrects = forms.BooleanField(
        label=gettext_lazy("Correct what was decided for this day"),
        required=False,
        help_text=gettext_lazy(
            "The earlier value stays in the list, and what was judged by it today stays as it was judged."
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("The document it rests on, or why it is changed."),
    )

    def __init__(self, *args, policy: Policy, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"] = _value_field(policy)
        decided = PolicyVersion.objects.standing().filter(
            key=policy.key, effective_from__gte=timezone.localdate()
        )
        if not decided.exists():
            del self.fields["corrects"]
        self.order_fields(["value", "effective_from", "corrects", "reason"])


def _value_field(policy: Policy) -> forms.Field:
    label = gettext_lazy("New value")
    if isinstance(policy.default, bool):
        return forms.BooleanField(label=label, required=False)
    if isinstance(policy.default, int):
        return forms.IntegerField(label=label, help_text=policy.unit)
    if isinstance(policy.default, str):
        return forms.CharField(label=label, max_length=200)
    return forms.JSONField(
        label=label,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=policy.hint or gettext_lazy("Keep the shape of the table; change its figures only."),
        encoder=ReadableEncoder,
    )


class ReadableEncoder(json.JSONEncoder):
    """Chinese as Chinese, one entry a line."""

    def __init__(self, **kwargs):
        super().__init__(**{**kwargs, "ensure_ascii": False, "indent": 2})


class SetPolicyView(PolicyPage, FormView):
    """The administrator decides; what is over stays as it was."""

    template_name = "portal/backoffice/action.html"
    form_class = PolicyForm
    permission = DECIDE
    label = gettext_lazy("Decide a new value")
    explanation = gettext_lazy(
        "Holds from the day you name. Earlier days keep the value of their time; your name and the reason "
        "are written down."
    )
    danger = False

    def get_page_title(self):
        return self.label

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.label}]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "policy": self.policy}

    def get_initial(self):
        return {"value": policies.value(self.policy, timezone.localdate())}

    def form_valid(self, form):
        try:
            set_policy(self.policy, by=self.request.user, **form.cleaned_data)
        except Refused as refused:
            self.violations = show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, _("Decided. It holds from the day you named."))
        return redirect("policy", self.policy.key)

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "object": self.policy.label,
            "violations": getattr(self, "violations", ()),
            "back_url": reverse("policy", args=[self.policy.key]),
        }


@hooks.register("register_admin_urls")
def routes():
    return [
        path("policies/", PolicyListView.as_view(), name="policies"),
        path("policies/<str:key>/", PolicyView.as_view(), name="policy"),
        path("policies/<str:key>/decide/", SetPolicyView.as_view(), name="policy_set"),
    ]


class PolicyMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(VIEW)


@hooks.register("register_settings_menu_item")
def menu_item():
    return PolicyMenuItem(
        gettext_lazy("Policies"), reverse("policies"), name="policies", icon_name="scale", order=300
    )
