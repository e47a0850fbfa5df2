"""The services application: roles, policies, notices, the ear for attendance, the triggers of the ledger."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ServicesConfig(AppConfig):
    name = "services"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from services import append_only, helper_tasks, notices, office_tasks, policies, receivers, roles  # noqa: F401

        post_migrate.connect(append_only.after_migrate, sender=self, dispatch_uid="services.append_only")
