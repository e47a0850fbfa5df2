"""What every page needs to know: its look, who runs the site, and whether this is the demo."""

from django.conf import settings

from portal import appearance, organiser


def site(request):
    """Values of the base templates; none depends on the account, so public pages stay cacheable."""
    return {
        "care_mode": appearance.care_mode(request),
        "text_size": appearance.text_size(request),
        "html_language": appearance.html_language(),
        "site_identity": organiser.in_visitors_language(),
        "demo_mode": settings.DEMO,
    }
