"""The portal's own addresses: health, appearance, the helper's space."""

from django.urls import path

from portal.views import appearance, health, me, notices, styleguide

urlpatterns = [
    path("appearance/", appearance.change_appearance, name="appearance"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("health/", health.health, name="health"),
    path("me/", me.home, name="me"),
    path("me/notices/", notices.index, name="notices"),
    path("me/notices/read/", notices.read_all, name="notices_read_all"),
    path("me/notices/<int:pk>/read/", notices.read, name="notice_read"),
]
