"""What the volunteers app tells the apps above it."""

from django.dispatch import Signal

helper_stopped = Signal()
"""A helper may not serve any more: they left, withdrew consent, or were suspended.

Sent with ``sender=Helper``, ``helper`` and ``by`` inside the action's own transaction. Receivers
cancel what lies ahead (invitations, bookings) and keep what the law wants kept.
"""

trial_asked = Signal()
"""An administrator wants to know what a drafted matching policy would do to an area's plan.

Sent with ``sender=PolicyTrial`` and ``trial`` inside the action's own transaction.
"""

group_closed = Signal()
"""A supervision group is closed: correction ended, or an officer closed it (rule 71).

Sent with ``sender=SupervisionGroup``, ``group`` and ``by`` inside the action's own transaction.
Receivers cancel what they planned for the group.
"""

question_asked = Signal()
"""Somebody asked "why not her?" against a plan that is too large to answer while they wait.

Sent with ``sender=PlanQuestion`` and ``question`` inside the action's own transaction.
"""

plan_asked = Signal()
"""An officer asked for a plan of an area.

Sent with ``sender=PlanRun`` and ``run`` inside the action's own transaction; the receiver queues the job
in the same transaction, so that no run waits for a job that was never queued.
"""
