"""What training does when the app below says that a group closed or a helper stopped."""

from django.dispatch import receiver
from django.utils.translation import gettext as _

from training import actions
from volunteers.signals import group_closed, helper_stopped


@receiver(group_closed, dispatch_uid="training.group_closed")
def cancel_sessions_of_a_closed_group(sender, group, by, **kwargs):
    """No session outlives its group (rule 71)."""
    actions.cancel_future_sessions(group, reason=_("The supervision group was closed."), by=by)


@receiver(helper_stopped, dispatch_uid="training.helper_stopped")
def free_a_helper_who_stopped(sender, helper, by, **kwargs):
    """Who may not serve holds no appointment (rule 4)."""
    actions.release_helper(helper, by=by)
