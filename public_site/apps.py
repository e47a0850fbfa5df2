"""The public_site application: roles, what waits for a reading, when pages go stale."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PublicSiteConfig(AppConfig):
    name = "public_site"
    verbose_name = _("Public site")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from public_site import freshness, menus, office_tasks, roles, scheduling  # noqa: F401

        freshness.connect()
        post_migrate.connect(roles.synchronise, dispatch_uid="public_site.roles")
