"""Addresses and menu items of the pages that look ahead: forecast and recruitment."""

from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from volunteers.backoffice.calls import PublishCallView
from volunteers.backoffice.forecast import NEEDED, ForecastLineView, ForecastView
from volunteers.backoffice.forecast_rows import ForecastRowsView

urlpatterns = [
    path("forecast/", ForecastView.as_view(), name="forecast"),
    path("forecast/rows/", ForecastRowsView.as_view(), name="forecast_rows"),
    path("forecast/recruit/", PublishCallView.as_view(), name="recruit"),
    path("forecast/line/<slug:line>/", ForecastLineView.as_view(), name="forecast_line"),
]


class ForecastItem(MenuItem):
    """For whoever may see both sides of the balance."""

    def is_shown(self, request):
        return request.user.has_perms(NEEDED)


def forecast_item() -> MenuItem:
    return ForecastItem(
        _("Forecast"), reverse_lazy("forecast"), name="forecast", icon_name="chart", order=228
    )
