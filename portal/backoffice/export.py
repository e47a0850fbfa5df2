"""Taking a list away as a file: by permission, for a stated reason, written down (rule 62)."""

from functools import lru_cache
from urllib.parse import quote

from django import forms
from django.db import models
from django.http import FileResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal import audit, export_actions, spreadsheet
from portal.actions import require

from . import downloads, proof
from .columns import field_at
from .listing import ListView

XLSX_ROWS = 20_000
CHUNK = 2000
MOST_WORDED = 4096
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ExportForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason for the export"),
        max_length=200,
        error_messages={"required": _("Give the reason for the export.")},
        help_text=_("It is written into the audit log together with your name."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    file_format = forms.ChoiceField(
        label=pgettext_lazy("export", "File"),
        choices=[
            ("csv", _("CSV, any number of rows")),
            ("xlsx", _("Excel workbook; above 20,000 rows it is prepared and you are told")),
        ],
        widget=forms.RadioSelect,
        initial="csv",
    )


class ExportView(ListView):
    """The same rows as the list under the same address parameters.

    GET asks for the reason; POST answers with the file before any context is built, straight from
    ``values_list``; a workbook of many rows is written in the background instead. ``list_export``
    names ORM lookups; ``export_headings`` and ``export_writers`` word the heading and the cells of one.
    """

    template_name = "portal/backoffice/export.html"
    url_namespace = ""
    export_headings = {}
    export_writers = {}

    def dispatch(self, request, *args, **kwargs):
        meta = self.model._meta
        require(request.user, f"{meta.app_label}.export_{meta.model_name}")
        proof.require_recent(request)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        told = downloads.due(request)
        if told is not None:
            return self.answer(self.get_queryset(), told["file_format"])
        return self.ask(ExportForm(initial={"file_format": "csv"}))

    def post(self, request, *args, **kwargs):
        form = ExportForm(request.POST)
        if not form.is_valid():
            return self.ask(form, status=422)
        rows, file_format = self.get_queryset(), form.cleaned_data["file_format"]
        count, reason = rows.count(), form.cleaned_data["reason"]
        if file_format == "xlsx" and count > XLSX_ROWS:
            return self.prepare(reason, count)
        audit.record(
            f"{self.model._meta.model_name}.exported",
            by=request.user,
            reason=reason,
            rows=count,
            file_format=file_format,
            filters=request.GET.urlencode(),
        )
        if downloads.was_kept(request):
            return downloads.begin(request, self.back_url, file_format=file_format)
        return self.answer(rows, file_format)

    @property
    def back_url(self) -> str:
        """The list as it was filtered."""
        return self.index_url + (f"?{self.request.GET.urlencode()}" if self.request.GET else "")

    def prepare(self, reason: str, count: int):
        """A big workbook is written in the background; its page says when it can be fetched."""
        export = export_actions.order_export(
            self.url_namespace,
            about=self.model,
            query=self.request.GET.urlencode(),
            reason=reason,
            rows=count,
            by=self.request.user,
        )
        return redirect("export_file", pk=export.pk)

    def ask(self, form, status=200):
        """The page that asks why."""
        context = {
            "form": form,
            "view": self,
            "count": self.get_queryset().count(),
            "back_url": self.back_url,
            "page_title": _("Export"),
            "header_title": _("Export"),
            "breadcrumbs_items": [
                *self.breadcrumbs_items,
                {"url": self.index_url, "label": capfirst(self.model._meta.verbose_name_plural)},
                {"url": "", "label": _("Export")},
            ],
        }
        return render(self.request, self.template_name, context, status=status)

    def cells(self, rows):
        """The rows as tuples, read in chunks and never as objects."""
        return rows.values_list(*self.list_export).iterator(chunk_size=CHUNK)

    def answer(self, rows, file_format):
        """The file itself; never cached anywhere."""
        name = f"{self.model._meta.verbose_name_plural}-{timezone.localdate():%Y%m%d}.{file_format}"
        if file_format == "csv":
            pieces = spreadsheet.csv_pieces(self.export_columns, self.cells(rows))
            response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
        else:
            file = spreadsheet.xlsx_file(self.export_columns, self.cells(rows))
            response = FileResponse(file, content_type=XLSX)
        return as_download(response, name)

    @cached_property
    def export_columns(self) -> list[spreadsheet.Column]:
        return [self.column_of(lookup) for lookup in self.list_export]

    def heading_of(self, lookup):
        field = field_at(self.model, lookup)
        name = self.export_headings.get(lookup) or getattr(field, "verbose_name", lookup)
        return capfirst(str(name))

    def column_of(self, lookup) -> spreadsheet.Column:
        """How the values of one lookup are written, by the kind of its field."""
        heading, field = self.heading_of(lookup), field_at(self.model, lookup)
        if own := self.export_writers.get(lookup):
            return spreadsheet.Column(heading, own, is_text=not isinstance(field, models.IntegerField))
        if choices := getattr(field, "flatchoices", None):
            words = spreadsheet.Words((value, str(label)) for value, label in choices)
            return spreadsheet.Column(heading, words.__getitem__, is_text=False)
        if isinstance(field, models.IntegerField):
            return spreadsheet.Column(heading, None, is_text=False)
        if isinstance(field, (models.CharField, models.TextField)):
            return spreadsheet.Column(heading, None)
        if isinstance(field, (models.BooleanField, models.DateField)):
            # Few different values, each worded once.
            return spreadsheet.Column(heading, lru_cache(MOST_WORDED)(spreadsheet.plain), is_text=False)
        return spreadsheet.Column(heading)


def as_download(response, name: str):
    """Named, and never kept by a cache or guessed at by a browser."""
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
