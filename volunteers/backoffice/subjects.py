"""Subjects by code: registered, corrected, given a group, and their correction ended."""

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from portal import roles
from portal.backoffice import (
    ActionForm,
    ActionView,
    AreaForm,
    ChipColumn,
    DetailView,
    FirstShown,
    GuardedViewSet,
    facts_panel,
    table_panel,
    trail_panel,
)
from portal.models import User
from volunteers.actions import groups, subjects
from volunteers.backoffice.links import chip, link
from volunteers.choices import SubjectState
from volunteers.models import Subject
from volunteers.rules import subjects as rules

STATE_TONES = {SubjectState.ACTIVE: "info"}


def leaders_for(area):
    """Officers who may lead a group of ``area``: their office may lead, and it covers the area.

    Finance, editors and administrators of the same office do not enforce and are not offered.
    """
    above = area.path_and_above
    return (
        User.objects.filter(office__may_lead_groups=True, office__areas__path__in=above, is_active=True)
        .filter(groups__name__in=[roles.OFFICER, roles.OFFICE_HEAD])
        .distinct()
        .order_by("name", "pk")
    )


class LeaderForm(ActionForm):
    leader = forms.ModelChoiceField(User.objects.none(), label=_("Leader"))
    leader_is_female = forms.BooleanField(
        label=_("The leader is a woman"),
        required=False,
        help_text=_("Asked because a female subject's group must have a female member."),
    )
    leader_is_minor_specialist = forms.BooleanField(
        label=_("The leader is familiar with minors"),
        required=False,
        help_text=_("Asked because a minor's group must have a member familiar with minors."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["leader"].queryset = leaders_for(self.instance.area)
        self.fields["leader"].initial = self.for_user


class FormGroupView(ActionView):
    action = groups.form_group
    permission = "volunteers.add_supervisiongroup"
    label = _("Form the group")
    explanation = _("The group starts with its leader. Members and positions follow on its own page.")
    states = (SubjectState.ACTIVE,)
    form_class = LeaderForm
    success_message = _("The group is being formed. Add its members now.")

    @classmethod
    def is_offered(cls, instance, user):
        return super().is_offered(instance, user) and not instance.groups.in_use().exists()

    def get_success_url(self):
        group = self.object.groups.in_use().first()
        if group is not None and self.request.method == "POST":
            return reverse("supervision_groups:inspect", args=[group.pk])
        return super().get_success_url()


class EndingForm(ActionForm):
    outcome = forms.ChoiceField(
        label=_("How the correction ended"),
        choices=[choice for choice in SubjectState.choices if choice[0] in rules.ENDINGS],
        widget=forms.RadioSelect,
    )
    handed_over_to = forms.CharField(
        label=_("Handed over to"),
        max_length=80,
        help_text=_("Resettlement help, or the agency of the new execution place."),
    )


class EndCorrectionView(ActionView):
    action = subjects.end_correction
    permission = "volunteers.change_subject"
    label = _("End the correction")
    explanation = _("The group is closed; its open positions, invitations and future sessions are cancelled.")
    danger = True
    states = (SubjectState.ACTIVE,)
    form_class = EndingForm
    success_message = _(
        "The subject was released, terminated or moved. The group is closed and what was planned "
        "is cancelled."
    )


class SubjectDetail(DetailView):
    def get_state_display_value(self):
        subject = self.object
        return chip(subject.get_state_display(), STATE_TONES.get(subject.state, ""))

    def get_callout(self):
        if self.object.state != SubjectState.ACTIVE or self.object.groups.in_use().exists():
            return None
        return {
            "title": _("No supervision group yet"),
            "text": _("Form the group and name its leader."),
            "tone": "warn",
        }

    def get_panels(self):
        rows = [
            [
                link("supervision_groups:inspect", group, f"{group.subject.code} · {group.pk}"),
                group.get_state_display(),
                (group.activated_at and date_format(timezone.localtime(group.activated_at))) or "—",
            ]
            for group in self.object.groups.select_related("subject")
        ]
        return [
            facts_panel(self.get_facts(), aside=False),
            table_panel(
                _("Supervision groups"),
                [_("Group"), _("State"), _("Active since")],
                rows,
                empty=_("No group yet."),
            ),
            trail_panel(self.object),
        ]


def register(*, by, **fields):
    """Adapts the form to the action."""
    return subjects.register_subject(Subject(**fields), by=by)


def change(subject, *, by, **fields):
    """Adapts the form to the action."""
    for name, value in fields.items():
        setattr(subject, name, value)
    return subjects.change_subject(subject, by=by)


class SubjectForm(AreaForm):
    """Proposes the next free code; what is fixed at intake cannot be typed over later."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        if self.instance.pk:
            for name in ("code", "is_female", "is_minor"):
                self.fields[name].disabled = True
            return
        code.help_text = _("A code only, such as QH-2026-017: no name, no ID number, no phone number.")
        latest = Subject.objects.visible_to(self.for_user).order_by("-code").first()
        if latest is not None:
            stem = latest.code.rstrip("0123456789")
            taken = set(Subject.objects.filter(code__startswith=stem).values_list("code", flat=True))
            code.initial = rules.next_code(latest.code, taken)

    def clean(self):
        data = super().clean()
        faults = [rules.code_names_nobody(data["code"])] if data.get("code") else []
        if data.get("starts_on") and data.get("ends_on"):
            faults.append(rules.term_in_order(data["starts_on"], data["ends_on"]))
        for fault in faults:
            if fault:
                self.add_error(fault.field, str(fault.message))
        return data


class SubjectViewSet(GuardedViewSet):
    model = Subject
    form_class = SubjectForm
    icon = "person"
    menu_label = _("Subjects")
    menu_order = 210
    menu_hook = "register_groups_menu_item"
    list_display = [
        "code",
        "area",
        "correction_kind",
        "management_category",
        ChipColumn(tones=STATE_TONES),
        "ends_on",
    ]
    list_filter = ["area", "state", "is_minor", "is_female"]
    search_fields = ["code"]
    ordering = ["-starts_on", "code"]
    first_shown = FirstShown("state", (SubjectState.ACTIVE,), _("subjects in correction"))
    detail_view_class = SubjectDetail
    inspect_view_fields = [
        "code",
        "area",
        "is_female",
        "is_minor",
        "correction_kind",
        "management_category",
        "starts_on",
        "ends_on",
        "state",
        "ended_on",
        "handed_over_to",
    ]
    action_views = {"form_group": FormGroupView, "end": EndCorrectionView}
    add_enabled = edit_enabled = True
    form_fields = [
        "code",
        "area",
        "is_female",
        "is_minor",
        "correction_kind",
        "management_category",
        "starts_on",
        "ends_on",
    ]
    create_action = register
    edit_action = change
    add_item_label = _("Register a subject")
    empty_message = _("Register a subject by code to form a supervision group.")
