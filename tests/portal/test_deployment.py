"""A configured production passes every deployment check; an unconfigured one does not serve."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from portal.instance import new_key

CONFIGURED = {
    "XIESHOU_MODE": "production",
    "XIESHOU_SECRET_KEY": "a-secret-of-its-own-" * 4 + "0123456789",
    "XIESHOU_ENCRYPTION_KEYS": f"k1:{new_key()}",
    "XIESHOU_INDEX_KEY": new_key(),
    "XIESHOU_HOSTS": "xieshou.example",
}
KEPT = ("PATH", "HOME", "LANG", "VIRTUAL_ENV", "DATABASE_URL")


def run(directory, *arguments, **changes):
    """Run Python in a fresh installation with the configuration, changed as named."""
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    environment |= {"XIESHOU_DATA_DIR": str(directory), "DJANGO_SETTINGS_MODULE": "portal.settings.main"}
    environment |= {name: value for name, value in {**CONFIGURED, **changes}.items() if value is not None}
    return subprocess.run(
        [sys.executable, *arguments], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )


def test_a_configured_production_passes_every_check_without_a_warning(tmp_path):
    answer = run(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert (answer.returncode, answer.stderr) == (0, "")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"XIESHOU_SECRET_KEY": None}, "xieshou.E001"),
        ({"XIESHOU_ENCRYPTION_KEYS": None}, "xieshou.E001"),
        ({"XIESHOU_INDEX_KEY": None}, "xieshou.E001"),
        ({"XIESHOU_INDEX_KEY": "too-short"}, "xieshou.E002"),
        (
            {"XIESHOU_INDEX_KEY": "B" * 43 + "=", "XIESHOU_ENCRYPTION_KEYS": "k1:" + "B" * 43 + "="},
            "xieshou.E003",
        ),
        ({"XIESHOU_HOSTS": "*"}, "xieshou.E004"),
    ],
)
def test_an_unready_production_refuses_to_serve(tmp_path, change, error):
    answer = run(tmp_path, "-c", "import portal.wsgi", **change)

    assert answer.returncode == 1
    assert error in answer.stderr


def test_a_ready_production_serves(tmp_path):
    assert run(tmp_path, "-c", "import portal.wsgi").returncode == 0


def test_a_cache_of_one_process_is_refused(settings):
    from portal.checks import cache_is_shared

    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

    assert [message.id for message in cache_is_shared(None)] == ["xieshou.E005"]
