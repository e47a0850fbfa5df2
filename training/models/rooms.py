"""A room that can be booked."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.models import Area, InAreaQuerySet, Office, visible_area_ids
from training.choices import RoomKind


class RoomQuerySet(InAreaQuerySet):
    def bookable_by(self, user):
        """Rooms in use in ``user``'s areas, and those of the county above that all its towns share."""
        ids = visible_area_ids(user)
        rows = self.filter(in_use=True)
        paths = user.areas.values_list("path", flat=True)
        return rows if user.is_superuser else rows.filter(area__in={*ids, *areas_above(paths)})


def areas_above(paths) -> list[int]:
    """Ids of the areas that contain one of the tree ``paths``."""
    step = Area.steplen
    above = {path[:end] for path in paths for end in range(step, len(path), step)}
    return list(Area.objects.filter(path__in=above).values_list("pk", flat=True))


class Room(models.Model):
    office = models.ForeignKey(
        Office,
        on_delete=models.PROTECT,
        related_name="rooms",
        verbose_name=pgettext_lazy("session", "office"),
    )
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="rooms", verbose_name=pgettext_lazy("session", "area")
    )
    name = models.CharField(pgettext_lazy("session", "name"), max_length=60)
    kind = models.CharField(_("kind of room"), max_length=15, choices=RoomKind)
    capacity = models.PositiveSmallIntegerField(_("seats"), default=2)
    in_use = models.BooleanField(_("in use"), default=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["office", "name"]
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="one_room_a_name_and_office")]

    def __str__(self):
        return self.name
