"""Search and choose instead of long selects: only the user's rows, found by a piece of their name."""

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser

from .guard import GuardedRoutes


class ChooserSearchForm(BaseFilterForm):
    """Finds by the model's ``search()``, or by ``search_fields`` of the chooser."""

    q = forms.CharField(
        label=_("Search"), widget=forms.TextInput(attrs={"placeholder": _("Search")}), required=False
    )
    search_fields = ("name",)

    def filter(self, objects):
        text = self.cleaned_data.get("q", "").strip()
        if not text:
            return objects
        self.is_searching, self.search_query = True, text
        if hasattr(objects, "search"):
            return objects.search(text)
        found = Q(pk__in=[])
        for name in self.search_fields:
            found |= Q(**{f"{name}__icontains": text})
        return objects.filter(found)


class _WithColumns:
    """Shows the chooser's ``list_display`` beside the title and joins what it needs."""

    list_display = ()
    select_related = ()

    @property
    def title_column(self):
        """Headed by what is chosen: a place or a person has no "title"."""
        column = super().title_column
        column.label = capfirst(self.model_class._meta.verbose_name)
        return column

    @property
    def columns(self):
        extra = [Column(name.replace("__", "."), label=label) for name, label in self.list_display]
        return [*super().columns, *extra]

    def get_object_list(self):
        rows = super().get_object_list()
        return rows.select_related(*self.select_related) if self.select_related else rows


class _ChooseView(_WithColumns, ChooseView):
    pass


class _ChooseResultsView(_WithColumns, ChooseResultsView):
    pass


class ReadOnlyChooser(BaseChooser):
    """Choosing never offers to edit what was chosen."""

    show_edit_link = False


class GuardedChooserViewSet(GuardedRoutes, ChooserViewSet):
    """``list_display`` holds pairs of lookup and label. Register it and every form field uses it."""

    choose_view_class = _ChooseView
    choose_results_view_class = _ChooseResultsView
    base_widget_class = ReadOnlyChooser
    search_fields = ("name",)
    list_display = ()
    select_related = ()

    def get_common_view_kwargs(self, **kwargs):
        form = type("SearchForm", (ChooserSearchForm,), {"search_fields": self.search_fields})
        return super().get_common_view_kwargs(
            filter_form_class=form,
            list_display=self.list_display,
            select_related=self.select_related,
            **kwargs,
        )
