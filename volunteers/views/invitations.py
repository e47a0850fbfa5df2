"""The helper's invitations: what is asked, when, where and with which risks; yes or no without cost."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.actions import Refused
from volunteers import weekly
from volunteers.actions import invitations as actions
from volunteers.actions import letters
from volunteers.choices import InvitationState
from volunteers.models import Invitation, Membership

RECENT = 20


def _own(request):
    """The invitations addressed to this account; an officer's view of others is the back office."""
    return (
        Invitation.objects.visible_to(request.user)
        .filter(helper__account=request.user)
        .select_related("position__area", "position__group__subject", "sent_by__office", "helper")
    )


@login_required
@require_safe
def invitations(request):
    """What waits for an answer first, then my groups, then what was answered before."""
    own = _own(request)
    context = {
        "waiting": own.unanswered(),
        "answered": own.exclude(state=InvitationState.SENT).order_by("-answered_at", "-pk")[:RECENT],
        "seats": Membership.objects.present()
        .of_account(request.user)
        .select_related("group__subject", "group__area")
        .order_by("-pk"),
    }
    return render(request, "volunteers/groups/invitations.html", context)


@login_required
@require_safe
def invitation(request, pk):
    """One invitation in full."""
    return _page(request, get_object_or_404(_own(request), pk=pk))


def _page(request, invitation, violations=()):
    position = invitation.position
    facts = [
        (_("What"), position.get_help_kind_display()),
        (_("Times"), weekly.words(position.windows) or _("to be agreed with you")),
        (_("Begins"), position.starts_on),
        (_("How much"), _("{minutes} minutes a month").format(minutes=position.minutes_per_month)),
        (_("Where"), _where(position)),
        (_("Group"), position.group.subject.code),
        (_("Risks and precautions"), position.risk_words),
        (_("Asked by"), invitation.sent_by.office or invitation.sent_by),
        (_("Please answer by"), invitation.answer_by),
    ]
    context = {
        "invitation": invitation,
        "facts": facts,
        "violations": violations,
        "is_waiting": invitation.state == InvitationState.SENT,
        "is_accepted": invitation.state == InvitationState.ACCEPTED,
    }
    return render(request, "volunteers/groups/invitation.html", context, status=422 if violations else 200)


def _where(position):
    return _("{area}, or by video").format(area=position.area) if position.remote_possible else position.area


@login_required
@require_POST
def accept(request, pk):
    """The helper's "accept" button; a refusal comes back with the reasons."""
    invitation = get_object_or_404(_own(request), pk=pk)
    try:
        actions.accept(invitation, by=request.user)
    except Refused as refused:
        invitation.refresh_from_db()
        return _page(request, invitation, refused.violations)
    messages.success(request, _("Thank you. Please read and sign the responsibility letter now."))
    return redirect("volunteers:letter", pk=invitation.position.group_id)


@login_required
@require_POST
def decline(request, pk):
    """The helper's "not this time" button."""
    invitation = get_object_or_404(_own(request), pk=pk)
    try:
        actions.decline(invitation, by=request.user)
    except Refused as refused:
        invitation.refresh_from_db()
        return _page(request, invitation, refused.violations)
    messages.success(request, _("You are not taking part this time. This has no effect on your records."))
    return redirect("volunteers:invitations")


@login_required
def letter(request, pk, violations=()):
    """The responsibility letter of one of my groups, to read and to sign."""
    seats = Membership.objects.present().of_account(request.user)
    seat = get_object_or_404(seats.select_related("group__subject", "group__letter"), group=pk)
    if request.method == "POST":
        try:
            letters.sign_letter(seat, by=request.user)
        except Refused as refused:
            violations = refused.violations
        else:
            messages.success(request, _("You have signed the responsibility letter."))
            return redirect("volunteers:letter", pk=pk)
    members = seat.group.memberships.present().select_related("helper", "account").order_by("pk")
    context = {
        "seat": seat,
        "group": seat.group,
        "violations": violations,
        "signed": seat.signed_round == seat.group.letter_round,
        "members": [
            (member.get_role_display(), member.signed_round == seat.group.letter_round) for member in members
        ],
    }
    return render(request, "volunteers/groups/letter.html", context, status=422 if violations else 200)
