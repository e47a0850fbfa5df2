"""What local policy sets for people and groups; administrators change it with an effective date."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from portal import policies
from portal.policies import Policy, register, same_shape, whole_number
from volunteers.matching.default_policy import DEFAULT_POLICY
from volunteers.rules import credentials, matching_policy

MINIMUM_AGE = register(
    Policy("helpers.minimum_age", _("Youngest age of a helper"), 18, _("years"), check=whole_number(18, 60))
)
EXIT_WORKING_DAYS = register(
    Policy(
        "helpers.exit_working_days",
        _("Handling a request to leave"),
        15,
        _("working days"),
        check=whole_number(1, 60),
    )
)
RECORD_CHECK_DAYS = register(
    Policy(
        "helpers.record_check_days",
        _("How long a record check counts"),
        credentials.RECORD_CHECK_DAYS,
        _("days"),
        check=whole_number(1, credentials.RECORD_CHECK_DAYS),
    )
)
INVITATION_DAYS = register(
    Policy(
        "invitations.answer_days", _("Days to answer an invitation"), 7, _("days"), check=whole_number(1, 60)
    )
)


def last_day_to_answer(sent: date) -> date:
    """Until when an invitation of that day may be answered."""
    return sent + timedelta(days=policies.value(INVITATION_DAYS, sent))


def _matching_fault(value):
    """What is wrong with a matching table; how long a record check counts is a policy of its own."""
    wrong = same_shape(DEFAULT_POLICY)(value)
    if wrong:
        return wrong
    days = {"record_check_days": credentials.RECORD_CHECK_DAYS}
    broken = next(iter(matching_policy.violations(value | days)), None)
    return broken and broken.message


MATCHING = register(
    Policy(
        "matching",
        _("Weights and limits of matching"),
        DEFAULT_POLICY,
        check=_matching_fault,
        page="matching_policy",
    )
)
