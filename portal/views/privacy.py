"""The privacy notice in one prominent place, and its earlier versions (PIPL Art. 17)."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.models import PrivacyNotice


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
        "sections": [_section(part) for part in notice.text.split("\n\n")],
        "sensitive": [paragraph for paragraph in notice.sensitive_text.split("\n\n") if paragraph],
        "others": PrivacyNotice.objects.exclude(pk=notice.pk),
    }
    return render(request, "portal/privacy.html", context)


def _section(part: str) -> dict:
    """A heading and its paragraphs; a part of one line is a paragraph without a heading."""
    lines = [line for line in part.splitlines() if line.strip()]
    return {"heading": lines[0], "paragraphs": lines[1:]} if len(lines) > 1 else {"paragraphs": lines}
