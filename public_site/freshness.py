"""Which changes make the finished public pages stale."""

from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from portal import site_version


def connect() -> None:
    """Raise the site version when pages, names of areas, positions, calls, public figures or rules change."""
    from portal.models import Area, PolicyVersion, PrivacyNotice
    from services.models import Contract
    from services.signals import figures_changed
    from volunteers.models import Position, RecruitmentCall, SupervisionGroup

    def listen(signal, name: str, **kwargs) -> None:
        signal.connect(site_version.raise_on_commit, dispatch_uid=f"public_site.{name}", **kwargs)

    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        listen(signal, str(id(signal)))
    for signal in (post_save, post_delete):
        listen(signal, "needs", sender=Position)
    listen(post_save, "calls", sender=RecruitmentCall)
    for shown in (Contract, SupervisionGroup):
        listen(post_save, "figures", sender=shown)
    listen(figures_changed, "figures")
    for named in (Area, PolicyVersion, PrivacyNotice):
        listen(post_save, "wording", sender=named)
