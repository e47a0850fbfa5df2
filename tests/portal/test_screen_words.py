"""No column, filter or fact of the back office falls back to the English name of its field."""

import pytest
from django.utils import translation
from wagtail.admin.ui.tables import BaseColumn

from portal.backoffice.columns import field_at
from portal.backoffice.viewsets import VIEWSETS, GuardedViewSet

SCREENS = [viewset for viewset in VIEWSETS if isinstance(viewset, GuardedViewSet)]


def label_of(model, name):
    """What a list or a detail page calls the field or column ``name``."""
    if isinstance(name, BaseColumn):
        return str(name.label)
    if name == "__str__":
        return str(model._meta.verbose_name)
    field = field_at(model, name)
    described = getattr(model, name.split("__")[0], None)
    described = getattr(getattr(described, "fget", described), "short_description", "")
    return str(getattr(field, "verbose_name", described))


def named(viewset):
    """Every name a list, its filters or a detail page of ``viewset`` shows."""
    filters = viewset.list_filter if isinstance(viewset.list_filter, list | tuple) else ()
    facts = viewset.inspect_view_fields
    return [*viewset.list_display, *filters, *(facts if isinstance(facts, list | tuple) else ())]


@pytest.mark.parametrize("viewset", SCREENS, ids=lambda viewset: viewset.name)
def test_every_column_and_fact_has_a_chinese_name(viewset):
    with translation.override("zh-hans"):
        labels = {str(name): label_of(viewset.model, name) for name in named(viewset)}
    assert {name: label for name, label in labels.items() if label.isascii()} == {}
