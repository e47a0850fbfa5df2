"""Addresses of the public site that are not pages."""

from django.urls import path
from wagtail.contrib.sitemaps.views import sitemap

from public_site.views import pictures
from public_site.views.crawlers import SITEMAPS, robots
from public_site.views.feed import ArticleFeed
from public_site.views.open_figures import dictionary, figures_csv, figures_json, open_page, verify_yourself
from public_site.views.search import search

app_name = "public_site"

urlpatterns = [
    path("search/", search, name="search"),
    path("feed/", ArticleFeed(), name="feed"),
    path("open/", open_page, name="open"),
    path("open/figures.json", figures_json, name="figures_json"),
    path("open/figures.csv", figures_csv, name="figures_csv"),
    path("open/dictionary/", dictionary, name="open_dictionary"),
    path("open/verify-yourself/", verify_yourself, name="open_verify"),
    path("open/<int:year>/", open_page, name="open_year"),
    path("open/<int:year>/figures.json", figures_json, name="figures_json_of_year"),
    path("open/<int:year>/figures.csv", figures_csv, name="figures_csv_of_year"),
    path("open/<int:year>/<str:code>/", open_page, name="open_county"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path(pictures.below_media(pictures.SIZES), pictures.size, name="picture"),
    path(pictures.below_media(pictures.ORIGINALS), pictures.original, name="original_picture"),
]
