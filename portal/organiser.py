"""Who runs this site, in the visitor's language as far as it was given."""

from django.conf import settings

from portal import appearance


def in_visitors_language() -> dict:
    """The values of every page's head and foot; English readers get the Chinese where English is missing."""
    if appearance.html_language() != "en":
        return settings.SITE_IDENTITY
    return {**settings.SITE_IDENTITY, **settings.SITE_IDENTITY_ENGLISH}
