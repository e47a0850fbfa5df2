"""The list behind the editors' figures: pages by where they stand."""

from django.http import Http404
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.reports import PageReportView
from wagtail.models import Page

from public_site.page_states import PageState, every_page, standing


class PageStateFilterSet(WagtailFilterSet):
    state = ChoiceFilter(label=_("Where pages stand"), choices=PageState, method="in_state")

    class Meta:
        model = Page
        fields: list[str] = []

    def in_state(self, pages, name, value):
        return standing(pages, value)


class PagesByStateView(PageReportView):
    """Every page, filtered to one state by its figure; for whoever writes or publishes pages."""

    page_title = _("Where pages stand")
    header_icon = "doc-empty"
    filterset_class = PageStateFilterSet
    index_url_name = "pages_by_state"
    index_results_url_name = "pages_by_state_results"
    list_export: list[str] = []
    FORMATS = ()

    def dispatch(self, request, *args, **kwargs):
        if not user_has_any_page_permission(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        pages = every_page().prefetch_workflow_states().select_related("content_type")
        return pages.annotate_approved_schedule().order_by("-last_published_at", "-pk")


urlpatterns = [
    path("pages-by-state/", PagesByStateView.as_view(), name="pages_by_state"),
    path(
        "pages-by-state/results/",
        PagesByStateView.as_view(results_only=True),
        name="pages_by_state_results",
    ),
]
