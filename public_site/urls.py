"""Addresses of the public_site app."""

app_name = "public_site"

urlpatterns: list = []
