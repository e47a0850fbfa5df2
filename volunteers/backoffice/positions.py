"""A seat of a group: opened, put on the needs board, offered to one helper, taken back."""

from datetime import timedelta

from django import forms
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from portal.actions import require
from portal.backoffice import (
    ActionForm,
    ActionView,
    ChipColumn,
    DetailView,
    FirstShown,
    GuardedViewSet,
    ReasonForm,
    Section,
    Sectioned,
    facts_panel,
    table_panel,
    trail_panel,
)
from portal.widgets import DateInput
from volunteers import candidates, weekly
from volunteers.actions import invitations, positions
from volunteers.backoffice.candidates import CandidatesView, position_facts
from volunteers.backoffice.links import chip, link
from volunteers.choices import (
    MINOR_SPECIALIST,
    CredentialKind,
    GroupState,
    HelperKind,
    HelpKind,
    PositionState,
    Priority,
)
from volunteers.forms.words import WordsField
from volunteers.models import Helper, Position

POSITION_TONES = {PositionState.OPEN: "warn", PositionState.INVITED: "info", PositionState.FILLED: "ok"}

SHORT = forms.NumberInput(attrs={"class": "short"})

WAITING = (PositionState.OPEN, PositionState.INVITED)


class WindowsField(forms.CharField):
    """Weekly times, one a line, kept as the windows of a position."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def clean(self, value):
        try:
            return weekly.parse(super().clean(value))
        except weekly.UnreadableTime as unreadable:
            raise forms.ValidationError(
                _("“%(line)s” is no weekly time. Write one a line, on the quarter hour: 周六 09:00-11:00."),
                params={"line": unreadable},
            ) from None


class PositionForm(Sectioned, ActionForm):
    """What a seat asks for; the group gives the area."""

    in_sections = (
        Section(
            _("Whom the group needs"),
            [
                "helper_kind",
                "help_kind",
                "credential",
                "needs_minor_specialist",
                "wants_female",
                "preferred_tags",
                "dialects",
            ],
        ),
        Section(
            _("When and how much"),
            ["fixed_time", "windows", "session_minutes", "minutes_per_month", "remote_possible"],
        ),
        Section(_("What they must know"), ["has_risk", "risk_text"]),
        Section(_("How soon"), ["priority", "deadline", "starts_on"]),
    )

    helper_kind = forms.ChoiceField(
        label=_("Kind of helper"), choices=HelperKind.choices, initial=HelperKind.VOLUNTEER
    )
    help_kind = forms.ChoiceField(
        label=_("Kind of help"), choices=[("", _("Please choose")), *HelpKind.choices]
    )
    credential = forms.ChoiceField(
        label=_("Certificate"), choices=[("", _("None needed")), *CredentialKind.choices], required=False
    )
    needs_minor_specialist = forms.BooleanField(label=_("Must be familiar with minors"), required=False)
    wants_female = forms.BooleanField(
        label=_("Adds the female member the group lacks"),
        required=False,
        help_text=_("As long as the group has no female member, only women are proposed."),
    )
    preferred_tags = WordsField(
        label=_("Welcome experience"), required=False, help_text=_("Separated by 、; counts in the score.")
    )
    dialects = WordsField(label=_("Dialects"), required=False, help_text=_("Separated by 、"))
    fixed_time = forms.BooleanField(
        label=_("At fixed times"),
        required=False,
        help_text=_("Every week at each time below; only who is free then is proposed."),
    )
    windows = WindowsField(
        label=_("Times"),
        required=False,
        help_text=_(
            "One a line: 周六 09:00-11:00. Without fixed times: when the subject can; may stay empty."
        ),
    )
    session_minutes = forms.IntegerField(
        label=_("Minutes a session"), min_value=15, max_value=480, step_size=15, initial=60, widget=SHORT
    )
    minutes_per_month = forms.IntegerField(
        label=_("Minutes a month"),
        min_value=15,
        initial=120,
        widget=SHORT,
        help_text=_("At fixed times four to five times the minutes of a week."),
    )
    remote_possible = forms.BooleanField(label=_("By video possible"), required=False)
    has_risk = forms.BooleanField(
        label=_("Personal danger possible"),
        required=False,
        help_text=_("Then only helpers with a valid accident insurance are proposed."),
    )
    risk_text = forms.CharField(
        label=_("Possible risks and precautions"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Helpers read this before they answer. Needed where personal danger is possible."),
    )
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices, initial=Priority.NORMAL)
    starts_on = forms.DateField(label=_("Begins"), widget=DateInput())
    deadline = forms.DateField(label=_("To be filled by"), widget=DateInput())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today, subject = timezone.localdate(), self.instance.subject
        self.fields["starts_on"].initial = today + timedelta(days=14)
        self.fields["deadline"].initial = today + timedelta(days=10)
        self.fields["needs_minor_specialist"].initial = subject.is_minor
        women = self.instance.memberships.present().filter(is_female=True)
        self.fields["wants_female"].initial = not women.exists()
        if not subject.is_female:
            del self.fields["wants_female"]

    def position(self) -> Position:
        """The described seat, not stored yet."""
        described = dict(self.cleaned_data)
        specialist = described.pop("needs_minor_specialist")
        return Position(
            group=self.instance, required_tags=[MINOR_SPECIALIST] if specialist else [], **described
        )


class OpenPositionView(ActionView):
    """A button of the group's page."""

    permission = "volunteers.add_position"
    label = _("Open a position")
    states = (GroupState.DRAFT, GroupState.ACTIVE)
    form_class = PositionForm
    success_message = _("The position is open. Look at the candidates now.")

    def run(self, form):
        self.opened = positions.open_position(form.position(), by=self.request.user)

    def get_success_url(self):
        opened = getattr(self, "opened", None)
        return reverse("positions:candidates", args=[opened.pk]) if opened else super().get_success_url()


class PublishForm(ActionForm):
    public_title = forms.CharField(
        label=_("Title on the needs board"), max_length=60, help_text=_("No code, nobody's name.")
    )
    risk_text = forms.CharField(
        label=_("Possible risks and precautions"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["public_title"].initial = self.instance.public_title or str(self.instance)
        self.fields["risk_text"].initial = self.instance.risk_text


class PublishView(ActionView):
    action = positions.publish_position
    permission = "volunteers.change_position"
    label = _("Publish on the needs board")
    states = (PositionState.OPEN,)
    form_class = PublishForm
    success_message = _("The position stands on the public needs board.")


class CancelView(ActionView):
    action = positions.cancel_position
    permission = "volunteers.change_position"
    label = _("Cancel the position")
    danger = True
    states = WAITING
    form_class = ReasonForm
    success_message = _("The position is cancelled.")


class InviteForm(ActionForm):
    """Whoever passes over the first in the ranking writes why."""

    override_reason = forms.CharField(
        label=_("Why this choice"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when you choose another than the first; it is kept with the scores of today."),
    )


class InviteView(ActionView):
    """Shows the chosen candidate once more, and sends the invitation."""

    permission = "volunteers.add_invitation"
    label = _("Send the invitation")
    states = (PositionState.OPEN,)
    form_class = InviteForm
    template_name = "volunteers/backoffice/invite.html"
    success_message = _("The invitation was sent. It takes effect when the helper accepts.")

    @classmethod
    def is_offered(cls, instance, user):
        return False  # reached from the list of candidates only

    def dispatch(self, request, *args, **kwargs):
        if not request.GET.get("helper"):
            require(request.user, self.permission, self.object)
            return redirect("positions:candidates", pk=self.object.pk)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def seat(self):
        return candidates.rank(self.object, viewer=self.request.user)

    @cached_property
    def helper(self):
        number = self.request.GET.get("helper", "")
        known = [candidate.helper.pk for candidate in self.seat.everybody]
        return get_object_or_404(Helper.objects.filter(pk__in=known), number=number)

    @cached_property
    def place(self):
        return self.seat.place(self.helper)

    def get_form(self, form_class=None):
        """Whoever takes the first has nothing to explain."""
        form = super().get_form(form_class)
        if self.place == 1:
            del form.fields["override_reason"]
        return form

    def run(self, form):
        invitations.invite(self.object, helper=self.helper, by=self.request.user, **form.cleaned_data)

    def get_success_url(self):
        return reverse(
            "positions:inspect" if self.request.method == "POST" else "positions:candidates",
            args=[self.object.pk],
        )

    def get_context_data(self, **kwargs):
        candidate = self.seat.candidate(self.helper)
        lawful = self.seat.lawful
        return super().get_context_data(
            candidate=candidate,
            place=self.place,
            of=len(lawful),
            first=lawful[0] if lawful else None,
            facts=position_facts(self.seat),
            **kwargs,
        )


class PositionDetail(DetailView):
    select_related = ("group__subject", "area")

    def get_callout(self):
        position = self.object
        if position.state == PositionState.OPEN and not position.risk_text:
            return {
                "title": _("Not published yet"),
                "text": _("State possible risks and precautions before publishing."),
                "tone": "",
            }
        return None

    def get_facts(self):
        position = self.object
        tags = [_("familiar with minors")] if MINOR_SPECIALIST in position.required_tags else []
        return [
            (_("Group"), link("supervision_groups:inspect", position.group)),
            (_("State"), chip(position.get_state_display(), POSITION_TONES.get(position.state, ""))),
            (_("Area"), position.area),
            (_("Kind of helper"), position.get_helper_kind_display()),
            (_("Kind of help"), position.get_help_kind_display()),
            (_("Certificate"), position.get_credential_display() if position.credential else ""),
            (_("Required"), "、".join(str(tag) for tag in tags)),
            (_("Welcome experience"), "、".join(position.preferred_tags)),
            (_("Dialects"), "、".join(position.dialects)),
            (_("Times"), weekly.words(position.windows) or _("flexible")),
            (_("Minutes a session"), position.session_minutes),
            (_("Minutes a month"), position.minutes_per_month),
            (_("Priority"), position.get_priority_display()),
            (_("Begins"), position.starts_on),
            (_("To be filled by"), position.deadline),
            (_("Possible risks and precautions"), position.risk_text),
            (
                pgettext("day", "Published"),
                position.published_at and timezone.localdate(position.published_at),
            ),
        ]

    def get_panels(self):
        rows = [
            [
                link("invitations:inspect", invitation, invitation.helper.name),
                invitation.get_state_display(),
                date_format(timezone.localtime(invitation.sent_at)),
                date_format(invitation.answer_by),
            ]
            for invitation in self.object.invitations.select_related("helper")
        ]
        columns = [_("Helper"), _("State"), _("Sent"), _("Answer by")]
        return [
            facts_panel(self.get_facts(), aside=False),
            table_panel(
                _("Invitations"),
                [str(column) for column in columns],
                rows,
                empty=_("Nobody was invited yet."),
            ),
            trail_panel(self.object),
        ]

    def get_action_links(self):
        links = super().get_action_links()
        if self.object.state == PositionState.OPEN and self.request.user.has_perm(
            "volunteers.add_invitation"
        ):
            url = reverse("positions:candidates", args=[self.object.pk])
            links.insert(0, {"url": url, "view": _CandidatesLink})
        return links


class _CandidatesLink:
    label = _("Choose a person")
    danger = False


class PositionViewSet(GuardedViewSet):
    model = Position
    icon = "people"
    menu_label = _("Positions and matching")
    menu_order = 220
    menu_hook = "register_groups_menu_item"
    list_display = ["__str__", "group", "area", ChipColumn(tones=POSITION_TONES), "priority", "deadline"]
    list_filter = ["area", "state", "helper_kind", "help_kind"]
    search_fields = ["group__subject__code", "public_title"]
    select_related = ("group__subject", "area")
    ordering = ["deadline", "pk"]
    first_shown = FirstShown("state", WAITING, _("positions that are open or invited"))
    detail_view_class = PositionDetail
    extra_views = {"candidates": CandidatesView}
    action_views = {"invite": InviteView, "publish": PublishView, "cancel": CancelView}
    empty_message = _("Open a position on the page of a supervision group.")
