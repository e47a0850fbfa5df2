"""The big exports somebody ordered: what is being prepared, what can be fetched and until when."""

from django.http import FileResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal import export_actions
from portal.actions import Refused
from portal.backoffice import downloads, proof
from portal.backoffice.export import XLSX, as_download
from portal.models import ExportFile

SHOWN = 50


class ExportFilesView(WagtailAdminTemplateMixin, TemplateView):
    """Everything this person ordered, the newest first."""

    template_name = "portal/backoffice/export_files.html"
    page_title = _("Prepared exports")
    header_icon = "download"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        files = ExportFile.objects.visible_to(self.request.user)[:SHOWN]
        return super().get_context_data(files=files, **kwargs)


class ExportFileView(WagtailAdminTemplateMixin, TemplateView):
    """One ordered workbook: prepared, ready until a day, or gone; POST fetches it."""

    template_name = "portal/backoffice/export_file.html"
    page_title = _("Prepared export")
    header_icon = "download"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.object = get_object_or_404(ExportFile.objects.visible_to(request.user), pk=kwargs["pk"])

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get(self, request, *args, **kwargs):
        if downloads.due(request) is not None:
            proof.require_recent(request)
            return self.fetch(request)
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        proof.require_recent(request)
        if downloads.was_kept(request):
            return downloads.begin(request, reverse("export_files"))
        return self.fetch(request)

    def fetch(self, request):
        """The workbook, or why it is not there."""
        try:
            file = export_actions.fetch_export(self.object, by=request.user)
        except Refused as refused:
            context = self.get_context_data(violations=refused.violations)
            return render(request, self.template_name, context, status=422)
        asked = timezone.localtime(self.object.asked_at)
        return as_download(FileResponse(file, content_type=XLSX), f"{self.object.title}-{asked:%Y%m%d}.xlsx")

    def get_context_data(self, **kwargs):
        return super().get_context_data(export=self.object, **kwargs)


@hooks.register("register_admin_urls")
def export_pages():
    """Pages of one's own exports; a notice leads here."""
    return [
        path("exports/", ExportFilesView.as_view(), name="export_files"),
        path("exports/<int:pk>/", ExportFileView.as_view(), name="export_file"),
    ]
