"""Fixtures every test may use."""

import os
import shutil

import pytest
from django.test import TransactionTestCase

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, worker_id):
    """Every worker gets a copy of one migrated database."""
    from tests import databases

    with django_db_blocker.unblock():
        databases.prepare(worker_id)


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


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's Chromium, without a single call home."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """Browsers ask for Chinese."""
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


_empty_database = TransactionTestCase._fixture_teardown


def _empty_append_only_tables_too(test_case):
    """Tests with real transactions empty the database; ``post_migrate`` protects it again."""
    from portal import append_only
    from services import final_records

    append_only.release()
    final_records.release()
    _empty_database(test_case)


TransactionTestCase._fixture_teardown = _empty_append_only_tables_too
