"""The day on which a helper's pre-service training is complete (rule 10)."""

from datetime import date

from portal import audit
from portal.models import User
from volunteers.models import Helper


def record_training(helper: Helper, *, passed_on: date, by: User) -> None:
    """Note on a locked helper that the pre-service training is complete; the first day stands.

    The private core of training's actions, which judge who may say so; called in their transaction.
    """
    if helper.trained_on is None or passed_on < helper.trained_on:
        helper.trained_on = passed_on
        helper.save(update_fields=["trained_on"])
        audit.record("helper.trained", helper, by=by, on=str(passed_on))
