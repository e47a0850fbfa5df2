"""The five steps of a profile, certificates, and leaving. Each message says what to do."""

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal import identity, phones
from portal.models import PrivacyNotice
from portal.widgets import DateInput, DigitsInput
from volunteers.choices import CredentialKind, HelperKind, HelpKind
from volunteers.models import Credential

WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
PARTS = {
    "morning": (_("Morning"), 480, 720),
    "afternoon": (_("Afternoon"), 780, 1080),
    "evening": (_("Evening"), 1080, 1290),
}


class AboutForm(forms.Form):
    """Step 1."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=60,
        help_text=_("As on your identity card; it is compared during vetting."),
        widget=forms.TextInput(attrs={"class": "medium", "autocomplete": "name"}),
        error_messages={"required": _("Enter your name as on your identity card.")},
    )
    phone = forms.CharField(
        label=_("Mobile number"),
        max_length=30,
        help_text=_("Only the officers of your area see it."),
        widget=DigitsInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"required": _("Enter a mobile number of 11 digits.")},
    )
    kind = forms.ChoiceField(
        label=_("Who you are"),
        choices=HelperKind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who you are; “Other volunteer” fits everybody.")},
    )
    work_unit = forms.CharField(
        label=_("Work unit or school"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    def __init__(self, *args, checked: bool = False, **kwargs):
        """``checked``: an officer is judging name and kind, so they can only be read."""
        super().__init__(*args, **kwargs)
        if checked:
            for name in ("name", "kind"):
                self.fields[name].disabled = True

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if len(name) < 2 or any(letter.isdigit() for letter in name):
            raise forms.ValidationError(_("A name has at least two characters and no digits."))
        return name

    def clean_phone(self):
        number = phones.normalise(self.cleaned_data["phone"])
        if phones.parse(number):
            return number
        lacking = 11 - len(number)
        if number.isdigit() and 0 < lacking < 5:
            message = _("The mobile number lacks %(lacking)d digits; enter all 11.") % {"lacking": lacking}
            raise forms.ValidationError(message)
        raise forms.ValidationError(_("Enter a mobile number of 11 digits."))


class SkillsForm(forms.Form):
    """Step 2."""

    help_kinds = forms.MultipleChoiceField(
        label=_("What you can help with"),
        choices=HelpKind,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose as many as you like."),
        error_messages={"required": _("Choose at least one kind of help.")},
    )
    expertise = forms.CharField(
        label=_("What you are good at"),
        max_length=200,
        required=False,
        help_text=_("In your own words, for example: 30 years of teaching, family mediation."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    dialects = forms.CharField(
        label=_("Dialects and languages"),
        max_length=100,
        required=False,
        help_text=_("Separate several by a comma."),
    )

    def clean_dialects(self):
        text = self.cleaned_data["dialects"].replace("，", ",").replace("、", ",")
        return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


class CredentialForm(forms.ModelForm):
    """One certificate."""

    class Meta:
        model = Credential
        fields = ["kind", "title", "number", "issuer", "valid_from", "valid_to"]
        widgets = {
            "kind": forms.RadioSelect,
            "valid_from": DateInput,
            "valid_to": DateInput,
            "number": forms.TextInput(attrs={"class": "medium"}),
        }
        help_texts = {
            "title": _("Only if the certificate bears another name than the kind above."),
            "valid_to": _("Leave empty if the certificate does not expire."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        kind.required, kind.choices = True, CredentialKind.choices
        kind.error_messages["required"] = _("Choose the kind of certificate.")
        self.fields["title"].required = False
        self.fields["number"].required = True
        self.fields["number"].error_messages["required"] = _(
            "Enter the number printed on the certificate; the check needs it."
        )

    def clean_valid_from(self):
        issued = self.cleaned_data["valid_from"]
        if issued and issued > timezone.localdate():
            raise forms.ValidationError(_("This day lies in the future. Compare it again."))
        return issued

    def clean(self):
        data = super().clean()
        if data.get("valid_from") and data.get("valid_to") and data["valid_to"] < data["valid_from"]:
            self.add_error("valid_to", _("The end lies before the beginning. Compare both days."))
        return data


class ReachForm(forms.Form):
    """Step 3, beside the areas that are chosen on pages of their own."""

    travels = forms.BooleanField(label=_("I also serve in neighbouring areas"), required=False)
    remote = forms.BooleanField(label=_("I can also serve by telephone or video"), required=False)


class AvailabilityForm(forms.Form):
    """Step 4: a week of mornings, afternoons and evenings."""

    parts = forms.MultipleChoiceField(
        label=_("When you usually have time"),
        choices=[(f"{day}-{part}", f"{day}-{part}") for day in range(1, 8) for part in PARTS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one part of a day.")},
    )
    hours_per_month = forms.IntegerField(
        label=_("About how many hours a month"),
        min_value=1,
        max_value=200,
        help_text=_("You can change this at any time. Every invitation waits for your yes."),
        error_messages={
            "required": _("Enter a number of hours, for example 4."),
            "invalid": _("Enter a number of hours, for example 4."),
            "min_value": _("Enter at least 1 hour."),
            "max_value": _("Enter at most 200 hours."),
        },
    )

    def __init__(self, *args, stored=(), **kwargs):
        """``stored``: the helper's windows; one that lies inside a part of the day ticks its box."""
        self.stored = {}
        for window in stored:
            for part, (_label, start, end) in PARTS.items():
                if start <= window.start_minute and window.end_minute <= end:
                    times = (window.weekday, window.start_minute, window.end_minute)
                    self.stored.setdefault(f"{window.weekday}-{part}", []).append(times)
        initial = {"parts": list(self.stored), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)

    def windows(self) -> list[tuple[int, int, int]]:
        """Weekday, first and last minute of each ticked box; a narrower stored window stays as it was."""
        found = []
        for box in self.cleaned_data["parts"]:
            day, part = box.split("-")
            found += self.stored.get(box) or [(int(day), *PARTS[part][1:])]
        return found

    def grid(self):
        """Rows of the week for the template: weekday and its three boxes."""
        ticked = set(self["parts"].value() or ())
        return [
            {
                "label": label,
                "boxes": [
                    {"value": f"{day}-{part}", "label": name, "ticked": f"{day}-{part}" in ticked}
                    for part, (name, _start, _end) in PARTS.items()
                ],
            }
            for day, label in enumerate(WEEKDAYS, 1)
        ]


class ConsentForm(forms.Form):
    """Two boxes that nobody has ticked beforehand."""

    notice = forms.BooleanField(
        label=_("I have read how personal data are processed, and agree"),
        error_messages={"required": _("Read how personal data are processed and tick the box if you agree.")},
    )
    sensitive = forms.BooleanField(
        label=_("I agree separately to the processing of my ID number and record check"),
        error_messages={"required": _("This needs your separate consent. Read the text and tick the box.")},
    )

    def __init__(self, *args, version: PrivacyNotice, **kwargs):
        """``version``: the notice in force. The page says beside the boxes which one was read."""
        super().__init__(*args, **kwargs)
        if self.is_bound and self.data.get("version") != str(version.pk):
            self._open_the_boxes()

    def _open_the_boxes(self) -> None:
        """Nobody agrees to a wording that came into force after they opened the page (rule 3)."""
        boxes = {"notice", "sensitive"}
        self.data = {name: value for name, value in self.data.items() if name not in boxes}
        for name in boxes:
            self.fields[name].error_messages["required"] = _(
                "The notice has changed since you opened this page. Read it and tick the box if you agree."
            )

    def consents(self) -> set[str]:
        """The boxes that were ticked now."""
        return {kind for kind in ("notice", "sensitive") if self.cleaned_data.get(kind)}


class IdentityForm(ConsentForm):
    """Step 5: both consents, and the ID number."""

    id_number = forms.CharField(
        label=_("ID number"),
        max_length=40,
        help_text=_("18 characters. It is stored encrypted; sex and date of birth are read from it."),
        widget=forms.TextInput(attrs={"class": "medium", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter the 18 characters of your ID number.")},
    )

    def __init__(
        self, *args, given: frozenset[str] = frozenset(), known: bool = False, example: str = "", **kwargs
    ):
        """``given``: consents on file for this notice; ``known``: the ID number is already stored.

        ``example``: a number of nobody that the demo offers instead of a real one.
        """
        super().__init__(*args, **kwargs)
        if example:
            hint = _("Demo environment: enter no real number. This invented one is accepted: %(number)s")
            self.fields["id_number"].help_text = hint % {"number": example}
        for kind in given:
            del self.fields[kind]
        if known:
            self.fields["id_number"].required = False
            self.fields["id_number"].help_text = _("Already stored. Fill this in only to correct it.")

    def clean_id_number(self):
        """A slip is named at once, together with a box left open."""
        number = identity.normalise(self.cleaned_data["id_number"])
        fault = identity.fault(number, fictional=settings.DEMO) if number else None
        if fault:
            raise forms.ValidationError(_what_is_wrong(fault, number))
        return number


def _what_is_wrong(fault: identity.Fault, number: str) -> str:
    """The fault of an ID number in a sentence that says what to do."""
    difference = len(number) - 18
    if fault == identity.Fault.LENGTH and difference < 0:
        message = ngettext(
            "The ID number is %(number)d character short. It has 18.",
            "The ID number is %(number)d characters short. It has 18.",
            -difference,
        )
        return message % {"number": -difference}
    if fault == identity.Fault.LENGTH:
        message = ngettext(
            "The ID number is %(number)d character too long. It has 18.",
            "The ID number is %(number)d characters too long. It has 18.",
            difference,
        )
        return message % {"number": difference}
    return {
        identity.Fault.CHARACTERS: _("An ID number consists of digits; only the last one may be an X."),
        identity.Fault.PROVINCE: _("The first digits of the ID number name no province. Compare them."),
        identity.Fault.BIRTH_DATE: _("Digits 7 to 14 of the ID number are no date of birth. Compare them."),
        identity.Fault.CHECK_DIGIT: _(
            "The ID number does not check out: a digit is wrong, or two are swapped. "
            "Compare it with the card and enter it again."
        ),
    }[fault]


class LeaveForm(forms.Form):
    """Asking to leave."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
