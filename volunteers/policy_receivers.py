"""Queues the trial of a drafted matching policy when it is asked for."""

from django.dispatch import receiver

from volunteers.signals import trial_asked


@receiver(trial_asked, dispatch_uid="volunteers.queue_trial")
def queue_trial(sender, trial, **kwargs):
    """A worker computes it as soon as one is free."""
    from volunteers.tasks import try_policy  # tasks import actions, which are still loading here

    try_policy.enqueue(trial.pk)
