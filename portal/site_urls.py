"""The portal's own addresses: health, appearance, the helper's space."""

from django.urls import path

from portal.views import appearance, health, styleguide

urlpatterns = [
    path("appearance/", appearance.change_appearance, name="appearance"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("health/", health.health, name="health"),
]
