"""What local policy sets for people and groups; administrators change it with an effective date."""

from django.utils.translation import gettext_lazy as _

from portal.policies import Policy, register
from volunteers.matching.default_policy import DEFAULT_POLICY
from volunteers.rules import people

MINIMUM_AGE = register(Policy("helpers.minimum_age", _("Youngest age of a helper"), 18, _("years")))
EXIT_WORKING_DAYS = register(
    Policy("helpers.exit_working_days", _("Handling a request to leave"), 15, _("working days"))
)
RECORD_CHECK_DAYS = register(
    Policy(
        "helpers.record_check_days",
        _("How long a record check counts"),
        people.RECORD_CHECK_DAYS,
        _("days"),
    )
)
INVITATION_DAYS = register(Policy("invitations.answer_days", _("Days to answer an invitation"), 7, _("days")))

MATCHING = register(Policy("matching", _("Weights and limits of matching"), DEFAULT_POLICY))
