"""The day on which a helper's pre-service training is complete (rule 10)."""

from collections.abc import Iterable
from datetime import date

from portal import audit
from portal.models import User
from volunteers.models import Helper


def record_training(helpers: Iterable[Helper], *, passed_on: date, by: User) -> None:
    """Note on locked helpers that the pre-service training is complete; the first day stands.

    The private core of training's actions, which judge who may say so; called in their transaction.
    """
    trained = [helper for helper in helpers if helper.trained_on is None or passed_on < helper.trained_on]
    for helper in trained:
        helper.trained_on = passed_on
    Helper.objects.bulk_update(trained, ["trained_on"])
    audit.record_each("helper.trained", trained, by=by, on=str(passed_on))
