"""Uploaded pictures. Everyone gets the sizes made for pages; a photograph itself tells where it was taken."""

import posixpath

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

# Where Wagtail keeps both; a new picture or size always gets a new name.
SIZES = "images"
ORIGINALS = "original_images"
KEPT_FOR = "public, max-age=86400"


@require_safe
def size(request, name: str):
    """One size of a picture, as pages show it."""
    response = _file(SIZES, name)
    response["Cache-Control"] = KEPT_FOR
    return response


@require_safe
def original(request, name: str):
    """The picture as it was uploaded, for whoever works with pictures."""
    policy = policy_registry.get_by_type(get_image_model())
    if not policy.user_has_any_permission(request.user, ["add", "change"]):
        raise Http404
    return _file(ORIGINALS, name)


def _file(folder: str, name: str) -> FileResponse:
    if posixpath.normpath(name) != name or name.startswith(".."):
        raise Http404
    try:
        return FileResponse(default_storage.open(f"{folder}/{name}"))
    except (OSError, ValueError) as missing:
        raise Http404 from missing


def below_media(folder: str) -> str:
    """The address of ``folder`` in the uploads, as ``path()`` wants it."""
    return f"{settings.MEDIA_URL.lstrip('/')}{folder}/<path:name>"
