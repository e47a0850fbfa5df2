"""The wording of this app's notices; neutral, as every notice is."""

from django.utils.translation import gettext_lazy as _

from portal.notice_texts import register

register(
    "service_record_verified",
    _("Your hours are confirmed"),
    _("The service of {day} counts from now on. Sign in to see all your hours."),
)
register(
    "service_record_entered",
    _("Somebody logged a service of yours"),
    _("A service of {day} was logged for you. Sign in to check it; say at once if it is wrong."),
)
register(
    "service_record_rejected",
    _("A record of yours was not confirmed"),
    _("The record of {day} was not confirmed. Sign in to read why; you may log it again."),
)
register(
    "service_record_reversed",
    _("A confirmed record was taken back"),
    _("The record of {day} no longer counts. Sign in to read why."),
)
register(
    "certificate_revoked",
    _("A certificate was revoked"),
    _("Certificate {number} is no longer valid. Sign in to read why."),
)
register(
    "payment_made",
    _("A payment was made"),
    _("A settlement of contract {contract} was paid. Sign in to see it."),
)
