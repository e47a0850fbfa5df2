"""Everybody's own settings in the admin: language and contrast. Names are kept by the administrator."""

from wagtail.admin.views.account import AccountView, AvatarSettingsPanel, NameEmailSettingsPanel

# Wagtail asks for a first and a last name, which our accounts do not have: nothing could be saved.
NOT_OURS = (NameEmailSettingsPanel, AvatarSettingsPanel)


class OwnAccountView(AccountView):
    """Stands before Wagtail's own view in ``portal.urls``, under the same address and name."""

    def get_panels(self):
        return [panel for panel in super().get_panels() if not isinstance(panel, NOT_OURS)]
