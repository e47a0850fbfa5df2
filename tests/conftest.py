"""Fixtures every test may use."""

import gc
import os
import shutil

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from tests.factories.groups import leading_officer
from tests.factories.portal import AreaFactory

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Every worker gets a copy of one migrated database."""
    from tests import databases

    with django_db_blocker.unblock():
        databases.prepare()
        yield
        databases.drop()


@pytest.fixture
def county():
    return AreaFactory()


@pytest.fixture
def town(county):
    return AreaFactory(parent=county, name="柳溪镇")


@pytest.fixture
def officer(town):
    """An officer of an office that covers the town and may lead groups."""
    return leading_officer(town)


CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    """Browser tests say why they are skipped where no Chromium is installed."""
    if CHROMIUM:
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="needs Chromium (apt-get install chromium)"))


def pytest_collection_finish():
    """What is loaded by now stays to the end: the garbage collector need not search it over and over."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_terminal_summary(terminalreporter, config):
    """Say how to run what the fast suite leaves out."""
    if config.getoption("markexpr") == "not slow" and config.args_source.name != "ARGS":
        terminalreporter.write_line("Journeys, page walks and many-process races: uv run pytest -m slow")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's Chromium, without a single call home."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """Browsers ask for Chinese."""
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


def _start_from_a_fresh_copy(test_case):
    from tests import databases

    databases.prepare()
    cache.clear()


TransactionTestCase._fixture_teardown = _start_from_a_fresh_copy
