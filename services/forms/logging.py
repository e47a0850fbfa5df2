"""What somebody fills in about one service: when, what kind, what was done."""

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.models import Area, Office
from portal.widgets import DateInput, DigitsInput, TimeInput
from services.actions import Service
from services.actions.recording import recording_units
from services.forms.fields import RosterField
from services.models import Contract, ContractItem
from services.rules.hours import ATTENDED_ONLY
from training.choices import OFFICERS_ONLY, SessionKind
from training.forms.visits import MinutesField
from training.rules.attendance import GIFTS_ARE_REFUSED
from training.rules.sessions import END_AFTER_BEGINNING, LONGEST
from volunteers.choices import HelpKind
from volunteers.models import Helper

SHORT = {"class": "short"}
KINDS = [
    (kind.value, kind.label)
    for kind in SessionKind
    if kind not in OFFICERS_ONLY and kind not in ATTENDED_ONLY
]


class ServiceForm(forms.Form):
    """Times are local; an end before the beginning lies on the next day, at most half a day later."""

    day = forms.DateField(label=_("Day of the service"), widget=DateInput)
    starts = forms.TimeField(label=_("Began"), widget=TimeInput(SHORT))
    ends = forms.TimeField(label=_("Over"), widget=TimeInput(SHORT))
    break_minutes = MinutesField(label=_("Break"), help_text=_("minutes"), initial=0)
    travel_minutes = MinutesField(
        label=_("Travel there and back"), help_text=_("minutes, not counted as service"), initial=0
    )
    kind = forms.ChoiceField(label=_("Form of service"), choices=[("", _("Please choose")), *KINDS])
    content = forms.CharField(
        label=_("What was done"),
        help_text=_("The content of the service only; no name, phone number or address of anybody."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    nil_gift = forms.BooleanField(
        label=_("No payment and no gift was taken from anybody served"),
        error_messages={"required": GIFTS_ARE_REFUSED},
    )
    explanation = forms.CharField(
        label=_("Explanation"),
        help_text=_("Only for a late record, or for more hours on one day than the daily limit."),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self):
        answers = super().clean()
        if {"day", "starts", "ends"} <= answers.keys():
            starts_at, ends_at = self.times()
            if ends_at - starts_at > LONGEST:
                self.add_error("ends", END_AFTER_BEGINNING)
        return self.cleaned_data

    def times(self) -> tuple[datetime, datetime]:
        """Beginning and end with their days."""
        answers = self.cleaned_data
        starts_at = timezone.make_aware(datetime.combine(answers["day"], answers["starts"]))
        ends_at = timezone.make_aware(datetime.combine(answers["day"], answers["ends"]))
        if ends_at < starts_at:
            ends_at += timedelta(days=1)
        return starts_at, ends_at

    def service(
        self, *, area: Area, office: Office, help_kind: str, item: ContractItem | None = None, **more
    ) -> Service:
        """The answers as the action takes them."""
        answers = self.cleaned_data
        starts_at, ends_at = self.times()
        return Service(
            area=area,
            office=office,
            kind=answers["kind"],
            help_kind=help_kind,
            starts_at=starts_at,
            ends_at=ends_at,
            break_minutes=answers["break_minutes"],
            travel_minutes=answers["travel_minutes"],
            content=answers["content"],
            nil_gift=answers["nil_gift"],
            explanation=answers["explanation"],
            person_times=answers.get("person_times") or 0,
            contract_item=item,
            **more,
        )

    def show(self, refused) -> tuple:
        """Put each violation beside its field; returns those that belong to none."""
        elsewhere = []
        for violation in refused.violations:
            if violation.field in self.fields:
                self.add_error(violation.field, str(violation.message))
            else:
                elsewhere.append(violation)
        return tuple(elsewhere)


class OwnServiceForm(ServiceForm):
    """A helper's own volunteering, for one of the units that may record it."""

    help_kind = forms.ChoiceField(
        label=_("Kind of help"), choices=[("", _("Please choose")), *HelpKind.choices]
    )
    office = forms.ModelChoiceField(
        label=_("Recording unit"),
        help_text=_("The unit that organised the service; it also issues your certificate."),
        queryset=Office.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args, helper: Helper, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper
        units = recording_units(helper.area) if helper.area else Office.objects.none()
        self.fields["office"].queryset = units
        self.initial.setdefault("office", units.first())

    def own_service(self) -> Service:
        """The answers, in the helper's own area."""
        answers = self.cleaned_data
        return self.service(area=self.helper.area, office=answers["office"], help_kind=answers["help_kind"])


class SuppliedServiceForm(ServiceForm):
    """A supplier's log: who of the roster, for which item, in which town, with how many persons."""

    roster = RosterField(
        label=_("Who served"), help_text=_("Number or name; your browser suggests who is on the roster.")
    )
    item = forms.ModelChoiceField(
        label=_("Contract item"),
        queryset=ContractItem.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    town = forms.ModelChoiceField(
        label=_("Town or sub-district"),
        queryset=Area.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    person_times = forms.IntegerField(
        label=_("Persons present"), min_value=1, max_value=500, widget=DigitsInput(SHORT)
    )

    def __init__(self, *args, contract: Contract, **kwargs):
        super().__init__(*args, **kwargs)
        self.contract = contract
        self.fields["roster"].offer(contract.roster.select_related("helper").order_by("helper__number"))
        self.fields["item"].queryset = contract.items.select_related("contract")
        self.fields["town"].queryset = contract.area.get_children()

    def supplied_service(self) -> Service:
        """The answers, recorded by the purchaser's office."""
        answers = self.cleaned_data
        item = answers["item"]
        return self.service(
            area=answers["town"], office=self.contract.purchaser, help_kind=item.help_kind, item=item
        )
