"""Which changes make the finished public pages stale."""

from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from portal import site_version

# What decides whether a helper counts as found by a recruitment call.
FOUND_BY = frozenset({"state", "approved_at", "accepting", "area"})


def connect() -> None:
    """Raise the site version when pages, names of areas, needs, public figures or rules change."""
    from portal.models import Area, PolicyVersion, PrivacyNotice
    from services.models import Contract
    from services.signals import figures_changed
    from volunteers.models import Helper, Position, RecruitmentCall, SupervisionGroup

    def listen(signal, name: str, **kwargs) -> None:
        signal.connect(site_version.raise_on_commit, dispatch_uid=f"public_site.{name}", **kwargs)

    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        listen(signal, str(id(signal)))
    for signal in (post_save, post_delete):
        listen(signal, "needs", sender=Position)
    listen(post_save, "calls", sender=RecruitmentCall)
    post_save.connect(_found_may_differ, sender=Helper, dispatch_uid="public_site.found")
    for shown in (Contract, SupervisionGroup):
        listen(post_save, "figures", sender=shown)
    listen(figures_changed, "figures")
    for named in (Area, PolicyVersion, PrivacyNotice):
        listen(post_save, "wording", sender=named)


def _found_may_differ(sender, update_fields=None, **kwargs) -> None:
    """Steps of a profile that nobody reads in public leave the finished pages alone."""
    if update_fields and not FOUND_BY.isdisjoint(update_fields):
        site_version.raise_on_commit()
