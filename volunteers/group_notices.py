"""The wording of this app's notices. They name a code or a date, never a reason for service."""

from django.utils.translation import gettext_lazy as _

from portal.notice_texts import register

register(
    "group_formed",
    _("Group {code} is being formed"),
    _("You lead group {code}. Sign in to complete it."),
)
register(
    "group_activated",
    _("Group {code} begins its work"),
    _("All conditions are met. Sign in to see the group."),
)
register(
    "group_closed",
    _("Group {code} was closed"),
    _("Arrangements that were still to come are cancelled. Thank you for your work."),
)
register(
    "group_no_contact",
    _("Group {code} must be put right"),
    _("Two persons in it may not meet. Sign in, open the group and reassign the seat."),
)
register(
    "membership_ended",
    _("Your membership in group {code} has ended"),
    _("Sign in to see your groups."),
)
register(
    "letter_to_sign",
    _("A responsibility letter waits for your signature"),
    _("The members of your group have changed, so everybody signs again."),
)
register(
    "letter_replaced",
    _("A responsibility letter waits for your signature"),
    _("The letter has a new wording, so everybody signs again."),
)
register(
    "invitation_sent",
    _("You have an invitation"),
    _("Please answer by {day}. Not taking part costs you nothing."),
)
register(
    "invitation_withdrawn",
    _("An invitation was withdrawn"),
    _("The arrangement is not needed any more. You need not do anything."),
)
register(
    "invitation_expired",
    _("An invitation has expired"),
    _("No answer was given in time. This has no effect on your records."),
)
register(
    "invitation_accepted",
    _("An invitation was accepted"),
    _("Group {code}: all members now sign the responsibility letter again."),
)
register(
    "invitation_declined",
    _("An invitation was declined"),
    _("Group {code}: the position is open again."),
)
