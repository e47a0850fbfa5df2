"""The training application."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = _("Training and sessions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from training import (  # noqa: F401
            commitments,
            home,
            home_courses,
            no_overlap,
            notices,
            office_home,
            policies,
            receivers,
            roles,
        )

        post_migrate.connect(no_overlap.after_migrate, sender=self, dispatch_uid="training.no_overlap")
