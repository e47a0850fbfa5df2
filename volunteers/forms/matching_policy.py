"""The numbers of a matching policy as a form: each with its words, its bounds and its own field."""

from functools import partial

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.backoffice import Section, Sectioned
from portal.missing_answers import name_what_is_missing
from portal.widgets import DateInput
from volunteers import explanations
from volunteers.rules import matching_policy as rules
from volunteers.rules.credentials import RECORD_CHECK_DAYS


def _part(name: str) -> tuple:
    """A part of the score is called as beside the bars of a candidate."""
    return explanations.PART_LABELS[name], explanations.PART_MEANINGS[name]


def _closeness(where) -> tuple:
    return format_lazy(_("{part}: {where}"), part=explanations.PART_LABELS["closeness"], where=where), ""


LABELS = {
    "priority_weight_urgent": (_("Weight of an urgent seat"), ""),
    "priority_weight_high": (_("Weight of a seat of high priority"), ""),
    "priority_weight_normal": (_("Weight of any other seat"), ""),
    "lawful_group_weight": (
        _("Weight of a group that becomes lawful"),
        _("It gets the woman or the person familiar with minors whom the law asks for."),
    ),
    "urgent_days": (_("Days before the deadline from which a seat is urgent"), ""),
    "record_check_days": (
        _("Days a record check counts"),
        format_lazy(_("At most {days}: the law asks for a check every year."), days=RECORD_CHECK_DAYS),
    ),
    "buffer_min": (_("Minutes on the way between two services"), _("In quarter hours.")),
    "load_points": (
        _("Points off for each further group of one helper"),
        _("The higher, the more evenly the work is spread."),
    ),
    "score_skill": _part("skill"),
    "score_close_same": _closeness(_("in an area they named")),
    "score_close_served": _closeness(_("inside a larger area they named")),
    "score_close_travel": _closeness(_("in a neighbouring area they travel to")),
    "score_close_remote": _closeness(_("by video only")),
    "score_availability": _part("availability"),
    "score_language": _part("language"),
    "score_continuity": _part("continuity"),
    "score_mix": _part("mix"),
    "score_stability": _part("stability"),
    "effort_ACCEPTING": (_("Accepts invitations again"), ""),
    "effort_PLEDGED": (_("Signs the confidentiality pledge"), ""),
    "effort_TRAINED": (_("Finishes the pre-service training"), ""),
    "effort_RECORD_CHECK": (_("Renews the record check"), ""),
    "effort_INSURED": (_("Takes out an accident insurance"), ""),
    "effort_VETTED": (_("Passes vetting"), ""),
    "effort_AREA": (_("Serves one more area"), ""),
    "effort_TIME": (_("Offers one more time"), ""),
    "effort_HOURS": (_("Gives more minutes a month"), ""),
    "effort_CASELOAD": (_("Takes one more group"), ""),
    "effort_CREDENTIAL": (_("Gains a certificate"), ""),
    "effort_HELP_KIND": (_("Gives one more kind of help"), ""),
    "effort_TAGS": (_("Has one more experience confirmed"), ""),
}
SECTIONS = (
    (
        _("What counts as covered"),
        _("Coverage comes first: the plan fills seats of the greatest weight."),
        rules.WEIGHTS + rules.LIMITS[:2],
    ),
    (_("Limits"), _("Limits decide who may be proposed, and how work is spread."), rules.LIMITS[2:]),
    (
        _("Points of a pair"),
        _("Among plans of equal coverage the sum of points decides. A full score is at most 100."),
        rules.SCORE,
    ),
    (
        _("Effort of a remedy"),
        _("Orders the near misses of an empty seat: the least effort first. It changes no plan."),
        rules.EFFORT,
    ),
)


def label_of(figure: rules.Figure) -> str:
    """What a number is called."""
    return LABELS[figure.name][0]


def _within_bounds(figure: rules.Figure, number: int) -> None:
    """The form tells with everything else what the action would refuse."""
    if violation := rules.out_of_bounds(figure, number):
        raise forms.ValidationError(str(violation.message))


class MatchingPolicyForm(Sectioned, forms.Form):
    """One whole-number field a figure, the first day, and why."""

    in_sections = [
        *(
            Section(heading, [figure.name for figure in figures], hint, "fields--numbers")
            for heading, hint, figures in SECTIONS
        ),
        Section(_("When and why"), ["effective_from", "reason"]),
    ]

    effective_from = forms.DateField(label=_("In force from"), widget=DateInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        required=False,
        help_text=_("The document it rests on, or why it is changed; needed before it is put in force."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for figure in rules.FIGURES:
            label, hint = LABELS[figure.name]
            self.fields[figure.name] = forms.IntegerField(
                label=label,
                help_text=hint,
                validators=[partial(_within_bounds, figure)],
                widget=forms.NumberInput(
                    attrs={"min": figure.low, "max": figure.high, "step": figure.step, "class": "short"}
                ),
            )
        name_what_is_missing(self)

    def arguments(self) -> dict:
        """What ``save_draft`` wants to know."""
        figures = {figure.name: self.cleaned_data[figure.name] for figure in rules.FIGURES}
        return {
            "figures": figures,
            "effective_from": self.cleaned_data["effective_from"],
            "reason": self.cleaned_data["reason"],
        }
