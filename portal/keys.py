"""Keys of rows in addresses and forms: whatever somebody types is a key or nothing, never an error."""

from collections.abc import Iterable

LARGEST = 2**63 - 1


def key_in(text: str) -> int | None:
    """The key that ``text`` writes in plain digits, within what the database can hold; else None."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST))):
        return None
    return key if (key := int(text)) <= LARGEST else None


def keys_in(texts: Iterable[str]) -> list[int]:
    """The keys among ``texts``, in their order."""
    return [key for text in texts if (key := key_in(text)) is not None]
