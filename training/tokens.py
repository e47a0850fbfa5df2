"""A calendar token is stored only as its hash: 256 random bits need no salt."""

import hashlib


def hashed(token: str) -> str:
    """What the database knows of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
