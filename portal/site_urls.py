"""The portal's own addresses: health, appearance, the helper's space."""

from django.urls import path

from portal.views import appearance, health, me, notices, privacy, styleguide

urlpatterns = [
    path("appearance/", appearance.change_appearance, name="appearance"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("health/", health.health, name="health"),
    path("privacy/", privacy.in_force, name="privacy"),
    path("privacy/<str:version>/", privacy.version, name="privacy_version"),
    path("me/", me.home, name="me"),
    path("me/notices/", notices.index, name="notices"),
    path("me/notices/read/", notices.read_all, name="notices_read_all"),
    path("me/notices/<int:pk>/read/", notices.read, name="notice_read"),
]
