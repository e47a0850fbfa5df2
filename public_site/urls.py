"""Addresses of the public site that are not pages."""

from django.urls import path
from wagtail.contrib.sitemaps.views import sitemap

from public_site.views.feed import ArticleFeed
from public_site.views.search import search

app_name = "public_site"

urlpatterns = [
    path("search/", search, name="search"),
    path("feed/", ArticleFeed(), name="feed"),
    path("sitemap.xml", sitemap, name="sitemap"),
]
