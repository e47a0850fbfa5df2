"""Pages the public reads."""

from .articles import ArticlePage, SectionPage, TextPage
from .home import HomePage
from .needs import NeedsPage

__all__ = ["ArticlePage", "HomePage", "NeedsPage", "SectionPage", "TextPage"]
