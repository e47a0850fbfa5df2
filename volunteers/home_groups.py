"""What needs a person now: invitations and letters for members, groups and seats for officers."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.models import visible_area_ids
from portal.registry import Task, helper_tasks, office_figures, office_tasks
from volunteers import weekly
from volunteers.choices import GroupState
from volunteers.models import Invitation, Membership, Position, SupervisionGroup

SOON_DAYS = 7


@helper_tasks.register
def invitations_to_answer(user) -> list[Task]:
    """Each waiting invitation with what, when and where."""
    waiting = Invitation.objects.unanswered().filter(helper__account=user)
    return [
        Task(
            title=invitation.position.get_help_kind_display(),
            url=reverse("volunteers:invitation", args=[invitation.pk]),
            button=_("Read and answer"),
            due=invitation.answer_by,
            kind=_("Invitation"),
            icon="mail",
            pairs=(
                (_("Times"), weekly.words(invitation.position.windows) or _("to be agreed with you")),
                (_("Where"), str(invitation.position.area)),
                (
                    _("Risks and precautions"),
                    invitation.position.risk_text or _("No particular risk is stated."),
                ),
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
            facts=(_("The members have changed, so everybody signs again."),),
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
    oldest = drafts.first()
    return [
        Task(
            title=ngettext(
                "{n} supervision group is being formed", "{n} supervision groups are being formed", number
            ).format(n=number),
            url=reverse("supervision_groups:index") + "?state=draft",
            button=_("See what is missing"),
            facts=(
                _("Oldest: {code}, since {day}").format(
                    code=oldest.subject.code, day=f"{timezone.localdate(oldest.created_at):%Y-%m-%d}"
                ),
            ),
            count=number,
            kind=_("Supervision groups"),
        )
    ]


@office_tasks.register
def seats_to_fill(user) -> list[Task]:
    """Open seats that should be filled within the week, or should have been."""
    if not user.has_perm("volunteers.add_invitation"):
        return []
    today = timezone.localdate()
    pressing = (
        Position.objects.open()
        .filter(area__in=visible_area_ids(user), deadline__lte=today + timedelta(days=SOON_DAYS))
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
        )
    ]


@office_figures.register
def groups_at_work(user) -> list[dict]:
    """How many groups accompany a subject now."""
    if not user.has_perm("volunteers.view_supervisiongroup"):
        return []
    groups = SupervisionGroup.objects.visible_to(user)
    return [
        {
            "label": _("Groups at work"),
            "value": groups.filter(state=GroupState.ACTIVE).count(),
            "unit": "",
            "url": reverse("supervision_groups:index") + f"?state={GroupState.ACTIVE}",
        }
    ]
