"""The volunteers application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VolunteersConfig(AppConfig):
    name = "volunteers"
    verbose_name = _("People and groups")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from volunteers import (  # noqa: F401
            group_notices,
            home_groups,
            home_lapsing,
            home_people,
            home_qualifications,
            people_notices,
            policies,
            policy_receivers,
            receivers,
            roles,
        )
