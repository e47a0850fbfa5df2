"""Deciding a policy: from a day on, never backwards, by an administrator."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import audit, policies
from portal.actions import refuse_if, require
from portal.models import PolicyVersion
from portal.rules import SAFEGUARD, Violation


def not_in_the_past(effective_from: date, today: date) -> Violation | None:
    """A new value never changes how a day that is over was judged (design.md §2.16)."""
    if effective_from >= today:
        return None
    message = _("A policy cannot change days that are over. Choose today or a later day.")
    return Violation("policy.in_the_past", message, SAFEGUARD, field="effective_from")


def one_value_a_day(decided: bool, corrects: bool) -> Violation | None:
    """A day that already has its value keeps it, unless that value is corrected on purpose."""
    if decided == corrects:
        return None
    if decided:
        message = _(
            "A value is already decided for this day. Choose another day, or tick that you correct it."
        )
        return Violation("policy.day_taken", message, SAFEGUARD, field="effective_from")
    message = _("Nothing is decided for this day yet, so there is nothing to correct.")
    return Violation("policy.nothing_to_correct", message, SAFEGUARD, field="corrects")


def reason_is_given(reason: str) -> Violation | None:
    """Every change of a policy says why."""
    if reason.strip():
        return None
    return Violation("policy.needs_reason", _("Say why, or name the document."), SAFEGUARD, field="reason")


def decided_for(policy: policies.Policy, day: date) -> PolicyVersion | None:
    """The value that was decided to begin on exactly this day, if there is one."""
    return PolicyVersion.objects.standing().filter(key=policy.key, effective_from=day).first()


@transaction.atomic
def set_policy(
    policy: policies.Policy, value: Any, *, effective_from: date, reason: str, corrects: bool = False, by
) -> PolicyVersion:
    """Let ``policy`` have ``value`` from a day on; earlier days keep the rule of their time.

    ``corrects`` replaces what was decided for that day; it stays in the history, and so does every judgement
    already made by it. Raises ``PermissionDenied`` for anyone but an administrator, and ``Refused`` with
    every fault.
    """
    require(by, "portal.add_policyversion")
    standing = decided_for(policy, effective_from)
    refuse_if(
        policy.violation(value),
        not_in_the_past(effective_from, timezone.localdate()),
        one_value_a_day(standing is not None, corrects),
        reason_is_given(reason),
        by=by,
    )

    before = policies.value(policy, effective_from)
    try:
        with transaction.atomic():
            version = PolicyVersion.objects.create(
                key=policy.key,
                effective_from=effective_from,
                value=value,
                reason=reason.strip(),
                decided_by=by,
                corrects=standing,
            )
    except IntegrityError:  # another administrator was quicker
        refuse_if(one_value_a_day(decided=True, corrects=False), by=by)
        raise
    policies.forget()
    facts = {"key": policy.key, "before": before, "after": value, "from": effective_from.isoformat()}
    audit.record("policy.corrected" if standing else "policy.set", version, by=by, **facts)
    return version
