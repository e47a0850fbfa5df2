"""A configured production passes every deployment check; an unconfigured one does not serve."""

import json
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


def run(directory, *arguments, input=None, **changes):
    """Run Python in a fresh installation with the configuration, changed as named."""
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    environment |= {"XIESHOU_DATA_DIR": str(directory), "DJANGO_SETTINGS_MODULE": "portal.settings.main"}
    environment |= {name: value for name, value in {**CONFIGURED, **changes}.items() if value is not None}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        input=input,
        capture_output=True,
        text=True,
    )


def test_a_configured_production_passes_every_check_without_a_warning(tmp_path):
    answer = run(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert (answer.returncode, answer.stderr) == (0, "")


UNREADY = [
    ({"XIESHOU_SECRET_KEY": None}, "xieshou.E001"),
    ({"XIESHOU_ENCRYPTION_KEYS": None}, "xieshou.E001"),
    ({"XIESHOU_INDEX_KEY": None}, "xieshou.E001"),
    ({"XIESHOU_INDEX_KEY": "too-short"}, "xieshou.E002"),
    (
        {"XIESHOU_INDEX_KEY": "B" * 43 + "=", "XIESHOU_ENCRYPTION_KEYS": "k1:" + "B" * 43 + "="},
        "xieshou.E003",
    ),
    ({"XIESHOU_HOSTS": "*"}, "xieshou.E004"),
]
# Starts the server's module once for each environment on its input; prints what each start said.
STARTS = """
import json, os, sys
from django.conf import empty, settings
from django.core.exceptions import ImproperlyConfigured
kept, answers = dict(os.environ), []
for changes in [{}, *json.load(sys.stdin)]:
    os.environ.clear()
    os.environ.update({name: value for name, value in {**kept, **changes}.items() if value is not None})
    for name in [name for name in sys.modules if name.startswith(("portal.settings", "portal.instance"))]:
        del sys.modules[name]
    sys.modules.pop("portal.wsgi", None)
    settings._wrapped = empty
    try:
        import portal.wsgi
        answers.append("")
    except ImproperlyConfigured as refusal:
        answers.append(str(refusal))
print(json.dumps(answers))
"""


def test_an_unready_production_refuses_to_serve(tmp_path):
    answer = run(tmp_path, "-c", "import portal.wsgi", XIESHOU_SECRET_KEY=None)

    assert answer.returncode == 1
    assert "xieshou.E001" in answer.stderr


@pytest.fixture(scope="module")
def starts(tmp_path_factory):
    """What the start of a configured production said, then that of each unready one."""
    changes = json.dumps([change for change, _error in UNREADY])
    answer = run(tmp_path_factory.mktemp("starts"), "-c", STARTS, input=changes)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout.splitlines()[-1])


def test_a_configured_start_is_not_refused(starts):
    assert starts[0] == ""


@pytest.mark.parametrize(("number", "error"), [*enumerate((error for _, error in UNREADY), start=1)])
def test_the_refusal_names_what_is_missing(starts, number, error):
    assert error in starts[number]


def test_a_ready_production_serves(tmp_path):
    assert run(tmp_path, "-c", "import portal.wsgi").returncode == 0


def test_a_cache_of_one_process_is_refused(settings):
    from portal.checks import cache_is_shared

    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

    assert [message.id for message in cache_is_shared(None)] == ["xieshou.E005"]
