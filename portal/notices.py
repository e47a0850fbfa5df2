"""The wording of the portal's own notices; neutral, as every notice is."""

from django.utils.translation import gettext_lazy as _

from portal.notice_texts import register

register(
    "export_ready",
    _("Your export is ready"),
    _("The workbook “{title}” can be fetched for a day. Sign in to download it."),
)
register(
    "export_failed",
    _("Your export could not be prepared"),
    _("The workbook “{title}” could not be written. Sign in to read what you can do."),
)
