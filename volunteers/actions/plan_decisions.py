"""Looking at a plan, an officer locks, strikes or frees a pair, or takes somebody else for a seat."""

from django.db import transaction

from portal import audit
from portal.actions import refuse_if, require
from portal.models import User
from portal.rules import Violation
from volunteers import explanations, matching
from volunteers.choices import PairDecision
from volunteers.explanations import Names
from volunteers.models import Helper, MatchPlan, PlanDecision, Position
from volunteers.rules import plans as rules

WHY_SECONDS = 8  # an officer waits in front of the screen


def why(plan: MatchPlan, position: Position, helper: Helper, *, by: User) -> dict:
    """The engine's answer "why not her?" for one pair of the plan's input, in at most ``WHY_SECONDS``.

    Raises ``Refused`` when the plan knows nothing of the seat or the person.
    """
    require(by, "volunteers.view_matchplan", plan)
    _refuse_strangers(plan, position, helper, by)
    return matching.why(
        plan.input, plan.output, need=position.need_id, helper=helper.number, seconds=WHY_SECONDS
    )


def lock(plan: MatchPlan, *, position: Position, helper: Helper, reason: str = "", by: User) -> PlanDecision:
    """The pair stays: when planned again, and when the invitations are sent.

    Another helper than the plan's is weighed first; the loss is kept with the reason. Raises ``Refused``
    with every rule the pair breaks, and where a loss is not explained.
    """
    require(by, "volunteers.add_invitation")
    require(by, "volunteers.view_matchplan", plan)
    _refuse_strangers(plan, position, helper, by)
    loss = None
    if plan.proposed.get(position.need_id) != helper.number:
        answer = why(plan, position, helper, by=by)
        loss = {"verdict": answer["verdict"], "loss": answer["loss"], "proven": answer["proven"]}
        refuse_if(
            *_broken_rules(answer),
            rules.a_lawful_plan_has_the_pair(answer["verdict"]),
            rules.other_choice_is_explained(answer["verdict"] in ("EQUAL", "BETTER"), reason),
            about=plan,
            by=by,
        )
    return _decide(plan, position, helper, PairDecision.LOCK, reason=reason.strip(), loss=loss, by=by)


def _broken_rules(answer: dict) -> list[Violation]:
    return explanations.violations(answer, Names()) if answer["verdict"] == "RULE" else []


def strike(plan: MatchPlan, *, position: Position, helper: Helper, by: User) -> PlanDecision:
    """The pair is neither sent nor proposed again; nothing is held against the helper."""
    require(by, "volunteers.add_invitation")
    require(by, "volunteers.view_matchplan", plan)
    _refuse_strangers(plan, position, helper, by)
    return _decide(plan, position, helper, PairDecision.STRIKE, by=by)


@transaction.atomic
def free(plan: MatchPlan, *, position: Position, helper: Helper, by: User) -> None:
    """Take a lock or a strike back."""
    require(by, "volunteers.add_invitation")
    require(by, "volunteers.view_matchplan", plan)
    gone, _rows = PlanDecision.objects.filter(plan=plan, position=position, helper=helper).delete()
    if gone:
        audit.record("match_plan.freed", plan, by=by, need=position.need_id, helper=helper.number)


@transaction.atomic
def _decide(
    plan: MatchPlan, position: Position, helper: Helper, kind: str, *, by: User, **fields
) -> PlanDecision:
    position = Position.objects.select_for_update().get(pk=position.pk)
    refuse_if(rules.seat_is_planned(True, position.state), about=plan, by=by)
    if kind == PairDecision.LOCK:
        plan.decisions.locks().filter(position=position).exclude(helper=helper).delete()
    decision, _made = PlanDecision.objects.update_or_create(
        plan=plan, position=position, helper=helper, defaults={"kind": kind, "decided_by": by, **fields}
    )
    happening = "locked" if kind == PairDecision.LOCK else "struck"
    detail = {"reason": decision.reason} if decision.reason else {}
    audit.record(
        f"match_plan.{happening}", plan, by=by, need=position.need_id, helper=helper.number, **detail
    )
    return decision


def _refuse_strangers(plan: MatchPlan, position: Position, helper: Helper, by: User) -> None:
    needs = {need["id"] for need in plan.input["needs"]}
    helpers = {one["id"] for one in plan.input["helpers"]}
    refuse_if(
        rules.seat_is_planned(position.need_id in needs, position.state),
        rules.helper_is_planned(helper.number in helpers),
        about=plan,
        by=by,
    )
