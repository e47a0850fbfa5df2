"""The portal's own addresses: health, appearance, the helper's space."""

from django.urls import path

from portal.views import health

urlpatterns = [
    path("health/", health.health, name="health"),
]
