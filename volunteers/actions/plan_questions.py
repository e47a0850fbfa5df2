""" "Why not her?" against a plan: answered at once where that is quick, else by a worker; asked once only."""

from django.db import transaction
from django.utils import timezone

from portal.actions import refuse_if, require
from portal.models import User
from volunteers import matching
from volunteers.models import Helper, MatchPlan, PlanQuestion, Position
from volunteers.rules import plans as rules
from volunteers.signals import question_asked

AT_ONCE = 1.0  # seconds for which a page may be kept waiting
WHY_SECONDS = 20  # seconds that a worker spends on one answer
MOST_WAITING = 3  # questions of one officer, so that plans and other officers get their turn


def ask(plan: MatchPlan, position: Position, helper: Helper, *, by: User) -> PlanQuestion:
    """The question about one pair of the plan's input, with its answer if there is one yet.

    Raises ``Refused`` when the plan knows nothing of the seat or the person, and while ``MOST_WAITING``
    questions of the same officer wait for a worker.
    """
    require(by, "volunteers.view_matchplan", plan)
    refuse_strangers(plan, position, helper, by)
    question, is_new = _find_or_make(plan, position, helper, by)
    if is_new and not _answered_at_once(question):
        question_asked.send(PlanQuestion, question=question)
    return question


@transaction.atomic
def _find_or_make(plan, position, helper, by: User) -> tuple[PlanQuestion, bool]:
    pair = {"plan": plan, "position": position, "helper": helper}
    PlanQuestion.objects.given_up(timezone.now()).filter(**pair).delete()
    if not PlanQuestion.objects.filter(**pair).exists():
        waiting = PlanQuestion.objects.waiting().filter(asked_by=by).count()
        refuse_if(rules.few_questions_wait(waiting, MOST_WAITING), about=plan, by=by)
    return PlanQuestion.objects.get_or_create(**pair, defaults={"asked_by": by})


def _answered_at_once(question: PlanQuestion) -> bool:
    """An answer takes about as long as the plan took, so only small plans are tried."""
    if question.plan.output["seconds"]["total"] > AT_ONCE:
        return False
    answer = _answer(question, AT_ONCE)
    if answer["proven"]:
        _keep(question, answer)
    return answer["proven"]


def compute(pk: int) -> None:
    """Answer a waiting question. Safe to call twice."""
    began = PlanQuestion.objects.waiting().filter(pk=pk).update(began_at=timezone.now())
    if not began:
        return
    question = PlanQuestion.objects.select_related("plan", "position", "helper").get(pk=pk)
    try:
        _keep(question, _answer(question, WHY_SECONDS))
    except Exception:
        PlanQuestion.objects.filter(pk=pk).update(failed=True)
        raise


def _answer(question: PlanQuestion, seconds: float) -> dict:
    plan = question.plan
    need, helper = question.position.need_id, question.helper.number
    return matching.why(plan.input, plan.output, need=need, helper=helper, seconds=seconds)


def _keep(question: PlanQuestion, answer: dict) -> None:
    question.answer = answer
    question.save(update_fields=["answer"])


def refuse_strangers(plan: MatchPlan, position: Position, helper: Helper, by: User) -> None:
    """Raise ``Refused`` unless the plan saw both the seat, which is still open, and the person."""
    needs = {need["id"] for need in plan.input["needs"]}
    helpers = {one["id"] for one in plan.input["helpers"]}
    refuse_if(
        rules.seat_is_planned(position.need_id in needs, position.state),
        rules.helper_is_planned(helper.number in helpers),
        about=plan,
        by=by,
    )
