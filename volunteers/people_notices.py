"""What helpers are told about their application: neutral sentences, the details behind sign-in."""

from django.utils.translation import gettext_lazy as _

from portal.notice_texts import register

register(
    "helper_submitted",
    _("Your application was handed in"),
    _("We will look at it and tell you the result. You can follow it under “About me”."),
)
register(
    "application_waiting",
    _("An application waits in your area"),
    _("Sign in to look at it. More may have come in meanwhile; you are told once a day."),
)
register(
    "helper_approved",
    _("Your application was approved"),
    _("Sign in to see what comes next before your first service."),
)
register(
    "helper_returned",
    _("Your application needs a change"),
    _("Sign in to read what is missing. Everything you entered is kept."),
)
register(
    "helper_refused",
    _("A decision on your application"),
    _("Sign in to read the decision and its reason."),
)
register(
    "helper_suspended",
    _("Your service is suspended for review"),
    _("Sign in to read why and what happens next."),
)
register(
    "helper_reinstated",
    _("You may serve again"),
    _("Your office has ended the review. New invitations may come."),
)
register(
    "credential_checked",
    _("A certificate of yours was checked"),
    _("Sign in to see the result."),
)
register(
    "departure_asked",
    _("Your request to leave was received"),
    _("It will be handled by {due_on}."),
)
register(
    "departure_finished",
    _("Your departure is complete"),
    _("Your account stays open so that you can look up and print your own records."),
)
