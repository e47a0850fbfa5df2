"""The form of a contract: yuan and hours as people write them, the seven parts, the long-term conditions."""

from django import forms
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from portal.backoffice import AreaForm, GuardedEditView
from portal.widgets import DateInput
from services.forms.fields import HoursField, PercentField, YuanField
from services.rules import contracts

THREE_ROWS = {"rows": 3}


class ContractForm(AreaForm):
    """What is missing among the seven parts is judged when the contract is signed, not here."""

    amount_fen = YuanField(label=_("Amount, yuan"))
    min_minutes = HoursField(label=_("Least hours"))
    max_minutes = HoursField(label=_("Most hours"))
    payment_days = forms.IntegerField(
        label=_("payment period, days"),
        help_text=_("30 days from acceptance; the contract may agree on up to 60."),
        min_value=1,
        max_value=60,
    )
    late_rate_ppm = PercentField(
        label=_("Late interest, percent a day"),
        help_text=_("Empty where the contract names none: then 0.05 % a day."),
        required=False,
    )

    class Meta:
        widgets = {
            "starts_on": DateInput,
            "ends_on": DateInput,
            "content": forms.Textarea(THREE_ROWS),
            "quality": forms.Textarea(THREE_ROWS),
            "settlement_terms": forms.Textarea(THREE_ROWS),
            "breach_terms": forms.Textarea(THREE_ROWS),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            office = self.for_user.office
            self.initial.setdefault("purchaser", office)
            self.initial.setdefault("area", office and office.areas.order_by("path").first())
            self.initial.setdefault("payment_days", 30)

    def validate_constraints(self):
        """The action says in words what the database would refuse."""


class ContractEditView(GuardedEditView):
    """A draft only: what is in force was signed by two parties."""

    def get(self, request, *args, **kwargs):
        return self._refuse_in_force() or super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        return self._refuse_in_force() or super().post(request, *args, **kwargs)

    def _refuse_in_force(self):
        contract = self.get_object()
        in_force = contracts.is_draft(contract.state)
        if in_force is None:
            return None
        messages.warning(self.request, in_force.message)
        return redirect(reverse(self.inspect_url_name, args=[contract.pk]))
