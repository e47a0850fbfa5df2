"""Pages the public reads."""

from .articles import ArticlePage, SectionPage, TextPage
from .home import HomePage
from .needs import NeedsPage
from .workflow import ReviewTask

__all__ = ["ArticlePage", "HomePage", "NeedsPage", "ReviewTask", "SectionPage", "TextPage"]
