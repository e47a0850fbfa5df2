"""Headers, cookies and the keys of encrypted fields."""

import os

from django.utils.csp import CSP

from portal.instance import new_key

from .base import DEBUG, DEMO, INSTANCE

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
}

_HTTPS = not (DEMO or DEBUG)
SECURE_SSL_REDIRECT = _HTTPS and os.environ.get("XIESHOU_PLAIN_HTTP", "") != "1"
SECURE_HSTS_SECONDS = 31536000 if SECURE_SSL_REDIRECT else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = bool(SECURE_HSTS_SECONDS)
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("XIESHOU_PROXIES", "0"))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
if SESSION_COOKIE_SECURE:
    # Bound to this host and to HTTPS by name: no other site of the domain can set them.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
SESSION_COOKIE_AGE = 12 * 60 * 60
X_FRAME_OPTIONS = "DENY"  # Wagtail allows its own previews by itself

# Keys of encrypted fields by id, newest last; the index key is separate so that a blind index
# tells nothing about a ciphertext. XIESHOU_ENCRYPTION_KEYS="k1:<base64>,k2:<base64>".
_encryption_keys = dict(
    pair.split(":", 1) for pair in os.environ.get("XIESHOU_ENCRYPTION_KEYS", "").split(",") if pair
) or INSTANCE.get("encryption_keys")
_index_key = os.environ.get("XIESHOU_INDEX_KEY") or INSTANCE.get("index_key")
PRIVACY_KEYS_ARE_TEMPORARY = not (_encryption_keys and _index_key)
ENCRYPTION_KEYS = _encryption_keys or {"temporary": new_key()}
INDEX_KEY = _index_key or new_key()
