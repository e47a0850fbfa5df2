"""Accounts: the administrator opens and closes them, and sets office and roles; nothing is edited raw."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from portal import account_actions, roles, second_factor_actions
from portal.accounts import second_factor
from portal.backoffice import ActionForm, ActionView, AreaForm, DetailView, GuardedViewSet, ReasonForm
from portal.backoffice.detail import facts_panel, trail_panel
from portal.lists import yes_or_no
from portal.models import Office, User

ADMINISTER = account_actions.ADMINISTER


def roles_of(account: User) -> str:
    """The roles of an account in words."""
    return "、".join(str(roles.LABELS.get(group.name, group.name)) for group in account.groups.all())


def roles_field(*, required=False) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Roles"),
        choices=list(roles.LABELS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=required,
    )


class NewAccountForm(AreaForm):
    """Whoever joins an office."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=60)
    roles = roles_field(required=True)

    class Meta:
        model = User
        fields = ["email", "name", "office"]


class AssignForm(ActionForm):
    office = forms.ModelChoiceField(Office.objects.all(), label=_("Office"), required=False)
    roles = roles_field()
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].initial = self.instance.office
        self.fields["roles"].initial = list(self.instance.groups.values_list("name", flat=True))


class AssignView(ActionView):
    action = account_actions.assign
    permission = ADMINISTER
    label = _("Set office and roles")
    explanation = _("This person is signed out everywhere, so that the change holds at once.")
    form_class = AssignForm
    needs_proof = True
    success_message = _("Office and roles are set.")

    @classmethod
    def is_offered(cls, instance, user):
        return super().is_offered(instance, user) and not instance.is_system and instance.pk != user.pk


class CloseView(AssignView):
    action = account_actions.close
    label = _("Close the account")
    explanation = _("Nobody can sign in with it any more. What it did stays on record.")
    form_class = ReasonForm
    success_message = _("The account is closed.")
    danger = True

    @classmethod
    def is_offered(cls, instance, user):
        return super().is_offered(instance, user) and instance.is_active


class ReopenView(AssignView):
    action = account_actions.reopen
    label = _("Open the account again")
    explanation = ""
    form_class = ReasonForm
    success_message = _("The account is open again.")

    @classmethod
    def is_offered(cls, instance, user):
        return super().is_offered(instance, user) and not instance.is_active


class ResetSecondFactorView(AssignView):
    action = second_factor_actions.reset_second_factor
    label = _("Reset the second step")
    explanation = _(
        "For somebody who has lost both phone and recovery codes. Make sure who is asking. All factors are "
        "removed, the person is signed out everywhere and told by mail."
    )
    form_class = ReasonForm
    success_message = _("The second step is reset. It is set up anew at the next sign-in.")
    danger = True

    @classmethod
    def is_offered(cls, instance, user):
        return super().is_offered(instance, user) and second_factor.enrolled(instance)


class AccountDetail(DetailView):
    def get_callout(self):
        account = self.object
        signed_in = account.last_login or account.has_usable_password()
        if signed_in or account.is_system or not account.is_active:
            return None
        return {
            "title": _("This person has not signed in yet"),
            "text": _(
                "A mail has told them how: on the sign-in page they choose “forgotten password”, enter this "
                "address and set a password of their own."
            ),
            "tone": "info",
        }

    def get_panels(self):
        account = self.object
        facts = [
            (pgettext("person", "Name"), account.name),
            (_("E-mail address"), account.email),
            (_("Office"), account.office),
            (_("Roles"), roles_of(account)),
            (
                pgettext("account", "Active"),
                yes_or_no(account.is_active),
            ),
            (_("Last signed in"), account.last_login),
        ]
        return [facts_panel(facts, aside=False), trail_panel(account)]


class AccountViewSet(GuardedViewSet):
    model = User
    icon = "person"
    add_to_settings_menu = True
    menu_permission = ADMINISTER
    list_display = ["name", "email", "office", "is_active", "last_login"]
    list_filter = ["office", "is_active"]
    search_fields = ["name", "email"]
    ordering = "name"
    select_related = ("office",)
    detail_view_class = AccountDetail
    add_enabled = True
    form_class = NewAccountForm
    form_fields = ["email", "name", "office"]
    create_action = account_actions.open_account
    action_views = {
        "assign": AssignView,
        "second-factor": ResetSecondFactorView,
        "close": CloseView,
        "reopen": ReopenView,
    }
