"""Deciding on a helper: approve, return, refuse, and entering what was checked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.backoffice import ActionForm, ActionView, ReasonForm
from portal.widgets import DateInput
from volunteers.actions import vetting
from volunteers.choices import MINOR_SPECIALIST, HelperState
from volunteers.forms.words import WordsField
from volunteers.rules import agreements

VET = "volunteers.vet_helper"
IN_CARE = (HelperState.SUBMITTED, HelperState.RETURNED, HelperState.APPROVED, HelperState.SUSPENDED)


class ApproveView(ActionView):
    action = vetting.approve
    permission = VET
    label = _("Approve")
    explanation = _("All rules are judged once more. The applicant is told and learns what comes next.")
    states = (HelperState.SUBMITTED,)
    success_message = _("Approved. The applicant has been told.")


class ReturnView(ActionView):
    action = vetting.return_for_completion
    permission = VET
    label = _("Return for completion")
    explanation = _("The applicant reads your reason, changes what is asked and hands in again.")
    states = (HelperState.SUBMITTED,)
    form_class = ReasonForm
    success_message = _("Returned. The applicant has been told.")


class RefuseView(ActionView):
    action = vetting.refuse
    permission = VET
    label = _("Refuse")
    explanation = _("The applicant reads your reason. They may apply again.")
    states = (HelperState.SUBMITTED,)
    form_class = ReasonForm
    danger = True
    success_message = _("Refused. The applicant has been told.")


class SuspendView(ActionView):
    action = vetting.suspend
    permission = VET
    label = _("Suspend for review")
    explanation = _("Coming services are cancelled. The helper reads your reason.")
    states = (HelperState.APPROVED,)
    form_class = ReasonForm
    danger = True
    success_message = _("Suspended. The helper has been told.")


class ReinstateView(ActionView):
    action = vetting.reinstate
    permission = VET
    label = _("Reinstate")
    explanation = _("All rules are judged once more. Cancelled services are not revived.")
    states = (HelperState.SUSPENDED,)
    success_message = _("Reinstated. The helper has been told.")


class RecordCheckForm(ActionForm):
    checked_on = forms.DateField(label=_("Checked on"), widget=DateInput)
    number = forms.CharField(label=_("Number of the answer"), max_length=60)
    clear = forms.TypedChoiceField(
        label=_("Outcome"),
        choices=[
            ("yes", _("Nothing found that bars service")),
            ("no", _("Something found that bars service")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


class RecordCheckView(ActionView):
    action = vetting.record_check
    permission = VET
    label = _("Enter a record check")
    explanation = _(
        "Only for service that brings contact with minors. Outcome, day and number are kept; "
        "no scan, no details."
    )
    states = IN_CARE
    form_class = RecordCheckForm
    success_message = _("The record check was entered.")


class InsuranceForm(ActionForm):
    policy_number = forms.CharField(label=_("Policy number"), max_length=60)
    valid_from = forms.DateField(label=_("From"), widget=DateInput)
    valid_to = forms.DateField(label=_("To"), widget=DateInput)


class InsuranceView(ActionView):
    action = vetting.register_insurance
    permission = VET
    label = _("Enter an accident insurance")
    states = IN_CARE
    form_class = InsuranceForm
    success_message = _("The insurance was entered.")


class PaperConsentForm(ActionForm):
    evidence = forms.CharField(
        label=_("Evidence of consent"),
        max_length=300,
        help_text=_("Where the signed form is kept, and its date."),
    )


class PaperConsentView(ActionView):
    action = vetting.record_paper_consent
    permission = VET
    label = _("Enter consent on paper")
    explanation = _("For people entered by an office. They check their data themselves later.")
    states = IN_CARE
    form_class = PaperConsentForm
    success_message = _("The consent was entered.")

    @classmethod
    def is_offered(cls, instance, user):
        return (
            super().is_offered(instance, user) and instance.account_id is None and not instance.paper_consent
        )


class MinorSpecialistView(ActionView):
    permission = VET
    label = _("Confirm or take back: familiar with minors")
    explanation = _(
        "Teachers, youth and women's federation staff, psychologists and others who know minors well."
    )
    states = IN_CARE
    success_message = _("Noted.")

    def run(self, form):
        familiar = MINOR_SPECIALIST not in self.object.tags
        return vetting.set_minor_specialist(self.object, by=self.request.user, familiar=familiar)


class AgreementForm(ActionForm):
    caseload_limit = forms.IntegerField(
        label=_("Most groups at once"), min_value=1, max_value=agreements.MOST_GROUPS
    )
    experienced = forms.BooleanField(
        label=_("Experienced"),
        required=False,
        help_text=_("Groups are formed so that newcomers serve beside experienced members."),
    )
    experience = WordsField(
        label=_("Confirmed experience"),
        required=False,
        max_length=200,
        help_text=_("Separated by 、 and in the words that positions use for welcome experience."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.fields[name].initial = getattr(self.instance, name)


class AgreementView(ActionView):
    action = vetting.record_agreement
    permission = VET
    label = _("Enter what was agreed")
    explanation = _("Matching reads this from the next ranking on. What is settled already stays.")
    states = IN_CARE
    form_class = AgreementForm
    success_message = _("What was agreed was entered.")


DECISIONS = (ApproveView, ReturnView, RefuseView, SuspendView, ReinstateView)
