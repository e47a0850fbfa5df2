"""What local policy sets for helpers; administrators change it with an effective date."""

from django.utils.translation import gettext_lazy as _

from portal.policies import Policy, register

MINIMUM_AGE = register(Policy("helpers.minimum_age", _("Youngest age of a helper"), 18, _("years")))
EXIT_WORKING_DAYS = register(
    Policy("helpers.exit_working_days", _("Handling a request to leave"), 15, _("working days"))
)
