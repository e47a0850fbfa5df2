"""Who took part in a course: a list to tick, and a box that finds the others by name or number."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.backoffice import ActionForm
from portal.keys import keys_in
from portal.widgets import DateInput
from training import participants
from volunteers.models import Helper


class PeopleField(forms.ModelMultipleChoiceField):
    """Ticks beside names: a few are shown, anybody of the areas who may be trained is accepted."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, helper: Helper) -> str:
        return f"{helper.name} · {helper.number} · {helper.area.name if helper.area else '—'}"


class ParticipantsForm(ActionForm):
    """Everybody who took part, in one go. ``instance`` is the course."""

    participants = PeopleField(queryset=Helper.objects.none(), label=_("Who took part"), required=False)
    others = forms.CharField(
        label=_("Find others by name or volunteer number"),
        help_text=_("One or several, as in a list of signatures; separated by lines, spaces or commas."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.found = participants.Found()
        allowed = participants.trainable(self.for_user)
        self.fields["participants"].queryset = allowed | Helper.objects.filter(pk__in=self._enrolled_keys())
        self.ticked = self._ticked()
        self._offer(self.sections())

    def course(self):
        """The course in question."""
        return self.instance

    def _enrolled_keys(self):
        return []

    def _ticked(self) -> list[str]:
        if self.is_bound:
            return self.data.getlist(self.add_prefix("participants"))
        return [str(helper.pk) for helper in self.ticked_at_first()]

    def ticked_at_first(self) -> list[Helper]:
        """Who enrolled for a date that is over has probably come."""
        return participants.enrolled(self.course(), self.for_user, until=timezone.now())

    def sections(self) -> list[tuple]:
        """Heading and people of each part of the list."""
        waiting, self.more = participants.in_need(self.course(), self.for_user)
        return [
            (_("Enrolled"), participants.enrolled(self.course(), self.for_user)),
            (_("Still need this course"), waiting),
        ]

    def _offer(self, sections) -> None:
        """The ticked, then the parts of the list, each person once."""
        field, shown, choices = self.fields["participants"], set(), []
        keys = keys_in(self.ticked)
        offered = {helper.pk for _heading, people in sections for helper in people}
        added = [helper for helper in field.queryset.filter(pk__in=keys) if helper.pk not in offered]
        for heading, people in [(_("Added by name"), [*added, *self.found.possible]), *sections]:
            new = [helper for helper in people if helper.pk not in shown]
            shown.update(helper.pk for helper in new)
            if new:
                choices.append((heading, [(str(row.pk), field.label_from_instance(row)) for row in new]))
        field.choices = choices
        self.initial["participants"] = self.ticked

    def look_up(self) -> None:
        """Add the people whose names were typed; what could not be found is answered in ``found``."""
        typed = self.data.get(self.add_prefix("others"), "")
        self.found = participants.look_up(typed, self.course(), self.for_user)
        self.ticked += [str(helper.pk) for helper in self.found.certain]
        self.data = self.data.copy()
        self.data.setlist(self.add_prefix("participants"), self.ticked)
        self._offer(self.sections())

    def hand_back(self) -> None:
        """Nobody has handed the form in yet: it comes back with the people found, and without complaints.

        A name that nobody bears stays in its box to be mended.
        """
        self.look_up()
        self.initial["others"] = "、".join(self.found.unknown)
        for name in self.fields:
            if name not in ("participants", "others"):
                self.initial[name] = self.data.get(self.add_prefix(name), "")
        self.is_bound = False

    def clean(self):
        """Names that were typed and not looked up are found now; if one cannot be, nothing is recorded."""
        data = super().clean()
        typed = data.pop("others", "")
        if not typed:
            return data
        self.look_up()
        if self.found.answers:
            for answer in self.found.answers:
                self.add_error("others", answer)
        else:
            data["participants"] = [*data.get("participants", []), *self.found.certain]
        return data


class CompletionForm(ParticipantsForm):
    """Who passed a course that was held outside the portal's calendar, and when."""

    passed_on = forms.DateField(label=_("Passed on"), widget=DateInput, initial=timezone.localdate)


class LearnersForm(ParticipantsForm):
    """Who was at one date of a course. ``instance`` is the session."""

    def course(self):
        return self.instance.course

    def _enrolled_keys(self):
        held = self.instance.bookings.active().learning()
        return list(held.values_list("helper_id", flat=True))

    def ticked_at_first(self):
        return [helper for _heading, people in self.sections()[:1] for helper in people]

    def sections(self):
        self.more = 0
        rows = Helper.objects.filter(pk__in=self._enrolled_keys()).select_related("area")
        return [(_("Enrolled"), list(rows.order_by("name", "pk")))]
