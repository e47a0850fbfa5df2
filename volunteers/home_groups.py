"""What needs a person now: invitations and letters for members, groups and seats for officers."""

from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.registry import (
    MOST_CASES,
    Answer,
    Case,
    Task,
    helper_tasks,
    office_acts,
    office_figures,
    office_tasks,
)
from volunteers import weekly
from volunteers.choices import GroupState, InvitationState
from volunteers.models import Invitation, Membership, Position, SupervisionGroup
from volunteers.models.group_facts import group_facts
from volunteers.rules import lawfulness

SOON_DAYS = 7


@helper_tasks.register
def invitations_to_answer(user) -> list[Task]:
    """Each waiting invitation with what, when and where."""
    waiting = Invitation.objects.unanswered().filter(helper__account=user)
    return [
        Task(
            title=invitation.position.get_help_kind_display(),
            url=reverse("volunteers:invitation", args=[invitation.pk]),
            button=_("See the whole invitation"),
            due=invitation.answer_by,
            kind=_("Invitation"),
            icon="mail",
            pairs=(
                (_("Times"), weekly.words(invitation.position.windows) or _("to be agreed with you")),
                (_("Where"), str(invitation.position.area)),
                (_("Risks and precautions"), invitation.position.risk_words),
            ),
            answers=(
                Answer(
                    reverse("volunteers:invitation_accept", args=[invitation.pk]), _("Accept the invitation")
                ),
                Answer(reverse("volunteers:invitation_decline", args=[invitation.pk]), _("Not this time")),
            ),
            note=_(
                "Not taking part has no effect on any of your records."
                " After accepting you read and sign the responsibility letter."
            ),
        )
        for invitation in waiting.select_related("position__area")
    ]


@helper_tasks.register
def letters_to_sign(user) -> list[Task]:
    """Each responsibility letter that waits for this member's signature; officers see theirs below."""
    seats = Membership.objects.to_sign().filter(helper__account=user).select_related("group__subject")
    return [
        Task(
            title=_("Sign the responsibility letter of group {code}").format(code=seat.group.subject.code),
            url=reverse("volunteers:letter", args=[seat.group_id]),
            button=_("Read and sign"),
            facts=(
                _("Members or wording have changed, so everybody signs again.")
                if seat.signed_round
                else _("You are a new member. The letter says what you will do and may do."),
            ),
            kind=_("To be signed"),
            icon="file",
        )
        for seat in seats
    ]


@office_tasks.register
def own_letters(user) -> list[Task]:
    """The officer's own signatures."""
    if not user.has_perm("volunteers.view_supervisiongroup"):
        return []
    seats = Membership.objects.to_sign().filter(account=user).select_related("group__subject")
    number = seats.count()
    if not number:
        return []
    first = seats.first()
    return [
        Task(
            title=ngettext(
                "{n} responsibility letter waits for your signature",
                "{n} responsibility letters wait for your signature",
                number,
            ).format(n=number),
            url=reverse("supervision_groups:inspect", args=[first.group_id]),
            button=_("Read and sign"),
            facts=(first.group.subject.code,),
            count=number,
            kind=_("Responsibility letter"),
            cases=tuple(
                Case(
                    title=seat.group.subject.code,
                    url=reverse("supervision_groups:inspect", args=[seat.group_id]),
                    state=_("To be signed"),
                    tone="warn",
                )
                for seat in seats[:MOST_CASES]
            ),
        )
    ]


@office_tasks.register
def groups_to_complete(user) -> list[Task]:
    """Groups still being formed, the oldest first."""
    if not user.has_perm("volunteers.activate_supervisiongroup"):
        return []
    drafts = (
        SupervisionGroup.objects.visible_to(user)
        .filter(state=GroupState.DRAFT)
        .select_related("subject")
        .order_by("pk")
    )
    number = drafts.count()
    if not number:
        return []
    first = list(drafts[:MOST_CASES])
    oldest = first[0]
    return [
        Task(
            title=ngettext(
                "{n} supervision group is being formed", "{n} supervision groups are being formed", number
            ).format(n=number),
            url=reverse("supervision_groups:index") + "?state=draft",
            button=_("See what is missing"),
            facts=(
                _("Oldest: {code}, since {day}").format(
                    code=oldest.subject.code, day=date_format(timezone.localtime(oldest.created_at))
                ),
            ),
            count=number,
            kind=_("Supervision groups"),
            cases=tuple(_group_to_complete(group) for group in first),
        )
    ]


def _group_to_complete(group: SupervisionGroup) -> Case:
    """The first rule that keeps the group from beginning, with its source; or that it may begin."""
    step = lawfulness.next_step(group_facts(group))
    return Case(
        title=group.subject.code,
        url=reverse("supervision_groups:inspect", args=[group.pk]),
        note=f"{step.remedy or step.title} · {step.source}" if step else _("Lawful; it may begin."),
        state=_("To complete") if step else pgettext("group", "Ready"),
        tone="warn" if step else "ok",
    )


@office_tasks.register
def seats_to_fill(user) -> list[Task]:
    """Open seats that should be filled within the week, or should have been."""
    if not user.has_perm("volunteers.add_invitation"):
        return []
    today = timezone.localdate()
    pressing = (
        Position.objects.open()
        .visible_to(user)
        .filter(deadline__lte=today + timedelta(days=SOON_DAYS))
        .select_related("group__subject")
    )
    number = pressing.count()
    if not number:
        return []
    first = pressing.first()
    return [
        Task(
            title=ngettext("{n} position to fill", "{n} positions to fill", number).format(n=number),
            url=reverse("positions:candidates", args=[first.pk]),
            button=_("Choose a person"),
            facts=(f"{first.group.subject.code} · {first}",),
            due=first.deadline,
            late=first.deadline < today,
            count=number,
            kind=_("Positions and matching"),
            cases=tuple(
                Case(
                    title=f"{position.group.subject.code} · {position}",
                    url=reverse("positions:candidates", args=[position.pk]),
                    note=_("To be filled by %(day)s") % {"day": date_format(position.deadline)},
                    due=position.deadline,
                )
                for position in pressing[:MOST_CASES]
            ),
        )
    ]


@office_tasks.register
def invitations_unanswered(user) -> list[Task]:
    """Invitations that still wait for the helper's answer, oldest first."""
    if not user.has_perm("volunteers.add_invitation"):
        return []
    waiting = Invitation.objects.unanswered().filter(position__in=Position.objects.visible_to(user))
    number = waiting.count()
    if not number:
        return []
    first = waiting.select_related("helper", "position__group__subject")[:MOST_CASES]
    return [
        Task(
            title=ngettext("{n} invitation is unanswered", "{n} invitations are unanswered", number).format(
                n=number
            ),
            url=reverse("invitations:index") + f"?state={InvitationState.SENT}",
            button=_("See the invitations"),
            count=number,
            kind=_("Unanswered invitations"),
            icon="mail",
            cases=tuple(
                Case(
                    title=f"{invitation.helper.name} · {invitation.position.group.subject.code}",
                    url=reverse("invitations:inspect", args=[invitation.pk]),
                    note=_("Sent on %(day)s") % {"day": date_format(timezone.localtime(invitation.sent_at))},
                    due=invitation.answer_by,
                )
                for invitation in first
            ),
        )
    ]


@office_figures.register
def groups_at_work(user) -> list[dict]:
    """How many groups accompany a subject now."""
    if not user.has_perm("volunteers.view_supervisiongroup"):
        return []
    states = SupervisionGroup.objects.visible_to(user).aggregate(
        active=Count("pk", filter=Q(state=GroupState.ACTIVE)),
        draft=Count("pk", filter=Q(state=GroupState.DRAFT)),
    )
    return [
        {
            "label": _("Groups at work"),
            "value": states["active"],
            "unit": pgettext("unit", "groups"),
            "note": ngettext("{n} more is being formed", "{n} more are being formed", states["draft"]).format(
                n=states["draft"]
            ),
            "url": reverse("supervision_groups:index") + f"?state={GroupState.ACTIVE}",
        }
    ]


@office_acts.register
def register_a_subject(user) -> list[dict]:
    """The way to a new group begins with its subject."""
    if not user.has_perm("volunteers.add_subject"):
        return []
    return [{"label": _("Register a subject"), "url": reverse("subjects:add"), "icon": "hands"}]
