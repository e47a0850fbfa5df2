"""The services application: roles, policies, notices, tasks, the ear for attendance, the triggers."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ServicesConfig(AppConfig):
    name = "services"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from portal import audit_retention
        from services import (  # noqa: F401
            final_records,
            helper_tasks,
            notices,
            office_figures,
            office_tasks,
            policies,
            receivers,
            roles,
            supplier_home,
            verified_reports,
        )

        # What money was spent, and on whose word, stays on record as long as the ledger does.
        money = {model._meta.model_name for model in self.get_models()}
        audit_retention.keep_for_ever("services", "service_record", "ledger", *money)
        post_migrate.connect(final_records.after_migrate, sender=self, dispatch_uid="services.final_records")
