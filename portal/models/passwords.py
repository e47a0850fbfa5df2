"""Which passwords an account had, as hashes, so that the last five are not used again (rule 59)."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

KEPT = 5


class PastPassword(models.Model):
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="past_passwords"
    )
    password = models.CharField(max_length=256)
    set_at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self):
        return f"#{self.pk}"
