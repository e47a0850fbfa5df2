"""Writing an ordered workbook without a request: list, filters, rights and language of who ordered it."""

from django.http import HttpRequest, QueryDict
from django.utils import translation
from wagtail import hooks

from portal import export_actions, spreadsheet
from portal.actions import require
from portal.models import ExportFile

from .viewsets import VIEWSETS


def write(export: ExportFile) -> ExportFile:
    """Write the workbook as ``export.account`` would see the list now; rights taken away meanwhile count."""
    try:
        with translation.override(export.account.language):
            view = view_of(export)
            rows = view.get_queryset()
            with spreadsheet.xlsx_file(view.export_columns, view.cells(rows)) as workbook:
                return export_actions.keep_export(export, workbook, rows=rows.count())
    except Exception:
        export_actions.give_up_export(export)
        raise


def view_of(export: ExportFile):
    """The export view of the list, set up with a request that carries only the person and the filters."""
    hooks.search_for_hooks()
    [viewset] = [viewset for viewset in VIEWSETS if viewset.url_namespace == export.list_name]
    meta = viewset.model._meta
    require(export.account, f"{meta.app_label}.export_{meta.model_name}")
    request = HttpRequest()
    request.method, request.GET, request.user = "GET", QueryDict(export.query), export.account
    function = viewset.export_view()
    view = function.view_class(**function.view_initkwargs)
    view.setup(request)
    return view
