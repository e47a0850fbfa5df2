"""The portal application: registers checks, roles and permission policies when Django starts."""

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portal")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from portal import append_only, audit_retention, checks, fixed_columns, notices, roles, text_index  # noqa: F401
        from portal.accounts import signals  # noqa: F401

        post_migrate.connect(roles.synchronise, dispatch_uid="portal.roles")
        post_migrate.connect(append_only.protect_all, dispatch_uid="portal.append_only")
        post_migrate.connect(fixed_columns.protect_all, dispatch_uid="portal.fixed_columns")
        post_migrate.connect(text_index.install_all, dispatch_uid="portal.text_index")
        post_migrate.connect(make_cache_table, sender=self, dispatch_uid="portal.cache")


def make_cache_table(using="default", verbosity=1, **kwargs) -> None:
    """The shared cache lives in the database where there is no Redis; its table comes with ``migrate``."""
    call_command("createcachetable", database=using, verbosity=0)
