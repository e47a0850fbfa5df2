"""Filters that live in the address and offer only what the user may see."""

import django_filters
from django.db import models
from wagtail.admin.filters import WagtailFilterSet

from portal.models import Area

from .forms import restrict_fields


class AreaFilter(django_filters.ModelChoiceFilter):
    """Rows in an area or anywhere below it."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("queryset", Area.objects.all())
        super().__init__(*args, **kwargs)

    def filter(self, queryset, value):
        if value is None:
            return queryset
        inside = list(Area.objects.filter(path__startswith=value.path).values_list("pk", flat=True))
        return self.get_method(queryset)(**{f"{self.field_name}__in": inside})


class AreaFilterSet(WagtailFilterSet):
    """The base of every filter set in the back office."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        restrict_fields(self.form, self.request.user)

    @classmethod
    def filter_for_lookup(cls, field, lookup_type):
        if isinstance(field, models.ForeignKey) and field.related_model is Area:
            return AreaFilter, {}
        return super().filter_for_lookup(field, lookup_type)
