"""Background work of people and groups. Safe to run twice."""

from django.tasks import task
from django.utils import timezone

from portal import audit
from portal.actions import Refused
from portal.models import User
from volunteers import plan_worker
from volunteers.actions import (
    imports,
    invitations,
    letter_versions,
    plan_questions,
    policy_drafts,
    recruitment,
)
from volunteers.models import ImportBatch, Invitation


@task(queue_name="default", backend="background")
@audit.noting()
def expire_invitations() -> int:
    """End the invitations nobody answered in time. Returns how many."""
    ended = 0
    system = User.objects.system()
    for invitation in Invitation.objects.overdue(timezone.localdate()):
        try:
            invitations.expire(invitation, by=system)
            ended += 1
        except Refused:
            continue  # answered a moment ago
    return ended


@task(queue_name="default", backend="background")
@audit.noting()
def expire_calls() -> int:
    """Take recruitment calls off the needs board whose last day has passed. Returns how many."""
    return len(recruitment.expire_calls(timezone.localdate(), by=User.objects.system()))


@task(queue_name="default", backend="background")
@audit.noting()
def drop_rosters() -> int:
    """Delete rosters that were read and never saved. Returns how many."""
    abandoned = ImportBatch.objects.abandoned(timezone.now())
    system = User.objects.system()
    for batch in abandoned:
        imports.drop_roster(batch, by=system)
    return len(abandoned)


@task(queue_name="plans", backend="background")
@audit.noting()
def compute_plan(pk: int) -> None:
    """Compute one plan of an area. A queue of its own: mail must not wait behind a minute of computing."""
    plan_worker.compute(pk)


@task(queue_name="plans", backend="background")
@audit.noting()
def answer_question(pk: int) -> None:
    """Answer "why not her?" against the plan of a large area."""
    plan_questions.compute(pk)


@task(queue_name="default", backend="background")
@audit.noting()
def replace_letters() -> int:
    """Put a responsibility letter that begins today before every group in use. Returns how many groups."""
    return letter_versions.put_in_force(by=User.objects.system())


@task(queue_name="plans", backend="background")
@audit.noting()
def try_policy(trial: int) -> bool:
    """Plan an area under the policy in force and under a draft, and keep what differs."""
    return policy_drafts.run_trial(trial)
