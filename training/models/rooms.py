"""A room that can be booked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models import Area, InAreaQuerySet, Office, visible_area_ids
from training.choices import RoomKind


class RoomQuerySet(InAreaQuerySet):
    def bookable_by(self, user):
        """Rooms in use in ``user``'s areas, and those of the county above that all its towns share."""
        ids = visible_area_ids(user)
        rows = self.filter(in_use=True)
        return rows if user.is_superuser else rows.filter(area__in={*ids, *_above(user)})


def _above(user) -> list[int]:
    """Ids of the areas that contain ``user``'s own."""
    step = Area.steplen
    paths = {
        path[:end]
        for path in user.areas.values_list("path", flat=True)
        for end in range(step, len(path), step)
    }
    return list(Area.objects.filter(path__in=paths).values_list("pk", flat=True))


class Room(models.Model):
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="rooms", verbose_name=_("office")
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="rooms", verbose_name=_("area"))
    name = models.CharField(_("name"), max_length=60)
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
