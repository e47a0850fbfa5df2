"""A room that can be booked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models import Area, InAreaQuerySet, Office
from training.choices import RoomKind


class Room(models.Model):
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="rooms", verbose_name=_("office")
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="rooms", verbose_name=_("area"))
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind of room"), max_length=15, choices=RoomKind)
    capacity = models.PositiveSmallIntegerField(_("seats"), default=2)
    in_use = models.BooleanField(_("in use"), default=True)

    objects = InAreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["office", "name"]
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="one_room_a_name_and_office")]

    def __str__(self):
        return self.name
