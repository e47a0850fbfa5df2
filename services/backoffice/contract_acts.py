"""What is done with a contract: its items, budget years and roster, signing, acceptance, the end."""

from datetime import timedelta

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from portal.backoffice import ActionForm, ActionView
from portal.widgets import DateInput
from services import actions
from services.actions.contracting import closing_judgements
from services.choices import ContractState, DeliverableKind, DeliverableUnit
from services.forms.fields import RosterField, YuanField
from services.models import ContractItem, ContractYear
from volunteers.choices import HelpKind
from volunteers.models import Helper

from .contract_rules import signing_verdicts

LIVE = (ContractState.DRAFT, ContractState.IN_FORCE)


class SignForm(ActionForm):
    signed_on = forms.DateField(
        label=_("Signed on"),
        help_text=_("The day both parties signed; the two working days for the announcement run from here."),
        widget=DateInput,
    )


class SignView(ActionView):
    action = actions.sign_contract
    permission = "services.sign_contract"
    label = _("Put into force")
    needs_proof = True
    states = (ContractState.DRAFT,)
    form_class = SignForm
    template_name = "services/backoffice/sign.html"
    explanation = _("From now on hours can be logged, and the contract can no longer be edited.")
    success_message = _("The contract is in force. Announce it within two working days.")

    def get_context_data(self, **kwargs):
        verdicts = signing_verdicts(self.object, self.request.user)
        judged = {verdict.violation.code for verdict in verdicts if verdict.violation}
        # What a condition says already is not said twice.
        self.violations = [violation for violation in self.violations if violation.code not in judged]
        return super().get_context_data(verdicts=verdicts, **kwargs)


class AnnounceForm(ActionForm):
    announced_on = forms.DateField(label=_("Announced on"), widget=DateInput)


class AnnounceView(ActionView):
    action = actions.announce_contract
    permission = "services.sign_contract"
    label = _("Enter the announcement")
    states = (ContractState.IN_FORCE, ContractState.CLOSED)
    form_class = AnnounceForm
    success_message = _("The day of the announcement is kept.")

    def get_initial(self):
        return {"announced_on": self.object.announced_on or timezone.localdate()}

    @property
    def explanation(self):
        """Until when, and whether that day has passed (rules 44 and 84)."""
        deadline = actions.announcement_due(self.object)
        text = _("A contract is announced within two working days of signing: by %(day)s.") % {
            "day": date_format(deadline.day)
        }
        return f"{text} {deadline.caution}".strip()


class ItemForm(ActionForm):
    kind = forms.ChoiceField(label=_("Deliverable"), choices=DeliverableKind)
    help_kind = forms.ChoiceField(label=_("Kind of help"), choices=HelpKind)
    unit = forms.ChoiceField(label=_("Unit of the target"), choices=DeliverableUnit)
    rate_fen = YuanField(label=_("Price of an hour, yuan"))
    target = forms.IntegerField(label=_("Target"), min_value=0, initial=0)


class AddItemView(ActionView):
    action = actions.add_item
    permission = "services.change_contract"
    label = _("Add a contract item")
    states = (ContractState.DRAFT,)
    form_class = ItemForm


class YearForm(ActionForm):
    year = forms.IntegerField(label=_("Budget year"), min_value=2000, max_value=2100)
    amount_fen = YuanField(label=_("Amount, yuan"))
    budget_line = forms.CharField(label=_("Budget line"), max_length=80)


class AddYearView(ActionView):
    action = actions.add_year
    permission = "services.change_contract"
    label = _("Add a budget year")
    states = (ContractState.DRAFT,)
    form_class = YearForm


def own_row(label, model) -> forms.ModelChoiceField:
    """One of a few rows of the contract, shown one below the other."""
    nothing = model.objects.none()
    return forms.ModelChoiceField(label=label, queryset=nothing, widget=forms.RadioSelect, empty_label=None)


class OwnRowForm(ActionForm):
    """Which of the contract's own rows is meant: ``row`` names the field, ``rows`` where they are."""

    row = rows = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[self.row].queryset = getattr(self.instance, self.rows).all()


class RemoveRowView(ActionView):
    """Takes one row out of a draft that has any."""

    permission = "services.change_contract"
    states = (ContractState.DRAFT,)
    danger = True

    @classmethod
    def is_offered(cls, instance, user):
        """While there is something to take out."""
        return super().is_offered(instance, user) and getattr(instance, cls.form_class.rows).exists()


class RemoveItemForm(OwnRowForm):
    row, rows = "item", "items"
    item = own_row(_("Contract item"), ContractItem)


class RemoveItemView(RemoveRowView):
    action = actions.remove_item
    label = _("Remove a contract item")
    form_class = RemoveItemForm


class RemoveYearForm(OwnRowForm):
    row, rows = "budget_year", "years"
    budget_year = own_row(_("Budget year"), ContractYear)


class RemoveYearView(RemoveRowView):
    action = actions.remove_year
    label = _("Remove a budget year")
    form_class = RemoveYearForm


class RosterForm(ActionForm):
    helper = forms.ModelChoiceField(label=_("Person serving"), queryset=Helper.objects.all())
    role = forms.CharField(label=_("Role under the contract"), max_length=40, required=False)
    from_day = forms.DateField(label=_("First day"), widget=DateInput)
    to_day = forms.DateField(
        label=_("Last day"),
        help_text=_("Leave empty for the whole term."),
        widget=DateInput,
        required=False,
    )


class AddToRosterView(ActionView):
    action = actions.add_to_roster
    permission = "services.change_contract"
    label = _("Add to the roster")
    states = LIVE
    form_class = RosterForm
    explanation = _("Only people on the roster can log hours under the contract.")

    def get_initial(self):
        return {"from_day": self.object.starts_on}


class EndOnRosterForm(ActionForm):
    entry = RosterField(
        label=_("Person serving"),
        help_text=_("Number or name; your browser suggests who is on the roster."),
    )
    to_day = forms.DateField(label=_("Last day"), widget=DateInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["entry"].offer(self.instance.roster.select_related("helper").order_by("helper__number"))


class EndOnRosterView(ActionView):
    action = actions.end_on_roster
    permission = "services.change_contract"
    label = _("End on the roster")
    states = LIVE
    form_class = EndOnRosterForm
    explanation = _("What was logged up to the last day stays.")

    @classmethod
    def is_offered(cls, instance, user):
        return super().is_offered(instance, user) and instance.roster.exists()


class AcceptanceForm(ActionForm):
    period_from = forms.DateField(label=_("From"), widget=DateInput)
    period_to = forms.DateField(label=_("To"), widget=DateInput)


class OpenAcceptanceView(ActionView):
    action = actions.open_acceptance
    permission = "services.add_acceptance"
    label = _("Open an acceptance sheet")
    states = (ContractState.IN_FORCE, ContractState.CLOSED)
    form_class = AcceptanceForm
    explanation = _("The sheet takes every verified record up to the last day that no sheet holds yet.")
    success_message = _("The sheet is open. Mark each standard and enter what those served think.")

    def get_initial(self):
        """From where the last sheet ended up to the last full month, if one has passed since."""
        contract, today = self.object, timezone.localdate()
        before = contract.acceptances.order_by("-period_to").first()
        begins = before.period_to + timedelta(days=1) if before else contract.starts_on
        ends = min(today.replace(day=1) - timedelta(days=1), contract.ends_on)
        return {"period_from": begins, "period_to": ends if ends >= begins else min(today, contract.ends_on)}

    def run(self, form):
        self.sheet = super().run(form)

    def get_success_url(self):
        sheet = getattr(self, "sheet", None)
        return reverse("acceptances:inspect", args=[sheet.pk]) if sheet else super().get_success_url()


class CloseView(ActionView):
    action = actions.close_contract
    permission = "services.sign_contract"
    label = _("Close the contract")
    states = (ContractState.IN_FORCE,)
    danger = True
    explanation = _("Nothing more can be logged under it. Verify and accept first what was served.")

    def get_context_data(self, **kwargs):
        """What is still open is said before anybody tries."""
        self.violations = self.violations or [rule for rule in closing_judgements(self.object) if rule]
        return super().get_context_data(**kwargs)
