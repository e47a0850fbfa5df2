"""A matching policy is drafted, tried on today's plan of an area, and only then put in force or dropped."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from portal import audit, policies
from portal.actions import refuse_if, require
from portal.models import Area, User
from portal.policy_actions import decided_for, not_in_the_past, reason_is_given, set_policy
from portal.rules import may_move
from volunteers import matching
from volunteers.choices import DraftState, TrialState
from volunteers.matching.comparing import what_if
from volunteers.matching_input import input_for, policy_on
from volunteers.models import PolicyDraft, PolicyTrial
from volunteers.models.policy_drafts import TRIAL_FORMAT
from volunteers.policies import MATCHING, RECORD_CHECK_DAYS
from volunteers.rules import matching_policy as rules
from volunteers.signals import trial_asked

DECIDE = "portal.add_policyversion"
TRIAL_SECONDS = 20
TRANSITIONS: dict[str, set[str]] = {
    DraftState.OPEN: {DraftState.OPEN, DraftState.ADOPTED, DraftState.DROPPED},
}


@transaction.atomic
def save_draft(
    draft: PolicyDraft | None, *, figures: dict[str, int], effective_from: date, reason: str, by: User
) -> PolicyDraft:
    """Keep the numbers of a form as a new draft or in an open one; nothing comes into force by it."""
    require(by, DECIDE)
    draft = _locked(draft) if draft else PolicyDraft(made_by=by)
    value = rules.table(figures, effective_from.isoformat())
    refuse_if(
        may_move(TRANSITIONS, draft.state, DraftState.OPEN),
        *rules.violations(value),
        not_in_the_past(effective_from, timezone.localdate()),
        by=by,
    )

    draft.value, draft.effective_from, draft.reason = value, effective_from, reason.strip()
    draft.save()
    changed = len(rules.differences(policy_on(timezone.localdate()), value))
    audit.record("policy_draft.saved", draft, by=by, changed=changed)
    return draft


@transaction.atomic
def adopt_draft(draft: PolicyDraft, *, by: User) -> PolicyDraft:
    """Put an open draft in force from its day; plans already made keep the policy they were made by.

    What was decided for the same day is corrected by it. Raises ``Refused`` for a day that is over, and
    without a reason.
    """
    require(by, DECIDE)
    draft = _locked(draft)
    refuse_if(
        may_move(TRANSITIONS, draft.state, DraftState.ADOPTED),
        reason_is_given(draft.reason),
        not_in_the_past(draft.effective_from, timezone.localdate()),
        about=draft,
        by=by,
    )

    _decide(draft, DraftState.ADOPTED)
    table = {key: number for key, number in draft.value.items() if key != "record_check_days"}
    _put_in_force(MATCHING, table, draft, by)
    days = draft.value["record_check_days"]
    if days != policies.value(RECORD_CHECK_DAYS, draft.effective_from):
        _put_in_force(RECORD_CHECK_DAYS, days, draft, by)
    audit.record("policy_draft.adopted", draft, by=by, day=draft.effective_from.isoformat())
    return draft


def _put_in_force(policy: policies.Policy, value, draft: PolicyDraft, by: User) -> None:
    set_policy(
        policy,
        value,
        effective_from=draft.effective_from,
        reason=draft.reason,
        corrects=decided_for(policy, draft.effective_from) is not None,
        by=by,
    )


@transaction.atomic
def drop_draft(draft: PolicyDraft, *, by: User) -> PolicyDraft:
    """Give an open draft up; it stays to be read."""
    require(by, DECIDE)
    draft = _locked(draft)
    refuse_if(may_move(TRANSITIONS, draft.state, DraftState.DROPPED), about=draft, by=by)

    _decide(draft, DraftState.DROPPED)
    audit.record("policy_draft.dropped", draft, by=by)
    return draft


@transaction.atomic
def ask_trial(draft: PolicyDraft, *, area: Area, by: User) -> PolicyTrial:
    """Queue the question what an open draft would do to today's plan of an area."""
    require(by, DECIDE)
    require(by, DECIDE, area)
    refuse_if(may_move(TRANSITIONS, draft.state, DraftState.OPEN), about=draft, by=by)
    trial = PolicyTrial.objects.create(draft=draft, area=area, value=draft.value, asked_by=by)
    audit.record("policy_trial.asked", trial, by=by, area=area.code)
    trial_asked.send(sender=PolicyTrial, trial=trial)
    return trial


def run_trial(pk: int, *, seconds: float = TRIAL_SECONDS) -> bool:
    """Compute a waiting trial, outside any transaction; whoever comes second does nothing."""
    if not PolicyTrial.objects.waiting().filter(pk=pk).update(state=TrialState.RUNNING):
        return False
    trial = PolicyTrial.objects.select_related("area", "draft").get(pk=pk)
    try:
        data = input_for(trial.area.code)
        data["policy"] = trial.draft.decided_against or data["policy"]
        found = what_if(data, trial.value, seconds=seconds)
        trial.result = found | {"policy": data["policy"], "format": TRIAL_FORMAT}
        trial.state = TrialState.DONE
    except matching.InvalidInput as invalid:
        trial.result = {"faults": [str(fault) for fault in invalid.faults[:5]]}
        trial.state = TrialState.FAILED
    except Exception:
        _end(trial, TrialState.FAILED)
        raise
    _end(trial, trial.state)
    return True


def _end(trial: PolicyTrial, state: str) -> None:
    trial.state, trial.ended_at = state, timezone.now()
    trial.save(update_fields=["state", "ended_at", "result"])


def _decide(draft: PolicyDraft, state: str) -> None:
    """Close a draft, with the numbers that it was compared with: after its day they would be its own."""
    draft.state, draft.decided_at = state, timezone.now()
    draft.decided_against = policy_on(timezone.localdate())
    draft.save(update_fields=["state", "decided_at", "decided_against"])


def _locked(draft: PolicyDraft) -> PolicyDraft:
    return PolicyDraft.objects.select_for_update().get(pk=draft.pk)
