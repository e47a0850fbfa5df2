"""The officer's form of a session: people by code and number, time, place, and what the law asks.

Subjects and helpers are written as codes and numbers, which officers have at hand, because a list
of every helper of a county is no choice. The members of the subject's group are offered by name.
"""

import re
from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.backoffice import ActionForm
from portal.models import User
from portal.widgets import DateInput, TimeInput
from training import planning
from training.choices import SessionKind
from training.models import Room, Session
from training.planning import Plan
from training.rules import SessionFacts
from training.rules.sessions import session_is_in_order
from volunteers.choices import HelpKind
from volunteers.models import Helper, Subject, SupervisionGroup

SEPARATORS = re.compile(r"[\s,，;；、]+")
MOST_PEOPLE = 200


class NamesField(forms.CharField):
    """Several rows named by a unique text, in any order, separated as people separate things."""

    def __init__(self, *, model, key: str, **kwargs):
        self.model, self.key = model, key
        super().__init__(strip=True, max_length=4000, **kwargs)

    def prepare_value(self, value):
        if isinstance(value, (list, tuple)):
            return "、".join(getattr(row, self.key) for row in value)
        return value

    def rows(self, text: str, queryset) -> tuple:
        """The named rows of ``queryset``; raises ``ValidationError`` naming what is not there."""
        names = list(dict.fromkeys(name.upper() for name in SEPARATORS.split(text) if name))
        if len(names) > MOST_PEOPLE:
            raise forms.ValidationError(_("These are too many at once. Make several sessions."))
        found = {getattr(row, self.key).upper(): row for row in queryset.filter(**{f"{self.key}__in": names})}
        unknown = [name for name in names if name not in found]
        if unknown:
            text = _("Not found in your areas: {names}. Check what was typed.")
            raise forms.ValidationError(format_lazy(text, names="、".join(unknown)))
        return tuple(found[name] for name in names)


class SessionForm(ActionForm):
    """Everything an officer decides about one session; ``plan()`` is what the rules then judge."""

    kind = forms.ChoiceField(label=_("Kind of session"), choices=[("", "—"), *SessionKind.choices])
    help_kind = forms.ChoiceField(
        label=_("Kind of help"), choices=[("", "—"), *HelpKind.choices], required=False
    )
    subjects = NamesField(
        label=_("Subject codes"),
        help_text=_("One, or several for a joint session."),
        model=Subject,
        key="code",
        required=False,
    )
    day = forms.DateField(label=_("Day"), widget=DateInput)
    starts_at = forms.TimeField(label=pgettext_lazy("session", "Begins"), widget=TimeInput)
    ends_at = forms.TimeField(label=pgettext_lazy("session", "Ends"), widget=TimeInput)
    room = forms.ModelChoiceField(label=_("Room"), queryset=Room.objects.none(), required=False)
    place = forms.CharField(
        label=_("Place"),
        help_text=_("Where to meet, if not in a room of the office."),
        max_length=100,
        required=False,
    )
    members = forms.ModelMultipleChoiceField(
        label=_("Helpers of the group"),
        queryset=Helper.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    helpers = NamesField(
        label=_("Helpers by volunteer number"),
        help_text=_("Helpers outside the group; they are asked first."),
        model=Helper,
        key="number",
        required=False,
    )
    necessity = forms.CharField(label=_("Why in working time or at night"), max_length=200, required=False)
    has_risk = forms.BooleanField(label=_("Personal danger is possible"), required=False)
    chair = forms.BooleanField(label=_("I hold this announcement"), required=False)
    guardian_notified = forms.BooleanField(label=_("The guardian was told to attend"), required=False)
    fitness_confirmed = forms.BooleanField(
        label=_("The subject's labour ability and health are fit for this activity"), required=False
    )
    fitness_confirmed_again = forms.BooleanField(
        label=_("Serving outside prison: fitness was confirmed a second time"), required=False
    )

    def __init__(self, *args, instance: Session | None = None, group=None, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.fields["room"].queryset = Room.objects.bookable_by(self.for_user).select_related("office")
        chair = instance.chair if instance else None
        self.colleague = None if chair == self.for_user else chair
        if self.colleague:
            self.initial["chair"] = False
            self.fields["chair"].label = _("I hold this announcement instead of %(colleague)s") % {
                "colleague": self.colleague
            }
        self.group = group or (instance.group if instance else None) or self._group_of_typed_subject()
        if self.group is None:
            del self.fields["members"]
        else:
            self.fields["members"].queryset = Helper.objects.filter(pk__in=planning.member_ids(self.group))
            self.fields["members"].label_from_instance = str

    def _group_of_typed_subject(self) -> SupervisionGroup | None:
        """A session with one subject is a session of that subject's group."""
        names = [name for name in SEPARATORS.split(self["subjects"].value() or "") if name]
        if len(names) != 1:
            return None
        groups = SupervisionGroup.objects.visible_to(self.for_user).in_use()
        return groups.filter(subject__code=names[0].upper()).select_related("subject", "area").first()

    def clean_subjects(self):
        rows = Subject.objects.visible_to(self.for_user)
        return self.fields["subjects"].rows(self.cleaned_data["subjects"], rows)

    def clean_helpers(self):
        rows = Helper.objects.visible_to(self.for_user)
        if self.instance:
            rows = rows | Helper.objects.filter(bookings__session=self.instance)
        return self.fields["helpers"].rows(self.cleaned_data["helpers"], rows.distinct())

    def clean(self):
        """Both times are compared though another field is still wrong: every fault comes back at once."""
        given = super().clean()
        if {"day", "starts_at", "ends_at"} <= given.keys():
            begins, ends = (_moment(given["day"], given[name]) for name in ("starts_at", "ends_at"))
            fault = session_is_in_order(SessionFacts(kind="", starts_at=begins, ends_at=ends))
            if fault is not None:
                self.add_error(fault.field, str(fault.message))
        return self.cleaned_data

    def add_error(self, field, error):
        """What is wrong with the helpers stands where they were chosen."""
        if field == "helpers" and "members" in self.fields and not self["helpers"].value():
            field = "members"
        super().add_error(field, error)

    def plan(self) -> Plan:
        """The session as typed."""
        given = dict(self.cleaned_data)
        day, members = given.pop("day"), given.pop("members", ())
        starts_at = _moment(day, given.pop("starts_at"))
        ends_at = _moment(day, given.pop("ends_at"))
        helpers = {helper.pk: helper for helper in (*members, *given.pop("helpers"))}
        stored = self.instance
        return Plan(
            **{
                **given,
                "chair": self._chair(given["chair"]),
                "helpers": tuple(helpers.values()),
                "starts_at": starts_at,
                "ends_at": ends_at,
                "group": self.group,
                "area": stored.area if stored else self._area(),
                "office": stored.office if stored else self.for_user.office,
            }
        )

    def _chair(self, held_by_staff: bool) -> User | None:
        """Who ticks the box takes the chair; a colleague who holds it stays otherwise (rule 68)."""
        return self.for_user if held_by_staff else self.colleague

    def _area(self):
        return self.group.area if self.group else self.for_user.areas.order_by("path").first()

    @staticmethod
    def initial_for(session: Session) -> dict:
        """What the form shows of a stored session."""
        plan = planning.plan_of(session)
        members = planning.member_ids(session.group)
        starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        return {
            **{name: getattr(plan, name) for name in ("kind", "help_kind", "room", "place", "necessity")},
            **{name: getattr(plan, name) for name in ("has_risk", "guardian_notified")},
            "fitness_confirmed": plan.fitness_confirmed,
            "fitness_confirmed_again": plan.fitness_confirmed_again,
            "chair": plan.chair is not None,
            "day": starts.date(),
            "starts_at": starts.time(),
            "ends_at": ends.time(),
            "subjects": plan.subjects,
            "members": [helper.pk for helper in plan.helpers if helper.pk in members],
            "helpers": tuple(helper for helper in plan.helpers if helper.pk not in members),
        }


def _moment(day, clock) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))
