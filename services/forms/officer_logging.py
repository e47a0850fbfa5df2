"""What an officer fills in for a helper: the service, how it counts, and where the consent is kept."""

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from portal.backoffice.forms import RestrictedFields, restrict_fields
from portal.models import Area, Office
from portal.widgets import DigitsInput
from services.actions import Service
from services.actions.recording import recording_units
from services.choices import Account, ContractState
from services.forms.logging import SHORT, ServiceForm
from services.models import Contract, ContractItem, ServiceRecord
from volunteers.choices import HelpKind
from volunteers.models import Helper
from volunteers.rules.agreements import consent_evidenced

VOLUNTEERING = ""
# What only volunteering asks for; a purchased hour takes the first two from its contract.
OF_VOLUNTEERING = ("help_kind", "office", "consent_evidence")


class OfficerServiceForm(RestrictedFields, ServiceForm):
    """``instance`` is the helper; ``corrects`` a reversed record whose content is offered again."""

    contract_item = forms.ChoiceField(label=_("Counted as"), required=False, widget=forms.RadioSelect)
    help_kind = forms.ChoiceField(
        label=_("Kind of help"), choices=[("", _("Please choose")), *HelpKind.choices]
    )
    office = forms.ModelChoiceField(
        label=_("Recording unit"),
        help_text=_("The unit that organised the volunteer service; of no account for a purchased one."),
        queryset=Office.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    area = forms.ModelChoiceField(label=_("Where the service took place"), queryset=Area.objects.all())
    person_times = forms.IntegerField(
        label=_("Persons present"), min_value=0, max_value=500, initial=1, widget=DigitsInput(SHORT)
    )
    consent_evidence = forms.CharField(
        label=_("Where the helper's consent is kept"),
        help_text=_(
            "Volunteer service is entered for somebody only with their consent, for example: signed "
            "attendance sheet of that day, folder 3. The helper is told and checks the record."
        ),
        max_length=300,
        error_messages={"required": consent_evidenced("").message},
    )
    field_order = (
        "contract_item",
        "day",
        "starts",
        "ends",
        "break_minutes",
        "travel_minutes",
        "kind",
        "help_kind",
        "area",
        "office",
        "person_times",
        "content",
        "nil_gift",
        "consent_evidence",
        "explanation",
    )

    def __init__(self, *args, for_user, instance: Helper, corrects: ServiceRecord | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper, self.corrects = instance, corrects
        self.items = {str(item.pk): item for item in _items_of(instance, for_user)}
        units = recording_units(instance.area) if instance.area else Office.objects.none()
        self.initial = {"area": instance.area, "office": units.first(), **self._of(corrects), **self.initial}
        restrict_fields(self, for_user)
        # The unit that organised a service in a town may well be the county's.
        self.fields["office"].queryset = units
        if self.items:
            purchased = [(key, f"{item.contract.number} {item}") for key, item in self.items.items()]
            self.fields["contract_item"].choices = [(VOLUNTEERING, Account.VOLUNTEER.label), *purchased]
        else:
            del self.fields["contract_item"]
        if self.items and self._counted_as() != VOLUNTEERING:
            for name in OF_VOLUNTEERING:
                self.fields[name].required = False

    def _counted_as(self) -> str:
        """The key of the contract item that is chosen, or of volunteering."""
        return self["contract_item"].value() or VOLUNTEERING

    def _of(self, record: ServiceRecord | None) -> dict:
        """What the reversed record said, to be put right."""
        if record is None:
            return {}
        same = ("break_minutes", "travel_minutes", "kind", "help_kind", "area", "office", "person_times")
        return {
            **{name: getattr(record, name) for name in (*same, "content", "consent_evidence")},
            "contract_item": str(record.contract_item_id or VOLUNTEERING),
            "day": record.served_on,
            "starts": localtime(record.starts_at).time(),
            "ends": localtime(record.ends_at).time(),
            "explanation": _("Correction of record %(number)s: %(reason)s")
            % {"number": record, "reason": record.reversal_reason},
        }

    def officers_service(self) -> Service:
        """The answers as the action takes them; a purchased hour is recorded by the purchaser."""
        answers = self.cleaned_data
        item: ContractItem | None = self.items.get(answers.get("contract_item") or VOLUNTEERING)
        return self.service(
            area=answers["area"],
            office=item.contract.purchaser if item else answers["office"],
            help_kind=answers["help_kind"] or (item.help_kind if item else ""),
            item=item,
            consent_evidence=answers["consent_evidence"].strip(),
            reverses=self.corrects,
        )


def _items_of(helper: Helper, user):
    """What ``helper`` may have served under: items of the user's contracts in force that name them."""
    contracts = Contract.objects.visible_to(user).filter(state=ContractState.IN_FORCE, roster__helper=helper)
    mine = ContractItem.objects.filter(contract__in=contracts.values("pk"))
    return mine.select_related("contract__purchaser").order_by("contract", "pk")
