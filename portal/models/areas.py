"""The tree of areas (county, town or sub-district, community or village) and the offices that cover them."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Length, Substr
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet


class AreaLevel(models.TextChoices):
    COUNTY = "county", _("County")
    TOWN = "town", _("Town or sub-district")
    COMMUNITY = "community", _("Community or village")


def visible_area_ids(user) -> frozenset[int]:
    """Ids of every area ``user`` works in, with all areas below; read once per user object.

    Literal ids, because a join on the tree's path makes PostgreSQL scan the table.
    """
    known = getattr(user, "_visible_area_ids", None)
    if known is None:
        known = user._visible_area_ids = frozenset(Area.objects.within(user).values_list("pk", flat=True))
    return known


def covers_everything(user) -> bool:
    """Whether no area of this installation lies outside those of ``user``; read once per user object."""
    known = getattr(user, "_covers_everything", None)
    if known is None:
        own = Count("pk", filter=Q(pk__in=user.areas.values("pk")))
        roots = Area.objects.filter(depth=1).aggregate(own=own, all=Count("pk"))
        known = user._covers_everything = 0 < roots["own"] == roots["all"]
    return known


class AreaQuerySet(MP_NodeQuerySet):
    def within(self, user):
        """The areas of ``user``'s office and everything below them."""
        covered = Q(pk__in=[])
        for path in user.areas.values_list("path", flat=True):
            covered |= Q(path__startswith=path)
        return self.filter(covered)

    def visible_to(self, user):
        """Every area for a superuser, otherwise those within the user's office."""
        return self.all() if user.is_superuser else self.within(user)

    def with_parent_name(self):
        """Each area with the name of the one above it as ``parent_name``, empty for a county."""
        above = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Area.steplen)
        return self.annotate(parent_name=Subquery(Area.objects.filter(path=above).values("name")[:1]))


class AreaManager(MP_NodeManager.from_queryset(AreaQuerySet)):
    def get_queryset(self):
        """Treebeard names its own queryset class here, so ours is named again."""
        return AreaQuerySet(self.model, using=self._db).order_by("path")


class InAreaQuerySet(models.QuerySet):
    """Rows that lie in an area; ``area_lookup`` names the way to it."""

    area_lookup = "area"

    def visible_to(self, user):
        """The rows inside ``user``'s areas: the one place that decides which rows an officer may see."""
        if user.is_superuser:
            return self.all()
        return self.filter(**{f"{self.area_lookup}__in": visible_area_ids(user)})


class Area(MP_Node):
    code = models.CharField(_("statistical code"), max_length=12, unique=True)
    name = models.CharField(pgettext_lazy("thing", "name"), max_length=60)
    level = models.CharField(_("level"), max_length=10, choices=AreaLevel)
    is_urban = models.BooleanField(_("urban"), default=True)

    node_order_by = ["code"]
    objects = AreaManager()

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["path"]

    def __str__(self):
        return self.name

    @property
    def audit_area_id(self) -> int:
        return self.pk

    @property
    def county(self) -> "Area":
        """The county this area lies in, itself for a county."""
        return self if self.is_root() else self.get_root()

    @property
    def town(self) -> "Area | None":
        """The town or sub-district this area lies in, itself for a town, none for a county."""
        if self.level == AreaLevel.COUNTY:
            return None
        return self if self.level == AreaLevel.TOWN else self.get_parent()

    @property
    def path_and_above(self) -> list[str]:
        """The paths in the tree of this area and of those above it, the nearest first."""
        return [self.path[:end] for end in range(len(self.path), 0, -self.steplen)]

    def covers(self, other: "Area") -> bool:
        """Whether ``other`` is this area or lies below it."""
        return other.path.startswith(self.path)


class OfficeKind(models.TextChoices):
    JUSTICE_BUREAU = "justice_bureau", _("Justice bureau")
    JUDICIAL_OFFICE = "judicial_office", _("Judicial office")
    CORRECTION_AGENCY = "correction_agency", _("Community corrections agency")
    PROCURATORATE = "procuratorate", _("Procuratorate")
    SUPPLIER = "supplier", _("Supplier")
    VOLUNTEER_ORGANISATION = "volunteer_organisation", _("Volunteer organisation")
    NEIGHBOURHOOD_COMMITTEE = "neighbourhood_committee", _("Neighbourhood or village committee")


class OfficeQuerySet(InAreaQuerySet):
    area_lookup = "areas"

    def visible_to(self, user):
        return super().visible_to(user).distinct()

    def judicial_office_of(self, area: Area) -> "Office | None":
        """The judicial office nearest to ``area``: its own, or the one that covers an area above."""
        offices = self.filter(kind=OfficeKind.JUDICIAL_OFFICE, areas__path__in=area.path_and_above)
        return offices.order_by("-areas__depth", "pk").first()

    def judicial_offices_of(self, areas: Iterable[Area]) -> "dict[int, Office]":
        """The judicial office nearest to each of ``areas``, by the area's key. One query."""
        around = {area.pk: area.path_and_above for area in areas}
        wanted = {path for paths in around.values() for path in paths}
        covering = self.filter(kind=OfficeKind.JUDICIAL_OFFICE, areas__path__in=wanted)
        office_at = {}
        for office in covering.annotate(covers=models.F("areas__path")).order_by("-pk"):
            office_at[office.covers] = office
        return {
            key: office_at[nearest]
            for key, paths in around.items()
            if (nearest := next((path for path in paths if path in office_at), None))
        }


class Office(models.Model):
    name = models.CharField(pgettext_lazy("thing", "name"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=30, choices=OfficeKind)
    areas = models.ManyToManyField(Area, related_name="offices", verbose_name=_("areas covered"))
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("public phone"), max_length=40, blank=True)
    may_lead_groups = models.BooleanField(
        _("may lead supervision groups"),
        default=False,
        help_text=_("Only the community corrections agency and judicial offices acting for it."),
    )
    may_certify = models.BooleanField(
        _("may record and certify volunteer service"),
        default=False,
        help_text=_("Volunteer organisations, charities, neighbourhood committees, public service bodies."),
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("organisation", "office")
        verbose_name_plural = _("offices")
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def audit_area_id(self) -> int | None:
        """The highest area it covers: there its own entries in the audit log lie."""
        return self.areas.order_by("path").values_list("pk", flat=True).first()
