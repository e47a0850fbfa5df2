"""Taking a list away as a file: by permission, for a stated reason, written down (rule 62)."""

from urllib.parse import quote

from django import forms
from django.http import FileResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portal import audit
from portal.actions import require
from portal.rules import Violation

from . import spreadsheet
from .columns import field_at
from .listing import ListView

XLSX_ROWS = 20_000
CHUNK = 2000


class ExportForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason for the export"),
        max_length=200,
        error_messages={"required": _("Give the reason for the export.")},
        help_text=_("It is written into the audit log together with your name."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    file_format = forms.ChoiceField(
        label=_("File"),
        choices=[("csv", _("CSV, any number of rows")), ("xlsx", _("Excel workbook"))],
        widget=forms.RadioSelect,
        initial="csv",
    )


class ExportView(ListView):
    """The same rows as the list under the same address parameters.

    GET asks for the reason; POST answers with the file before any context is built, straight from
    ``values_list``. ``list_export`` names ORM lookups; ``export_headings`` and ``export_writers``
    word the heading and the cells of one.
    """

    template_name = "portal/backoffice/export.html"
    export_headings = {}
    export_writers = {}

    def dispatch(self, request, *args, **kwargs):
        meta = self.model._meta
        require(request.user, f"{meta.app_label}.export_{meta.model_name}")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return self.ask(ExportForm(initial={"file_format": "csv"}))

    def post(self, request, *args, **kwargs):
        form = ExportForm(request.POST)
        if not form.is_valid():
            return self.ask(form, status=422)
        rows, file_format = self.get_queryset(), form.cleaned_data["file_format"]
        count = rows.count()
        if file_format == "xlsx" and count > XLSX_ROWS:
            return self.ask(form, status=422, violations=[self.too_many()])
        audit.record(
            f"{self.model._meta.model_name}.exported",
            by=request.user,
            reason=form.cleaned_data["reason"],
            rows=count,
            file_format=file_format,
            filters=request.GET.urlencode(),
        )
        return self.answer(rows, file_format)

    def too_many(self) -> Violation:
        return Violation(
            "export.too_many_rows",
            _("A workbook holds at most 20,000 rows here. Choose CSV, or narrow the list with a filter."),
        )

    def ask(self, form, status=200, violations=()):
        """The page that asks why."""
        context = {
            "form": form,
            "view": self,
            "count": self.get_queryset().count(),
            "back_url": self.index_url + (f"?{self.request.GET.urlencode()}" if self.request.GET else ""),
            "violations": violations,
            "page_title": _("Export"),
            "header_title": _("Export"),
            "breadcrumbs_items": [
                *self.breadcrumbs_items,
                {"url": self.index_url, "label": capfirst(self.model._meta.verbose_name_plural)},
                {"url": "", "label": _("Export")},
            ],
        }
        return render(self.request, self.template_name, context, status=status)

    def answer(self, rows, file_format):
        """The file itself; never cached anywhere."""
        values = rows.values_list(*self.list_export).iterator(chunk_size=CHUNK)
        name = f"{self.model._meta.verbose_name_plural}-{timezone.localdate():%Y%m%d}.{file_format}"
        if file_format == "csv":
            lines = spreadsheet.csv_lines(self.headings, values, self.writers)
            response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        else:
            file = spreadsheet.xlsx_file(self.headings, values, self.writers)
            response = FileResponse(
                file, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            )
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
        response["Cache-Control"] = "no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response

    @cached_property
    def headings(self) -> list[str]:
        return [str(self.heading_of(lookup)) for lookup in self.list_export]

    def heading_of(self, lookup):
        field = field_at(self.model, lookup)
        name = self.export_headings.get(lookup) or getattr(field, "verbose_name", lookup)
        return capfirst(str(name))

    @cached_property
    def writers(self) -> list:
        """For each column a function from the stored value to the cell."""
        return [self.export_writers.get(lookup) or self.writer_of(lookup) for lookup in self.list_export]

    def writer_of(self, lookup):
        choices = getattr(field_at(self.model, lookup), "flatchoices", None)
        if not choices:
            return spreadsheet.plain
        labels = {value: str(label) for value, label in choices}
        return lambda value: labels.get(value, spreadsheet.plain(value))
