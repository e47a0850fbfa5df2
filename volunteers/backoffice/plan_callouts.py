"""What the page of a plan says first: how it stands, and what to do next."""

from collections import Counter

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from volunteers.backoffice.plan_runs import running_beside
from volunteers.choices import InvitationState, PlanSeatState
from volunteers.forms.matching_policy import label_of
from volunteers.matching_input import policy_on
from volunteers.models import MatchPlan
from volunteers.plan_content import PlanContent
from volunteers.rules import matching_policy


def newer_plan(plan: MatchPlan) -> MatchPlan | None:
    """The plan that stands in place of this one, if there is one."""
    newest = MatchPlan.objects.without_content().newest_of(plan.area)
    return newest if newest.pk != plan.pk else None


def callout(content: PlanContent, user) -> dict:
    """The one sentence at the head of a plan, the most pressing first."""
    return (
        _newer(content.plan)
        or _running(content.plan, user)
        or _decided(content)
        or _reopened(content)
        or _sent(content)
        or _nothing_to_propose(content)
        or policy_notice(content.plan)
        or _proven(content)
    )


def policy_notice(plan: MatchPlan) -> dict | None:
    """That the numbers a plan was made by are no longer in force, which ones, and the way to a new plan.

    None for an older plan, which leads to the newest.
    """
    if not MatchPlan.objects.is_newest(plan):
        return None
    found = matching_policy.differences(plan.input["policy"], policy_on(timezone.localdate()))
    if not found:
        return None
    changed = "；".join(f"{label_of(figure)} {old} → {new}" for figure, old, new in found)
    text = _(
        "Changed since: {changed}. Its points are those of then; each invitation is judged by today's rules "
        "before it is sent."
    ).format(changed=changed)
    return {
        "title": _("Made by a matching policy that is no longer in force"),
        "text": format_html(
            '{} <a href="{}">{}</a>',
            text,
            reverse("area_plans:again", args=[plan.pk]),
            _("Plan again by today's policy"),
        ),
        "tone": "warn",
    }


def _newer(plan: MatchPlan) -> dict | None:
    """That another plan has taken this one's place, and what of this page is of then."""
    newer = newer_plan(plan)
    if newer is None:
        return None
    made = date_format(timezone.localtime(plan.made_at), "DATETIME_FORMAT")
    text = _(
        "Proposals, points and reasons are those of {made}; what has become of each position is as of today. "
        "Decide and send on the newest plan:"
    ).format(made=made)
    return {
        "title": _("There is a newer plan of this area"),
        "text": format_html(
            '{} <a href="{}">{}</a>', text, reverse("area_plans:inspect", args=[newer.pk]), newer
        ),
        "tone": "warn",
    }


def _running(plan: MatchPlan, user) -> dict | None:
    """That the next plan of the same area is being computed."""
    running = running_beside(plan.area, user)
    if running is None or running.area_id != plan.area_id:
        return None
    return {
        "title": _("This area is being planned again"),
        "text": format_html(
            '{} <a href="{}">{}</a>',
            _("Soon there is a newer plan. What you decide until then is taken along."),
            reverse("plan_runs:inspect", args=[running.pk]),
            _("Follow the computation"),
        ),
        "tone": "",
    }


def _decided(content: PlanContent) -> dict | None:
    """What the officer's decisions changed in the plan, or could not."""
    if content.lost_locks:
        return {
            "title": _("Not every locked pair could stay"),
            "text": _(
                "The plan is lawful and holds the others. The first groups below say why, pair by pair."
            ),
            "tone": "warn",
        }
    if content.pending:
        number = len(content.pending)
        text = ngettext(
            "{n} proposal was changed by hand. Plan again, so that the others adapt to it; or send as it "
            "stands.",
            "{n} proposals were changed by hand. Plan again, so that the others adapt to them; or send as it "
            "stands.",
            number,
        )
    elif content.taken_back:
        number = len(content.taken_back)
        text = ngettext(
            "{n} earlier decision was taken back that the plan still follows. Plan again without it; or "
            "send as it stands.",
            "{n} earlier decisions were taken back that the plan still follows. Plan again without them; "
            "or send as it stands.",
            number,
        )
    else:
        return None
    return {"title": _("The plan was changed by hand"), "text": text.format(n=number), "tone": ""}


def _reopened(content: PlanContent) -> dict | None:
    """That seats stand empty again because an invitation came to nothing."""
    ended = content.today.reopened
    if not ended:
        return None
    number = len(ended)
    title = ngettext("{n} position is empty again", "{n} positions are empty again", number)
    text = _("{states}. Choose somebody else there, or plan again. {rest}").format(
        states=_counted(ended.values()), rest=_not_sent_yet(content)
    )
    return {"title": title.format(n=number), "text": text.strip(), "tone": "warn"}


def _sent(content: PlanContent) -> dict | None:
    """What became of the invitations of this plan, once there are some."""
    several = content.today.invitations.values()
    sent = [one for each in several for one in each if one.plan_id == content.plan.pk]
    if not sent:
        return None
    title = ngettext(
        "{n} invitation of this plan was sent", "{n} invitations of this plan were sent", len(sent)
    )
    text = _("{states}. {rest}").format(
        states=_counted(sent), rest=_not_sent_yet(content) or _what_comes_next(content)
    )
    return {"title": title.format(n=len(sent)), "text": text, "tone": "ok"}


def _counted(invitations) -> str:
    states = Counter(InvitationState(one.state) for one in invitations)
    return "，".join(f"{state.label} {states[state]}" for state in InvitationState if states[state])


def _not_sent_yet(content: PlanContent) -> str:
    left = len(content.needs_of(PlanSeatState.PROPOSED))
    text = ngettext("{n} proposal is not sent yet.", "{n} proposals are not sent yet.", left)
    return text.format(n=left) if left else ""


def _what_comes_next(content: PlanContent) -> str:
    """How many proposals are still to be sent; without any, what to wait for or to look at."""
    empty = len(content.needs_of(PlanSeatState.EMPTY))
    if empty:
        text = ngettext(
            "Every proposal has been sent; {n} position has nobody yet, see why below.",
            "Every proposal has been sent; {n} positions have nobody yet, see why below.",
            empty,
        )
        return text.format(n=empty)
    return _(
        "Nothing is left to arrange; a position that is declined or not answered stands empty again here."
    )


def _nothing_to_propose(content: PlanContent) -> dict | None:
    """Plans without a single proposal: no position, all of them settled, or nobody who fits."""
    if not content.output["counts"]["needs"] and not content.group_of:
        return {
            "title": _("There is nothing to plan"),
            "text": _("No position of this area is open. Open one on the page of a group, then plan again."),
            "tone": "",
        }
    if content.needs_of(PlanSeatState.PROPOSED):
        return None
    if not content.needs_of(PlanSeatState.EMPTY):
        return {
            "title": _("Nothing is left to arrange"),
            "text": _(
                "Every position is invited, accepted or settled. Wait for the answers; where somebody "
                "declines or does not answer, the position stands empty again here."
            ),
            "tone": "ok",
        }
    return {
        "title": _("Nobody can be proposed"),
        "text": format_html(
            '{} <a href="{}">{}</a>',
            _("Each empty position below says why and what would help. Mend the data and plan again, or"),
            reverse("forecast"),
            _("look for people with a recruitment call"),
        ),
        "tone": "warn",
    }


def _proven(content: PlanContent) -> dict:
    text = _("A plan only proposes: you decide, the helpers consent. Nothing has been sent by it.")
    if content.output["status"] == "optimal":
        return {"title": _("The best plan, proven"), "text": text, "tone": "ok"}
    return {"title": _("A good plan, not proven to be the best"), "text": text, "tone": ""}
