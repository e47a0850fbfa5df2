"""A supervision group: lawful or not in one sentence, its members, its seats, and what to do next."""

from django import forms
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.ui.tables import Column

from portal.backoffice import (
    ActionForm,
    ActionView,
    ChipColumn,
    DetailView,
    FirstShown,
    GuardedViewSet,
    Panel,
    ReasonForm,
    facts_panel,
    rules_panel,
    table_panel,
)
from portal.models import AuditEntry, User
from volunteers.actions import groups as actions
from volunteers.actions import letters, no_contacts
from volunteers.backoffice import group_list
from volunteers.backoffice.group_list import GroupList
from volunteers.backoffice.links import chip, link
from volunteers.backoffice.positions import POSITION_TONES, OpenPositionView
from volunteers.backoffice.subjects import LeaderForm
from volunteers.choices import GroupState, MemberRole, PositionState, RecusalReason, Sex
from volunteers.models import Helper, Invitation, Membership, Position, SupervisionGroup
from volunteers.models.group_facts import group_facts
from volunteers.rules import lawfulness

TRAIL_LENGTH = 50
IN_USE = (GroupState.DRAFT, GroupState.ACTIVE)
STATE_TONES = {GroupState.DRAFT: "warn", GroupState.ACTIVE: "ok", GroupState.CLOSED: ""}
CLOSED_BY_A_HELPER = frozenset({"group.needs_female_member", "group.needs_minor_specialist"})


class ActivateView(ActionView):
    action = actions.activate
    permission = "volunteers.activate_supervisiongroup"
    label = _("Activate the group")
    explanation = _("All rules are judged once more. The members will be told.")
    states = (GroupState.DRAFT,)
    success_message = _("The group may begin. Its members have been told.")


class MemberForm(ActionForm):
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[
            choice for choice in MemberRole.choices if choice[0] in actions.WITH_ACCOUNT | actions.BY_CAPACITY
        ],
        widget=forms.RadioSelect,
    )
    account = forms.ModelChoiceField(
        User.objects.none(), label=_("Officer"), required=False, help_text=_("For the role of officer only.")
    )
    label = forms.CharField(
        label=_("Capacity"),
        max_length=40,
        required=False,
        help_text=_("For everybody else: the capacity only, such as “mother” or “head of unit”."),
    )
    is_female = forms.BooleanField(label=_("Woman"), required=False)
    is_minor_specialist = forms.BooleanField(label=_("Familiar with minors"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offices = self.for_user.office_id and [self.for_user.office_id]
        self.fields["account"].queryset = User.objects.filter(
            office__in=offices or [], is_active=True
        ).order_by("name", "pk")


class AddMemberView(ActionView):
    action = actions.add_member
    permission = "volunteers.change_supervisiongroup"
    label = _("Add a member")
    explanation = _(
        "Helpers come by invitation to a position and are not entered here. A new member means that "
        "everybody signs the responsibility letter again."
    )
    states = IN_USE
    form_class = MemberForm
    success_message = _("The member was added. Everybody signs the letter again.")


class ChangeLeaderView(ActionView):
    action = actions.change_leader
    permission = "volunteers.change_supervisiongroup"
    label = _("Change the leader")
    states = IN_USE
    form_class = LeaderForm
    success_message = _("The lead was handed over. Everybody signs the letter again.")


class RecusalForm(ActionForm):
    helper = forms.ModelChoiceField(Helper.objects.all(), label=_("Helper"))
    reason = forms.ChoiceField(label=_("Reason"), choices=RecusalReason.choices, widget=forms.RadioSelect)


class RecuseView(ActionView):
    action = no_contacts.record_recusal
    permission = "volunteers.add_recusal"
    label = _("Record a recusal")
    explanation = _("This person will not be proposed for the group.")
    states = IN_USE
    form_class = RecusalForm
    success_message = _("The recusal was recorded.")


class CloseView(ActionView):
    action = actions.close_group
    permission = "volunteers.change_supervisiongroup"
    label = _("Close the group")
    explanation = _("Open positions, invitations and future sessions of the group are cancelled.")
    danger = True
    states = IN_USE
    form_class = ReasonForm
    success_message = _("The group is closed.")


class SignOwnView(ActionView):
    """The officer's own signature; who is no member is not offered it."""

    permission = "volunteers.view_supervisiongroup"
    label = _("Sign the responsibility letter")
    states = IN_USE
    template_name = "volunteers/backoffice/sign_letter.html"
    success_message = _("You have signed the letter.")

    @classmethod
    def is_offered(cls, instance, user):
        waiting = Membership.objects.to_sign().filter(group=instance, account=user)
        return super().is_offered(instance, user) and waiting.exists()

    def run(self, form):
        seats = self.object.memberships.present()
        letters.sign_letter(get_object_or_404(seats, account=self.request.user), by=self.request.user)


class GroupDetail(DetailView):
    select_related = ("subject", "area", "letter")

    def get_page_title(self):
        return _("Supervision group")

    def get_callout(self):
        if self.object.state == GroupState.CLOSED:
            return {"title": _("The group is closed"), "text": self.object.closing_reason, "tone": ""}
        broken = lawfulness.next_step(self.facts)
        if broken is not None:
            return self._what_is_missing(broken)
        if self.object.state == GroupState.DRAFT:
            return {
                "title": _("The group is lawful"),
                "text": _("Every rule is met. It may be activated now."),
                "tone": "ok",
            }
        return None

    def _what_is_missing(self, broken):
        active = self.object.state == GroupState.ACTIVE
        title = _("The active group needs attention") if active else _("Cannot be activated yet")
        text = broken.remedy or broken.violation.message
        seat = self.object.positions.open().first()
        if broken.violation.code in CLOSED_BY_A_HELPER and seat is not None:
            text = format_html("{} {}", text, link("positions:candidates", seat, _("See who may be invited")))
        return {"title": f"{title}：{broken.title}", "text": text, "tone": "warn" if active else "bad"}

    @cached_property
    def facts(self):
        return group_facts(self.object)

    def get_panels(self):
        return [
            self._members(),
            *self._rules(),
            self._positions(),
            facts_panel(self.get_facts(), title=_("Group")),
            self._trail(),
        ]

    def _rules(self):
        """A closed group has no members any more, and nothing is asked of it."""
        if self.object.state == GroupState.CLOSED:
            return []
        return [rules_panel(lawfulness.verdicts(self.facts), title=_("Rules checked"))]

    def get_facts(self):
        group, subject = self.object, self.object.subject
        return [
            (_("Subject code"), link("subjects:inspect", subject, subject.code)),
            (_("State"), chip(group.get_state_display(), STATE_TONES[group.state])),
            (_("Execution place"), group.area),
            (_("Management category"), subject.get_management_category_display()),
            (_("Responsibility letter"), _("Version {number}").format(number=group.letter.number)),
            (_("Active since"), group.activated_at and timezone.localdate(group.activated_at)),
            (_("Closed"), group.closed_at and timezone.localdate(group.closed_at)),
        ]

    def _members(self):
        seats = self.object.memberships.select_related("helper", "account__office").order_by("left_on", "pk")
        if self.object.state != GroupState.CLOSED:
            seats = seats.filter(left_on=None)
        rows = [
            [
                link("memberships:inspect", seat, seat.who),
                seat.get_role_display(),
                self._identity(seat),
                self._sex(seat),
                self._signature(seat),
            ]
            for seat in seats
        ]
        columns = [_("Full name"), _("Role"), _("Identity"), _("Sex"), _("Responsibility letter")]
        return table_panel(_("Members"), [str(column) for column in columns], rows, empty=_("No members."))

    def _identity(self, seat):
        if seat.helper_id:
            return seat.helper.get_kind_display()
        return str(seat.account.office or "—") if seat.account_id else "—"

    def _sex(self, seat):
        """Of members named by capacity only the one fact that rule 14 asks for is known."""
        known = Sex.FEMALE if seat.is_female else seat.helper_id and seat.helper.sex
        return Sex(known).label if known else "—"

    def _signature(self, seat):
        if seat.signed_round == self.object.letter_round:
            return chip(_("Signed"), "ok")
        return chip(_("To be signed"), "warn")

    def _trail(self):
        """What was done to the group, its members, its seats and their invitations, newest first."""
        group = self.object
        concerned = Q(object_type=group._meta.label_lower, object_id=str(group.pk))
        for model, rows in (
            (Membership, group.memberships),
            (Position, group.positions),
            (Invitation, Invitation.objects.filter(position__group=group)),
        ):
            keys = [str(key) for key in rows.values_list("pk", flat=True)]
            concerned |= Q(object_type=model._meta.label_lower, object_id__in=keys)
        entries = AuditEntry.objects.filter(concerned, result="done").select_related("actor")
        return Panel(
            pgettext("trail", "History"),
            "portal/backoffice/panels/trail.html",
            {"entries": entries.newest_first()[:TRAIL_LENGTH]},
            aside=True,
        )

    def _positions(self):
        positions = self.object.positions.exclude(state=PositionState.CANCELLED).order_by("pk")
        rows = [
            [
                link("positions:inspect", position),
                date_format(position.deadline),
                chip(position.get_state_display(), POSITION_TONES.get(position.state, "")),
                link("positions:candidates", position, _("Candidates"))
                if position.state == PositionState.OPEN
                else "—",
            ]
            for position in positions
        ]
        columns = [_("Position"), _("To be filled by"), _("State"), pgettext("step", "Next")]
        return table_panel(
            _("Positions"),
            [str(column) for column in columns],
            rows,
            empty=_("No position yet. Open one to invite a helper."),
        )


class MembershipDetail(DetailView):
    select_related = ("group__subject", "helper", "account")

    def get_facts(self):
        seat = self.object
        return [
            (_("Full name"), seat.who),
            (_("Group"), link("supervision_groups:inspect", seat.group)),
            (_("Role"), seat.get_role_display()),
            (_("Joined"), seat.joined_on),
            (_("Left"), seat.left_on),
            (_("Reason"), seat.leaving_reason),
            (_("Letter signed"), seat.signed_at),
        ]


class _OfMember(ActionView):
    """After an action on a member the group's page is the place to be."""

    permission = "volunteers.change_supervisiongroup"

    @classmethod
    def is_offered(cls, instance, user):
        return (
            super().is_offered(instance, user)
            and instance.left_on is None
            and instance.group.state != GroupState.CLOSED
        )

    def get_success_url(self):
        return reverse("supervision_groups:inspect", args=[self.object.group_id])


class RemoveView(_OfMember):
    action = actions.remove_member
    label = _("Remove from the group")
    explanation = _("An active group must stay lawful without this member.")
    danger = True
    form_class = ReasonForm
    success_message = _("The membership has ended.")


class PaperSignatureView(_OfMember):
    action = letters.record_paper_signature
    label = _("Record the signature on paper")
    explanation = _("The member has signed the present version of the letter before you.")
    success_message = _("The signature was recorded.")

    @classmethod
    def is_offered(cls, instance, user):
        personally = instance.account_id or (instance.helper_id and instance.helper.account_id)
        unsigned = instance.signed_round < instance.group.letter_round
        return super().is_offered(instance, user) and unsigned and not personally


LEFT = Column("left_on", label=pgettext_lazy("day", "Left"), accessor=group_list.left, sort_key="left_on")


class MembershipViewSet(GuardedViewSet):
    model = Membership
    icon = "people"
    list_display = [Column("who", label=_("Member")), "group", "role", "joined_on", LEFT]
    list_filter = ["role"]
    search_fields = ["group__subject__code", "helper__name", "label"]
    select_related = ("group__subject", "helper", "account")
    ordering = ["-pk"]
    detail_view_class = MembershipDetail
    action_views = {"paper": PaperSignatureView, "remove": RemoveView}


class SupervisionGroupViewSet(GuardedViewSet):
    model = SupervisionGroup
    icon = "hands"
    menu_label = _("Supervision groups")
    menu_order = 200
    menu_hook = "register_groups_menu_item"
    index_view_class = GroupList
    list_display = [
        "subject",
        "area",
        Column("leader", label=_("Leader"), accessor=group_list.leader),
        Column("members", label=_("Members"), accessor=group_list.members),
        ChipColumn(tones=STATE_TONES),
        Column("activated_at", label=_("Active since"), accessor=group_list.active_since),
    ]
    list_filter = ["area", "state"]
    search_fields = ["subject__code"]
    ordering = ["-pk"]
    first_shown = FirstShown("state", IN_USE, _("groups being formed or at work"), ordering=("-state", "-pk"))
    select_related = ("subject", "area")
    detail_view_class = GroupDetail
    action_views = {
        "sign": SignOwnView,
        "activate": ActivateView,
        "add_member": AddMemberView,
        "open_position": OpenPositionView,
        "change_leader": ChangeLeaderView,
        "recuse": RecuseView,
        "close": CloseView,
    }
    empty_message = _("Register a subject first, then form its group.")
