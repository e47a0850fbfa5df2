"""The append-only audit log. Database triggers refuse to change or delete its rows."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal import audit_names
from portal.append_only import append_only

from .areas import InAreaQuerySet, Office, covers_everything, visible_area_ids


class AuditResult(models.TextChoices):
    DONE = "done", _("Done")
    DENIED = "denied", _("Denied")
    REFUSED = "refused", _("Refused by a rule")


class AuditEntryQuerySet(InAreaQuerySet):
    def visible_to(self, user):
        """Entries of the user's areas.

        Where an entry lies in no area (a policy, an export), the office of whoever acted decides; without
        an office either, it is seen by whoever covers every area.
        """
        if user.is_superuser or covers_everything(user):
            return self.all()
        offices = list(Office.objects.visible_to(user).values_list("pk", flat=True))
        done_by_us = Q(area=None, actor__office__in=offices)
        return self.filter(Q(area__in=visible_area_ids(user)) | done_by_us)

    def newest_first(self):
        """Total order for paging."""
        return self.order_by("-pk")


@append_only
class AuditEntry(models.Model):
    at = models.DateTimeField(_("time"), db_default=Now(), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("person"),
    )
    action = models.CharField(_("action"), max_length=80)
    result = models.CharField(_("result"), max_length=10, choices=AuditResult, default=AuditResult.DONE)
    object_type = models.CharField(_("kind of object"), max_length=60, blank=True)
    object_id = models.CharField(_("object id"), max_length=40, blank=True)
    object_label = models.CharField(_("object"), max_length=80, blank=True)
    area = models.ForeignKey(
        "portal.Area", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("area")
    )
    address = models.GenericIPAddressField(_("address"), null=True)
    request_id = models.CharField(_("request id"), max_length=32, blank=True)
    detail = models.JSONField(_("detail"), default=dict)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        default_permissions = ("view", "export")
        # Here, because looking behind a mask leaves nothing but its entry in this log.
        permissions = [("reveal_personal_data", "Can show personal data in full")]
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "-id"], name="audit_by_object"),
            models.Index(fields=["area", "-id"], name="audit_by_area"),
            models.Index(fields=["actor", "-id"], name="audit_by_actor"),
        ]

    def __str__(self):
        return f"{self.action} {self.object_label}".strip()

    @property
    def about(self) -> str:
        """The kind of the object and its label, or its key where it has none."""
        label = self.object_label or (self.object_id and f"#{self.object_id}")
        return " ".join(filter(None, [audit_names.kind_of(self.object_type), label]))

    @property
    def title(self) -> str:
        """The action in the reader's language."""
        return audit_names.name(self.action)
