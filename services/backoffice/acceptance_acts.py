"""What is done with an acceptance sheet: marked, its period changed, opinions, signature, settlement."""

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from portal.backoffice import ActionForm, ActionView
from portal.widgets import DateInput
from services import actions
from services.actions.accepting import outlook_of_sheet, sheet_totals
from services.actions.paying import shares_of_sheet
from services.choices import AcceptanceState
from services.models import Acceptance
from services.rules.amounts import hours, yuan

from .budgets import beyond_this_year, budget_table, settling_table, waiting_rest
from .wording import link

MET = (("1", _("Met")), ("0", _("Standard not met")))


class MarkForm(ActionForm):
    """One question and one remark for each standard of the sheet."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for line in self.instance.lines.all():
            self.fields[f"met_{line.pk}"] = forms.ChoiceField(
                label=f"{line.get_kind_display()}：{line.standard}",
                choices=MET,
                widget=forms.RadioSelect,
                initial=None if line.met is None else str(int(line.met)),
            )
            self.fields[f"remark_{line.pk}"] = forms.CharField(
                label=_("Remark"),
                help_text=_("Needed where the standard is not met."),
                required=False,
                max_length=200,
                initial=line.remark,
            )

    def clean(self):
        """What was lacking is said where a standard was not met (rule 49)."""
        cleaned = super().clean()
        for line in self.instance.lines.all():
            remark = f"remark_{line.pk}"
            if cleaned.get(f"met_{line.pk}") == "0" and not cleaned.get(remark):
                self.add_error(remark, _("Say what was lacking."))
        return cleaned

    @property
    def marks(self) -> dict[int, tuple[bool, str]]:
        """What was answered, by line."""
        return {
            int(name.removeprefix("met_")): (value == "1", self.cleaned_data[f"remark_{name[4:]}"])
            for name, value in self.cleaned_data.items()
            if name.startswith("met_")
        }


class MarkView(ActionView):
    permission = "services.add_acceptance"
    label = _("Mark the standards")
    submit_label = _("Save")
    states = (AcceptanceState.DRAFT,)
    form_class = MarkForm
    success_message = _("The standards are marked.")

    def run(self, form):
        actions.mark_sheet(self.object, marks=form.marks, by=self.request.user)


class PeriodForm(ActionForm):
    period_to = forms.DateField(label=_("Last day"), widget=DateInput)


class PeriodView(ActionView):
    action = actions.change_period
    permission = "services.add_acceptance"
    label = _("Change the period")
    states = (AcceptanceState.DRAFT,)
    form_class = PeriodForm
    success_message = _("The period is changed; what was served later waits for the next sheet.")

    def get_initial(self):
        return {"period_to": self.object.period_to}

    @property
    def explanation(self):
        """What the period decides, and the last day for which this year's budget suffices."""
        text = _("Verified records up to the last day are accepted with this sheet; later ones are not.")
        beyond = beyond_this_year(outlook_of_sheet(self.object))
        return f"{text}{beyond}"


def scores() -> list[tuple[int, str]]:
    """Five to one, in the reader's language."""
    return [(score, _("%(score)s of 5") % {"score": score}) for score in range(5, 0, -1)]


class OpinionForm(ActionForm):
    score = forms.TypedChoiceField(
        label=_("Satisfaction, 1 to 5"),
        choices=scores,
        coerce=int,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Opinion"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("No names, and nothing by which the person could be known."),
    )


class OpinionView(ActionView):
    action = actions.add_opinion
    permission = "services.add_acceptance"
    label = _("Enter an opinion")
    states = (AcceptanceState.DRAFT,)
    form_class = OpinionForm
    success_message = _("The opinion is kept without a name.")


class SignView(ActionView):
    action = actions.sign_acceptance
    permission = "services.sign_acceptance"
    label = _("Sign the sheet")
    needs_proof = True
    states = (AcceptanceState.DRAFT,)
    template_name = "services/backoffice/money_act.html"
    explanation = _(
        "You accept every verified record up to the last day of the period. "
        "Whoever logged or verified one of them, or filled in the sheet, cannot sign."
    )

    @classmethod
    def is_offered(cls, instance, user):
        """Once the sheet is filled in, to whoever did not fill it in (rules 49 and 50)."""
        ready = Acceptance.objects.filter(pk=instance.pk).to_sign_by(user)
        return super().is_offered(instance, user) and ready.exists()

    @property
    def success_message(self):
        """Whether finance can settle it now, or from which day on."""
        waits = Acceptance.objects.get(pk=self.object.pk).rest_payable_from
        if waits is None:
            return _("Signed. Finance can settle it now.")
        return _("Signed. Finance can settle it from %(day)s on.") % {"day": date_format(waits)}

    def get_context_data(self, **kwargs):
        sheet, outlook = self.object, outlook_of_sheet(self.object)
        return super().get_context_data(
            pairs=what_is_signed(sheet),
            warning=beyond_this_year(outlook),
            table=budget_table(sheet.contract, outlook.now),
            **kwargs,
        )


def what_is_signed(sheet: Acceptance) -> list[tuple]:
    """What the signature accepts: how much of which days, and how it was judged."""
    totals, lines = sheet_totals(sheet), list(sheet.lines.all())
    scores = [opinion.score for opinion in sheet.opinions.all()]
    average = sum(scores) / len(scores) if scores else 0
    return [
        (_("Contract"), link("contracts:inspect", sheet.contract)),
        (_("Supplier"), sheet.contract.supplier),
        (_("Period"), sheet.period),
        (_("Records"), f"{totals['count']:,}"),
        (_("Hours"), hours(totals["minutes"])),
        (_("Value, yuan"), yuan(totals["amount_fen"])),
        (_("Standards met"), f"{sum(line.met is True for line in lines)} / {len(lines)}"),
        (
            _("Opinions of those served"),
            _("%(count)s, on average %(average)s of 5") % {"count": len(scores), "average": f"{average:.1f}"},
        ),
    ]


class SettleView(ActionView):
    action = actions.settle
    permission = "services.add_settlement"
    label = _("Settle")
    needs_proof = True
    states = (AcceptanceState.SIGNED,)
    template_name = "services/backoffice/money_act.html"
    explanation = _("What each budget year owes is computed from the records; nothing is typed.")

    @classmethod
    def is_offered(cls, instance, user):
        """While something is unsettled and the budget that pays it has begun."""
        waiting = Acceptance.objects.filter(pk=instance.pk).awaiting_settlement()
        return super().is_offered(instance, user) and waiting.payable_on(timezone.localdate()).exists()

    @property
    def success_message(self):
        """Whether all of it is settled, or what waits for the next budget."""
        waits = Acceptance.objects.get(pk=self.object.pk).rest_payable_from
        if waits is None:
            return _("Settled. The payer has been given the sum and the day.")
        return _("Settled as far as the budget reaches; the rest can be settled from %(day)s on.") % {
            "day": date_format(waits)
        }

    def get_context_data(self, **kwargs):
        shares = shares_of_sheet(self.object)
        return super().get_context_data(
            warning=waiting_rest(shares), table=settling_table(self.object, shares), **kwargs
        )
