"""The signature on a certificate: an Ed25519 JWS short enough for a code to scan.

The key is derived from the installation's index key, so nothing new has to be kept, and a copy of
the database alone cannot forge a certificate.
"""

import base64
import json
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

HEADER = {"alg": "Ed25519"}
PURPOSE = b"xieshou certificate signing"
MOST_CHARACTERS = 400


@lru_cache(maxsize=4)
def _key(secret: str) -> Ed25519PrivateKey:
    seed = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return Ed25519PrivateKey.from_private_bytes(seed)


def sign(content: dict) -> str:
    """``content`` as a compact JWS."""
    text = f"{_encode(_json(HEADER))}.{_encode(_json(content))}"
    return f"{text}.{_encode(_key(settings.INDEX_KEY).sign(text.encode()))}"


def signed_content(token: str) -> dict | None:
    """What ``token`` says, if this installation signed it."""
    try:
        if len(token) > MOST_CHARACTERS:
            return None
        head, body, signature = token.encode("ascii").split(b".")
        if json.loads(_decode(head)) != HEADER:
            return None
        _key(settings.INDEX_KEY).public_key().verify(_decode(signature), head + b"." + body)
        return json.loads(_decode(body))
    except (ValueError, InvalidSignature):
        return None


def public_key() -> dict:
    """The public half as a JSON Web Key, for those who check without asking us."""
    raw = (
        _key(settings.INDEX_KEY)
        .public_key()
        .public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    )
    return {"kty": "OKP", "crv": "Ed25519", "alg": "Ed25519", "use": "sig", "x": _encode(raw)}


def _json(value: dict) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: bytes) -> bytes:
    return base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4))
