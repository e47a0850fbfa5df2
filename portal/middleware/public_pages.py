"""Answers anonymous readers with finished pages.

Stands first, so that what it keeps already carries every header. Kept in this process, least
recently used first out; only the site's version number is shared between processes.
"""

import gzip
import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.http import parse_etags
from django.utils.translation import get_language_from_request

from portal import appearance, site_version

PRIVATE = (
    "/accounts/",
    "/admin/",
    "/appearance/",
    "/calendar/",
    "/documents/",
    "/health/",
    "/me/",
    "/search/",
    "/styleguide/",
    "/verify/",
    settings.MEDIA_URL,
    settings.STATIC_URL,
)
ALLOWED_QUERY = frozenset({"page"})
MOST_BYTES = 32 * 1024 * 1024
SMALLEST_COMPRESSED = 500


@dataclass(frozen=True, slots=True)
class Finished:
    """One page as it leaves: bytes plain and gzipped, headers, and its fingerprint."""

    body: bytes
    compressed: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str

    @property
    def size(self) -> int:
        return len(self.body) + len(self.compressed)


class Shelf:
    """Finished pages of this process, up to ``MOST_BYTES``."""

    def __init__(self):
        self._pages: OrderedDict[tuple, Finished] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: tuple) -> Finished | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: tuple, page: Finished) -> None:
        with self._lock:
            old = self._pages.pop(key, None)
            self._bytes += page.size - (old.size if old else 0)
            self._pages[key] = page
            while self._bytes > MOST_BYTES:
                _key, dropped = self._pages.popitem(last=False)
                self._bytes -= dropped.size


class PublicPagesMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response
        self.shelf = Shelf()

    def __call__(self, request):
        if not self.may_answer(request):
            return self.get_response(request)
        key = self.key(request)
        page = self.shelf.get(key)
        if page is None:
            response = self.get_response(request)
            page = finish(response)
            if page is None:
                return response
            self.shelf.put(key, page)
        return answer(request, page)

    @staticmethod
    def may_answer(request) -> bool:
        """Only a reader without a session, on a public address, asking for nothing unusual."""
        return (
            request.method in ("GET", "HEAD")
            # What is kept was made for HTTPS; a plain request must get its redirect.
            and (request.is_secure() or not settings.SECURE_SSL_REDIRECT)
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and not request.path.startswith(PRIVATE)
            and ALLOWED_QUERY.issuperset(request.GET)
            and "HX-Request" not in request.headers
        )

    @staticmethod
    def key(request) -> tuple:
        """Everything that changes the bytes of an anonymous page."""
        return (
            site_version.current(),
            # Decided values begin and calls end with the day.
            timezone.localdate(),
            request.method,
            request.get_host(),
            request.path,
            request.GET.urlencode(),
            get_language_from_request(request),
            appearance.care_mode(request),
            appearance.text_size(request),
        )


def finish(response) -> Finished | None:
    """The page to keep, or ``None`` where a response must not be kept."""
    kept = (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not any(word in response.get("Cache-Control", "") for word in ("no-store", "private"))
    )
    if not kept:
        return None
    body = response.content
    etag = f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
    headers = {name: value for name, value in response.items() if name != "Content-Length"}
    headers["ETag"] = etag
    # Always asked again, mostly answered 304: a page changes with cookies (关怀版, language, signing in).
    headers["Cache-Control"] = "no-cache"
    headers["Vary"] = ", ".join(filter(None, [headers.get("Vary"), "Accept-Encoding, Cookie"]))
    compressed = gzip.compress(body, 6, mtime=0) if len(body) >= SMALLEST_COMPRESSED else b""
    return Finished(body, compressed, tuple(headers.items()), etag)


def answer(request, page: Finished) -> HttpResponse:
    """The page, its compressed form, or 304 where the reader has it already."""
    known = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    if "*" in known or page.etag in {tag.removeprefix("W/") for tag in known}:
        response = HttpResponseNotModified()
    elif page.compressed and "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        response = HttpResponse(page.compressed)
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(page.body)
    for name, value in page.headers:
        if not (response.status_code == 304 and name == "Content-Type"):
            response[name] = value
    return response
