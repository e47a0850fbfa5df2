"""/feed/: the newest articles for feed readers (Atom)."""

from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from public_site.models.articles import newest_articles

ARTICLES_IN_FEED = 30


class ArticleFeed(Feed):
    feed_type = Atom1Feed
    title = _("Xieshou: newest articles")
    link = "/"

    def items(self):
        return newest_articles()[:ARTICLES_IN_FEED]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.summary

    def item_link(self, item):
        return item.get_url() or "/"

    def item_pubdate(self, item):
        return timezone.make_aware(datetime.combine(item.published_on, time()))
