"""Which changes make the finished public pages stale."""

from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from portal import site_version


def connect() -> None:
    """Raise the site version when pages change, and when positions or public figures do."""
    from volunteers.models import Position

    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(site_version.raise_on_commit, dispatch_uid=f"public_site.{id(signal)}")
    for signal in (post_save, post_delete):
        signal.connect(site_version.raise_on_commit, sender=Position, dispatch_uid="public_site.needs")
