"""What a volunteer says to take a certificate: which unit, which period."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.models import Office
from portal.widgets import DateInput


class CertificateForm(forms.Form):
    office = forms.ModelChoiceField(
        label=_("Issuing unit"),
        help_text=_("Units that recorded confirmed hours of yours."),
        queryset=Office.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    period_from = forms.DateField(label=_("From"), widget=DateInput)
    period_to = forms.DateField(label=_("To"), widget=DateInput)
    wants_seal = forms.BooleanField(
        label=_("I want it sealed"),
        help_text=_("Bring the print to the unit; sealing is free."),
        required=False,
    )

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = units
