"""The privacy notice in one prominent place, and its earlier versions (PIPL Art. 17)."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.models import PrivacyNotice
from portal.templatetags.wording import sections


@require_safe
@cache_control(private=True)  # another version may be in force tomorrow without anybody publishing today
def in_force(request):
    """The wording that holds today."""
    notice = PrivacyNotice.objects.in_force(timezone.localdate())
    if notice is None:
        raise Http404
    return _show(request, notice)


@require_safe
def version(request, version):
    """One published wording, as a consent names it."""
    if "\0" in version:  # PostgreSQL refuses to compare it
        raise Http404
    return _show(request, get_object_or_404(PrivacyNotice, version=version))


def _show(request, notice):
    context = {
        "notice": notice,
        "sections": sections(notice.text),
        "sensitive": [paragraph for paragraph in notice.sensitive_text.split("\n\n") if paragraph],
        "others": PrivacyNotice.objects.exclude(pk=notice.pk),
    }
    return render(request, "portal/privacy.html", context)
