"""What follows when something ends or is asked for elsewhere in this app."""

from django.dispatch import receiver
from django.utils.translation import gettext as _

from volunteers.actions import closing
from volunteers.models import Invitation
from volunteers.signals import helper_stopped, plan_asked, question_asked


@receiver(helper_stopped, dispatch_uid="volunteers.withdraw_invitations")
def withdraw_invitations(sender, helper, by, **kwargs):
    """A helper who stopped is asked nothing more; the seats offered to them are open again."""
    waiting = Invitation.objects.filter(helper=helper)
    closing.take_back_waiting(waiting, reason=_("The helper has stopped."), by=by)


@receiver(plan_asked, dispatch_uid="volunteers.queue_plan")
def queue_plan(sender, run, **kwargs):
    """A worker computes it as soon as one is free."""
    from volunteers.tasks import compute_plan  # tasks import actions, which are still loading here

    compute_plan.enqueue(run.pk)


@receiver(question_asked, dispatch_uid="volunteers.queue_question")
def queue_question(sender, question, **kwargs):
    """A worker answers as soon as one is free."""
    from volunteers.tasks import answer_question  # tasks import actions, which are still loading here

    answer_question.enqueue(question.pk)
