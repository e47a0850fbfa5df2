"""Account pages that allauth does not have; the rest are its own."""

from django.urls import path

from portal.views import accounts

urlpatterns = [
    path("", accounts.index, name="account_index"),
    path("second-factor/", accounts.second_factor_choice, name="second_factor_choice"),
]
