"""The keys and the mode of one installation, read from the environment or from a file of its own.

A production installation is configured by environment variables. ``quickstart`` writes a small
file with fresh random keys instead, so that a newcomer configures nothing and two demo
installations never share a key.
"""

import argparse
import base64
import json
import os
import secrets
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent


def data_directory() -> Path:
    """Where the database, uploads and keys of this installation live."""
    return Path(os.environ.get("XIESHOU_DATA_DIR", BASE_DIR / "var"))


def instance_file() -> Path:
    """The file that ``quickstart`` keeps the demo's keys in."""
    return data_directory() / "instance.json"


def new_key() -> str:
    """A fresh 256-bit key, URL-safe base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def serve_at(arguments: list[str]) -> None:
    """Let every link of the demo (mails, calendar, certificates) carry the port of ``arguments``."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--port", default="8000")
    port = parser.parse_known_args(arguments)[0].port
    os.environ.setdefault("XIESHOU_BASE_URL", f"http://127.0.0.1:{port}")


def read() -> dict:
    """The stored configuration, empty where this installation has none."""
    try:
        return json.loads(instance_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}


def ensure_demo() -> None:
    """Write the demo instance's file once; an installation configured by environment is left alone."""
    if instance_file().exists() or "XIESHOU_SECRET_KEY" in os.environ:
        return
    data_directory().mkdir(parents=True, exist_ok=True)
    content = {
        "mode": "demo",
        "secret_key": secrets.token_urlsafe(50),
        "encryption_keys": {"k1": new_key()},
        "index_key": new_key(),
    }
    file = instance_file()
    file.touch(mode=0o600)
    file.write_text(json.dumps(content, indent=2), encoding="utf-8")
