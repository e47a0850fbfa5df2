"""The list of every back-office model: joined, filtered by address, without a menu on each row."""

from django.contrib.admin.utils import quote
from django.db import models
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from . import keyset as keysets
from .columns import AnswerColumn, field_at, related_columns
from .filters import AreaFilterSet


class ListView(IndexView):
    """Wagtail's list; the guard of the viewset restricts it to the user's rows.

    ``keyset`` (such as ``("-day", "-pk")``) pages big tables by key, newest first; their columns
    cannot be sorted. ``first_shown`` leaves the archive out until it is asked for. ``empty_message``
    says what will appear here and how to start.
    """

    base_filterset_class = AreaFilterSet
    results_template_name = "portal/backoffice/list_results.html"
    show_export_buttons = False
    select_related = ()
    keyset = ()
    keyset_page = None
    first_shown = None
    empty_message = ""
    export_url_name = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.is_export = False
        if self.is_narrowed and self.first_shown.keyset:
            self.keyset = self.first_shown.keyset

    @cached_property
    def is_narrowed(self):
        """Whether the list leaves out what ``first_shown`` does not name."""
        first = self.first_shown
        return bool(first) and not (self.is_searching or {"all", first.field} & set(self.request.GET))

    @cached_property
    def is_searchable(self):
        found_by_text = hasattr(self.model._default_manager.all(), "search")
        return bool(self.search_fields or found_by_text) and bool(self.index_results_url)

    def get(self, request, *args, **kwargs):
        """A bookmarked ``?export=`` leads to the page that asks for the reason."""
        if "export" in request.GET and self.export_url_name:
            query = request.GET.copy()
            query.pop("export")
            return redirect(f"{reverse(self.export_url_name)}?{query.urlencode()}")
        return super().get(request, *args, **kwargs)

    def get_base_queryset(self):
        rows = super().get_base_queryset()
        if self.is_narrowed:
            rows = rows.filter(**{f"{self.first_shown.field}__in": self.first_shown.values})
        joined = {*self.select_related, *related_columns(self.model, self.list_display)}
        return rows.select_related(*sorted(joined)) if joined else rows

    def search_queryset(self, queryset):
        if self.is_searching and hasattr(queryset, "search"):
            return queryset.search(self.search_query)
        return super().search_queryset(queryset)

    def order_queryset(self, queryset):
        """Every order ends in the key, so that no row is shown twice or skipped between pages."""
        queryset = super().order_queryset(queryset)
        order = queryset.query.order_by or tuple(queryset.model._meta.ordering)
        named = {str(name).lstrip("-") for name in order}
        return queryset if named & {"pk", "id"} else queryset.order_by(*order, "-pk")

    def get_ordering(self):
        if self.keyset:
            return self.keyset
        if self.is_narrowed and self.first_shown.ordering and not self.is_explicitly_ordered:
            return self.first_shown.ordering
        return super().get_ordering()

    def paginate_queryset(self, queryset, page_size):
        if not self.keyset:
            return super().paginate_queryset(queryset, page_size)
        self.keyset_page = keysets.page(
            queryset,
            self.keyset,
            page_size,
            after=self.request.GET.get("after", ""),
            before=self.request.GET.get("before", ""),
        )
        return None, None, self.keyset_page.rows, False

    def _get_custom_column(self, field_name, column_class=Column, **kwargs):
        """A yes or no is a word, never ``True``."""
        if column_class is Column and isinstance(field_at(self.model, field_name), models.BooleanField):
            column_class = AnswerColumn
        return super()._get_custom_column(field_name, column_class, **kwargs)

    def _get_title_column(self, field_name, column_class=TitleColumn, **kwargs):
        """The first column leads to the detail page, where the actions are; rows carry no menu."""
        return self._get_custom_column(field_name, column_class, get_url=self.get_detail_url, **kwargs)

    def _leading(self, column):
        """A first column with a wording of its own leads to the detail page as well."""
        return TitleColumn(
            column.name,
            label=column.label,
            accessor=column.accessor,
            sort_key=column.sort_key,
            get_url=self.get_detail_url,
        )

    def get_detail_url(self, instance):
        """Where a row leads: its detail page, else its form."""
        name = self.inspect_url_name or (self.user_has_permission("change") and self.edit_url_name)
        return reverse(name, args=[quote(instance.pk)]) if name else None

    def get_list_buttons(self, instance):
        return []

    @cached_property
    def columns(self):
        columns = super().columns
        if columns and not isinstance(columns[0], TitleColumn):
            columns[0] = self._leading(columns[0])
        if self.keyset:
            for column in columns:
                column.sort_key = None
        return columns

    @cached_property
    def header_buttons(self):
        buttons = list(super().header_buttons)
        if self.export_url_name and self.user_has_permission("export"):
            query = self.request.GET.urlencode()
            url = reverse(self.export_url_name) + (f"?{query}" if query else "")
            buttons.append(HeaderButton(_("Export"), url=url, icon_name="download"))
        return buttons

    def _address(self, *left_out: str, **added: str) -> str:
        """The same list from its first page on, without some of its parameters or with others."""
        query = self.request.GET.copy()
        for name in ("after", "before", "p", *left_out):
            query.pop(name, None)
        query.update(added)
        return f"{self.index_url}?{query.urlencode()}"

    def _whole_list_url(self):
        """The same list with the archive, or without it again."""
        return self._address("all", "_w_filter_fragment", **({"all": "1"} if self.is_narrowed else {}))

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        page = self.keyset_page
        if page is not None:
            context["older_url"] = self._address(after=page.older) if page.older else ""
            context["keyset_ascends"] = not self.keyset[0].startswith("-")
            context["first_url"] = self._address()
            context["newer_url"] = self._address(before=page.newer) if page.newer else ""
        context["empty_message"] = self.empty_message
        if self.first_shown and not (self.is_searching or self.is_filtering):
            context["whole_list_url"] = self._whole_list_url()
        return context
