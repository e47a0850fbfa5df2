"""Looking at a plan, an officer locks, strikes or frees a pair, or takes somebody else for a seat."""

from django.db import transaction
from django.utils import timezone

from portal import audit
from portal.actions import refuse_if, require
from portal.models import User
from portal.rules import Violation
from volunteers import explanations
from volunteers.actions import plan_questions
from volunteers.actions.plan_questions import refuse_strangers
from volunteers.choices import PairDecision
from volunteers.explanations import Names
from volunteers.models import Helper, MatchPlan, PlanDecision, Position
from volunteers.rules import plans as rules


def lock(plan: MatchPlan, *, position: Position, helper: Helper, reason: str = "", by: User) -> PlanDecision:
    """The pair stays: when planned again, and when the invitations are sent.

    Another helper than the plan's is weighed first; the loss is kept with the reason. Raises ``Refused``
    with every rule the pair breaks, where a loss is not explained, and while it is still being weighed.
    """
    _refuse(plan, position, helper, by)
    loss = None
    if plan.proposed.get(position.need_id) != helper.number:
        answer = plan_questions.ask(plan, position, helper, by=by).answer
        refuse_if(rules.choice_is_weighed(answer is not None), about=plan, by=by)
        refuse_if(
            *_broken_rules(answer),
            rules.a_lawful_plan_has_the_pair(answer["verdict"]),
            rules.other_choice_is_explained(answer["verdict"] in ("EQUAL", "BETTER"), reason),
            about=plan,
            by=by,
        )
        loss = _what_it_costs(answer) | {"instead_of": plan.proposed.get(position.need_id)}
    return _decide(plan, position, helper, PairDecision.LOCK, reason=reason, loss=loss, by=by)


def _broken_rules(answer: dict) -> list[Violation]:
    return explanations.violations(answer, Names()) if answer["verdict"] == "RULE" else []


def _what_it_costs(answer: dict) -> dict:
    return {key: answer[key] for key in ("verdict", "loss", "proven", "score", "parts")}


def strike(
    plan: MatchPlan, *, position: Position, helper: Helper, reason: str = "", by: User
) -> PlanDecision:
    """The pair is neither sent nor proposed again; nothing is held against the helper."""
    _refuse(plan, position, helper, by)
    return _decide(plan, position, helper, PairDecision.STRIKE, reason=reason, loss=None, by=by)


@transaction.atomic
def free(plan: MatchPlan, *, position: Position, helper: Helper, by: User) -> None:
    """Take a lock or a strike back."""
    _may_decide(plan, by)
    gone, _rows = PlanDecision.objects.filter(plan=plan, position=position, helper=helper).delete()
    if gone:
        audit.record("match_plan.freed", plan, by=by, need=position.need_id, helper=helper.number)


def _refuse(plan: MatchPlan, position: Position, helper: Helper, by: User) -> None:
    _may_decide(plan, by)
    refuse_strangers(plan, position, helper, by)


def _may_decide(plan: MatchPlan, by: User) -> None:
    require(by, "volunteers.add_invitation")
    require(by, "volunteers.view_matchplan", plan)
    refuse_if(rules.plan_is_the_newest(MatchPlan.objects.is_newest(plan)), about=plan, by=by)


@transaction.atomic
def _decide(
    plan: MatchPlan,
    position: Position,
    helper: Helper,
    kind: str,
    *,
    reason: str,
    loss: dict | None,
    by: User,
) -> PlanDecision:
    position = Position.objects.select_for_update().get(pk=position.pk)
    refuse_if(rules.seat_is_planned(True, position.state), about=plan, by=by)
    if kind == PairDecision.LOCK:
        plan.decisions.locks().filter(position=position).exclude(helper=helper).delete()
    decision, _made = PlanDecision.objects.update_or_create(
        plan=plan,
        position=position,
        helper=helper,
        defaults={
            "kind": kind,
            "reason": reason.strip(),
            "loss": loss,
            "decided_by": by,
            "decided_at": timezone.now(),
        },
    )
    happening = "locked" if kind == PairDecision.LOCK else "struck"
    detail = {"reason": decision.reason} if decision.reason else {}
    audit.record(
        f"match_plan.{happening}", plan, by=by, need=position.need_id, helper=helper.number, **detail
    )
    return decision
