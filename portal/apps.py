"""The portal application: registers checks, roles and permission policies when Django starts."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portal")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from portal import checks, roles  # noqa: F401

        post_migrate.connect(roles.synchronise, dispatch_uid="portal.roles")
