"""The services application: roles, policies, notices, and the ear for attendance."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "services"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from services import roles  # noqa: F401
