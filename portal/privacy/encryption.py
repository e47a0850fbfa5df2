"""AES-256-GCM with a key id, bound to the row and column it was written for.

A stored value reads ``v1:<key id>:<nonce>:<ciphertext>`` (base64). The table, column and row
key are authenticated with it, so a ciphertext moved to another row does not open.
"""

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

VERSION = "v1"


class UnreadableValue(Exception):
    """A stored value that no present key opens, or that was moved from its row."""


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.encode())


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode()


def current_key_id() -> str:
    """The id of the key that new values are written with: the newest."""
    return list(settings.ENCRYPTION_KEYS)[-1]


def key_id_of(token: str) -> str:
    """The id of the key that ``token`` was written with."""
    return token.split(":", 3)[1]


def seal(plaintext: str, bound_to: str) -> str:
    """Encrypt ``plaintext`` for the place named by ``bound_to``."""
    key_id = current_key_id()
    nonce = os.urandom(12)
    cipher = AESGCM(_decode(settings.ENCRYPTION_KEYS[key_id]))
    sealed = cipher.encrypt(nonce, plaintext.encode(), bound_to.encode())
    return f"{VERSION}:{key_id}:{_encode(nonce)}:{_encode(sealed)}"


def unseal(token: str, bound_to: str) -> str:
    """Decrypt ``token``. Raises ``UnreadableValue`` naming the key id when it cannot be opened."""
    try:
        version, key_id, nonce, sealed = token.split(":", 3)
        if version != VERSION:
            raise ValueError(version)
        cipher = AESGCM(_decode(settings.ENCRYPTION_KEYS[key_id]))
        return cipher.decrypt(_decode(nonce), _decode(sealed), bound_to.encode()).decode()
    except KeyError as error:
        raise UnreadableValue(f"the encryption key {error} is missing") from error
    except (ValueError, InvalidTag) as error:
        raise UnreadableValue("the stored value was damaged or moved") from error


def blind_index(value: str, purpose: str) -> str:
    """A keyed hash of a normalised value, for uniqueness and look-up without decrypting."""
    key = _decode(settings.INDEX_KEY)
    return hmac.new(key, f"{purpose}\0{value.strip().upper()}".encode(), hashlib.sha256).hexdigest()


def fingerprints() -> dict[str, str]:
    """A mark of each key by its id, and of the index key, that tells them apart and gives none away."""
    keys = {**settings.ENCRYPTION_KEYS, "index": settings.INDEX_KEY}
    return {
        name: hmac.new(_decode(key), b"fingerprint", hashlib.sha256).hexdigest() for name, key in keys.items()
    }
