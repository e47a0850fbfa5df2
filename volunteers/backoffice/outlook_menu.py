"""Addresses and menu items of the pages that look ahead: forecast, recruitment, drafted policies."""

from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from volunteers.backoffice.forecast import ForecastView
from volunteers.backoffice.forecast_line import ForecastLineView
from volunteers.backoffice.forecast_pages import NEEDED
from volunteers.backoffice.forecast_rows import ForecastRowsView
from volunteers.backoffice.matching_policy import (
    AdoptDraftView,
    DraftFormView,
    DraftView,
    DropDraftView,
    MatchingPolicyView,
)
from volunteers.backoffice.policy_trials import AskTrialView, TrialView
from volunteers.backoffice.publish_call import PublishCallView

urlpatterns = [
    path("forecast/", ForecastView.as_view(), name="forecast"),
    path("forecast/rows/", ForecastRowsView.as_view(), name="forecast_rows"),
    path("forecast/recruit/", PublishCallView.as_view(), name="recruit"),
    path("forecast/line/<slug:line>/", ForecastLineView.as_view(), name="forecast_line"),
    path("policies/matching/table/", MatchingPolicyView.as_view(), name="matching_policy"),
    path("policies/matching/drafts/new/", DraftFormView.as_view(), name="matching_draft_new"),
    path("policies/matching/drafts/<int:pk>/", DraftView.as_view(), name="matching_draft"),
    path("policies/matching/drafts/<int:pk>/edit/", DraftFormView.as_view(), name="matching_draft_edit"),
    path("policies/matching/drafts/<int:pk>/adopt/", AdoptDraftView.as_view(), name="matching_draft_adopt"),
    path("policies/matching/drafts/<int:pk>/drop/", DropDraftView.as_view(), name="matching_draft_drop"),
    path("policies/matching/drafts/<int:pk>/try/", AskTrialView.as_view(), name="matching_trial_new"),
    path("policies/matching/drafts/<int:pk>/try/<int:trial>/", TrialView.as_view(), name="matching_trial"),
]


class ForecastItem(MenuItem):
    """For whoever may see both sides of the balance."""

    def is_shown(self, request):
        return request.user.has_perms(NEEDED)


def forecast_item() -> MenuItem:
    return ForecastItem(
        _("Forecast"), reverse_lazy("forecast"), name="forecast", icon_name="chart", order=228
    )
