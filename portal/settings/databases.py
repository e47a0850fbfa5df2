"""SQLite embedded by default; PostgreSQL and Redis by address."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from .base import DATA_DIR

DATABASE_URL = os.environ.get("DATABASE_URL", "")

# FULL, because a ledger must survive a power cut; recursive triggers, because REPLACE would
# otherwise slip past the triggers that keep the ledger append-only.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON; "
    "PRAGMA cache_size=-20000; PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY; "
    "PRAGMA journal_size_limit=27103364;"
)


def _sqlite(path) -> dict:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS},
    }


def _postgresql(url: str) -> dict:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 4, "timeout": 10}},
    }


def database(url: str) -> dict:
    """Django's connection settings for ``url``: postgresql://…, sqlite:///path, or empty for our own file."""
    if url.startswith(("postgres://", "postgresql://")):
        return _postgresql(url)
    if url.startswith("sqlite:///"):
        return _sqlite(url.removeprefix("sqlite:///"))
    return _sqlite(DATA_DIR / "xieshou.sqlite3")


DATABASES = {"default": database(DATABASE_URL)}

REDIS_URL = os.environ.get("REDIS_URL", "")
# Rate limits, used codes and the public pages' version must be shared by every process. Django's 300
# entries would be full on a busy morning, and the locks on guessed passwords thrown out first; beyond
# this number it removes what has run out.
DATABASE_CACHE = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "portal_cache",
    "OPTIONS": {"MAX_ENTRIES": 100_000},
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else DATABASE_CACHE
}
