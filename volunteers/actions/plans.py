"""A plan of a whole area: kept as it was made, and its proposals sent as invitations."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit
from portal.actions import Refused, refuse_if, require
from portal.models import Area, User, visible_area_ids
from portal.rules import Violation
from volunteers import matching
from volunteers.actions import invitations
from volunteers.matching_input import input_for
from volunteers.models import Helper, MatchPlan, Position
from volunteers.rules.groups import officer_covers_the_area

SECONDS = 15


def make_plan(*, area: Area, by: User) -> MatchPlan:
    """Plan every open seat of an area now and keep the plan; nothing is sent by it.

    The engine runs before the transaction, so that nobody waits for it.
    """
    require(by, "volunteers.add_matchplan")
    refuse_if(officer_covers_the_area(by.is_superuser or area.pk in visible_area_ids(by)), about=area, by=by)
    data = input_for(area.code)
    return store_plan(data, matching.plan(data, seconds=SECONDS), by=by)


@transaction.atomic
def store_plan(data: dict, output: dict, *, by: User) -> MatchPlan:
    """Keep input and output with their hashes; rows are never changed."""
    if not by.is_system:
        require(by, "volunteers.add_matchplan")
    plan = MatchPlan.objects.create(
        area=Area.objects.get(code=data["scope"]),
        made_by=by,
        input=data,
        output=output,
        input_sha256=matching.digest(data),
        output_sha256=matching.digest(output),
    )
    audit.record("match_plan.made", plan, by=by, filled=plan.filled, unmet=plan.unmet)
    return plan


def send_plan(plan: MatchPlan, *, needs: list[str], by: User) -> tuple[list, list[Violation]]:
    """Invite for the chosen seats of a plan, each in its own transaction.

    Returns the invitations sent, and why the others were not: the data may have moved on since.
    """
    require(by, "volunteers.add_invitation")
    require(by, "volunteers.view_matchplan", plan)
    reason = _("As proposed by the area plan of {day}").format(day=f"{timezone.localdate(plan.made_at)}")
    chosen = {entry["need"]: entry["helper"] for entry in plan.output["assignments"]}
    sent, refused = [], []
    for need in needs:
        position = Position.objects.get(pk=need.rpartition("/")[2])
        helper = Helper.objects.get(number=chosen[need])
        try:
            sent.append(invitations.offer(position, helper, reason=reason, by=by))
        except Refused as refusal:
            refused += refusal.violations
    audit.record("match_plan.sent", plan, by=by, sent=len(sent), refused=len(refused))
    return sent, refused
