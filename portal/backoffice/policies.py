"""The permission policy whose rows are the model's own ``visible_to(user)``: one home for visibility."""

from django.db import models
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

VIEW = ("add", "change", "delete", "view")


class AreaPermissionPolicy(ModelPermissionPolicy):
    """Holding a permission on the model opens the rows of one's own areas, and no others."""

    def narrow(self, queryset: models.QuerySet, user) -> models.QuerySet:
        """The rows of ``queryset`` that ``user`` may see."""
        if not self.user_has_any_permission(user, VIEW):
            return queryset.none()
        return queryset.visible_to(user)

    def instances_user_has_any_permission_for(self, user, actions):
        rows = self.model._default_manager.all()
        return rows.visible_to(user) if self.user_has_any_permission(user, actions) else rows.none()

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return self.instances_user_has_any_permission_for(user, actions).filter(pk=instance.pk).exists()


def register_area_policy(*models_: type[models.Model]) -> None:
    """Register the policy for each model. One line at the top of an app's ``wagtail_hooks``."""
    for model in models_:
        register_permission_policy(model, AreaPermissionPolicy(model), exact_class=True)


def is_guarded(model: type[models.Model]) -> bool:
    """Whether rows of ``model`` are restricted to areas."""
    return isinstance(policy_registry.get_by_type(model, fallback=False), AreaPermissionPolicy)


def narrow(queryset: models.QuerySet, user) -> models.QuerySet:
    """The rows of ``queryset`` that ``user`` may see, by the policy of its model."""
    return policy_registry.get_by_type(queryset.model).narrow(queryset, user)


def visible(model: type[models.Model], user) -> models.QuerySet:
    """Every row of ``model`` that ``user`` may see."""
    return narrow(model._default_manager.all(), user)
