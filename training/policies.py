"""The numbers of this app that local rules set."""

from django.utils.translation import gettext_lazy as _

from portal.policies import Policy, register, whole_number
from volunteers.matching.default_policy import TRAVEL_MINUTES

# Minutes that no sensible value exceeds: more is a slip of the hand.
DAY, WORKING_YEAR = 24 * 60, 250 * 8 * 60

HELPER_BUFFER = register(
    Policy(
        "training.helper_buffer",
        _("Travel time kept free after a helper's session"),
        TRAVEL_MINUTES,
        _("minutes"),
        check=whole_number(0, DAY),
    )
)
ROOM_BUFFER = register(
    Policy(
        "training.room_buffer",
        _("Time kept free after a session in a room"),
        0,
        _("minutes"),
        check=whole_number(0, DAY),
    )
)
PRE_SERVICE_MINUTES = register(
    Policy(
        "training.pre_service_minutes",
        _("Pre-service training of a helper"),
        480,
        _("minutes"),
        check=whole_number(0, WORKING_YEAR),
    )
)
YEARLY_MINUTES = register(
    Policy(
        "training.yearly_minutes",
        _("Training of a helper in one year"),
        960,
        _("minutes"),
        check=whole_number(0, WORKING_YEAR),
    )
)
