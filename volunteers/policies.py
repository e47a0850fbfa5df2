"""What local policy sets for people and groups; administrators change it with an effective date."""

from django.utils.translation import gettext_lazy as _

from portal.policies import Policy, register
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

# The numbers of the matching engine; what each means stands in docs/matching.md.
MATCHING = register(
    Policy(
        "matching",
        _("Weights and limits of matching"),
        {
            "effective": "2026-01-01",
            "priority_weight": {"urgent": 8, "high": 3, "normal": 1},
            "lawful_group_weight": 4,
            "urgent_days": 7,
            "buffer_min": 30,
            "score": {
                "skill": 30,
                "close_same": 20,
                "close_served": 14,
                "close_travel": 7,
                "close_remote": 4,
                "availability": 15,
                "language": 10,
                "continuity": 10,
                "mix": 5,
                "stability": 10,
            },
            "load_points": 2,
            "effort": {
                "ACCEPTING": 1,
                "PLEDGED": 1,
                "TRAINED": 2,
                "RECORD_CHECK": 2,
                "INSURED": 2,
                "VETTED": 3,
                "AREA": 3,
                "TIME": 3,
                "HOURS": 3,
                "CASELOAD": 4,
                "CREDENTIAL": 5,
                "HELP_KIND": 6,
                "TAGS": 6,
            },
        },
    )
)
