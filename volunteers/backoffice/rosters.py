"""Bringing in a roster on screen: upload, see what would come of it, say why one may, save."""

import io
from functools import cached_property

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.actions import Refused
from portal.backoffice import proof
from portal.backoffice.action import show_refusal
from portal.backoffice.export import XLSX, as_download
from volunteers.actions import imports
from volunteers.imports import report, template, workbook
from volunteers.models import Helper, ImportBatch

SHOWN_FAILURES = 200


class _MayImport:
    """Only who may import comes in; somebody else's roster does not exist."""

    def dispatch(self, request, *args, **kwargs):
        imports.require_import(request.user)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def batch(self):
        found = ImportBatch.objects.visible_to(self.request.user).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found


class _Page(_MayImport, WagtailAdminTemplateMixin, FormView):
    header_icon = "upload"
    page_title = _("Import a roster")

    def get_breadcrumbs_items(self):
        helpers = {"url": reverse("helpers:index"), "label": Helper._meta.verbose_name_plural}
        return [*self.breadcrumbs_items, helpers, {"url": "", "label": self.page_title}]

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Roster (.xlsx)"),
        help_text=_("At most 10 MB and 20,000 rows. Nothing is saved before you have seen the result."),
        error_messages={"required": _("Choose the workbook with the roster.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


class UploadView(_Page):
    """Choose the workbook."""

    form_class = UploadForm
    template_name = "volunteers/backoffice/roster_upload.html"

    def form_valid(self, form):
        file = form.cleaned_data["file"]
        try:
            batch = imports.stage_roster(file, by=self.request.user, file_name=file.name)
        except workbook.RefusedFile as refused:
            form.add_error("file", str(refused))
            return self.form_invalid(form)
        return redirect("helper_roster", pk=batch.pk)


class ConfirmForm(forms.Form):
    consent_evidence = forms.CharField(
        label=_("Evidence of consent"),
        max_length=300,
        help_text=_(
            "Every person agreed to being entered. Where are the signed forms kept, and of what date?"
        ),
        error_messages={
            "required": _(
                "Data may be entered for somebody only with their consent, and they check it themselves."
            )
        },
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RosterView(_Page):
    """What would come, or came, of the roster."""

    form_class = ConfirmForm
    template_name = "volunteers/backoffice/roster.html"
    violations = ()

    def post(self, request, *args, **kwargs):
        if "drop" not in request.POST:
            return super().post(request, *args, **kwargs)
        try:
            imports.drop_roster(self.batch, by=request.user)
        except Refused as refused:
            self.violations = refused.violations
            return self.render_to_response(self.get_context_data(), status=422)
        messages.success(request, _("The roster was dropped. Nothing of it is kept."))
        return redirect("helper_rosters")

    def form_valid(self, form):
        try:
            outcome = imports.confirm_roster(self.batch, by=self.request.user, **form.cleaned_data)
        except Refused as refused:
            self.violations = show_refusal(form, refused)
            return self.form_invalid(form)
        text = _("%(created)d people entered, %(updated)d updated. The new ones wait for vetting.")
        messages.success(self.request, text % outcome.as_dict())
        return redirect("helper_roster", pk=self.batch.pk)

    def get_context_data(self, **kwargs):
        summary = self.batch.summary
        failures = summary["failures"]
        return super().get_context_data(
            batch=self.batch,
            summary=summary,
            good=summary["created"] + summary["updated"],
            figures=[
                {"label": _("New"), "value": summary["created"]},
                {"label": _("Contact updated"), "value": summary["updated"]},
                {"label": _("Unchanged"), "value": summary["unchanged"]},
                {"label": _("To mend"), "value": summary["failed"]},
            ],
            columns=[_("Row#"), _("Column"), _("How to mend it")],
            failures=[
                (entry["row"], entry["column"], entry["message"]) for entry in failures[:SHOWN_FAILURES]
            ],
            more=max(0, len(failures) - SHOWN_FAILURES),
            violations=self.violations,
            **kwargs,
        )


class FailuresView(_MayImport, View):
    """The lines to mend as a workbook, as long as the roster waits; they hold whole ID numbers."""

    def get(self, request, *args, **kwargs):
        if self.batch.applied_at or not self.batch.rows:
            raise Http404
        proof.require_recent(request, then=reverse("helper_roster", args=[self.batch.pk]))
        file = io.BytesIO()
        roster, failures = imports.failures_of(self.batch, by=request.user)
        report.write(file, roster, failures)
        return _download(file, "roster-to-mend.xlsx")


class RosterTemplateView(_MayImport, View):
    """The empty roster."""

    def get(self, request, *args, **kwargs):
        file = io.BytesIO()
        template.write(file)
        return _download(file, "roster.xlsx")


def _download(file: io.BytesIO, name: str) -> HttpResponse:
    return as_download(HttpResponse(file.getvalue(), content_type=XLSX), name)


urlpatterns = [
    path("rosters/", UploadView.as_view(), name="helper_rosters"),
    path("rosters/template/", RosterTemplateView.as_view(), name="helper_roster_template"),
    path("rosters/<int:pk>/", RosterView.as_view(), name="helper_roster"),
    path("rosters/<int:pk>/failures/", FailuresView.as_view(), name="helper_roster_failures"),
]
