"""What every process must agree on keeps, also where the database is the cache (the default)."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache

from portal import site_version
from portal.apps import make_cache_table
from portal.rate_limits import seconds_to_wait
from portal.settings.databases import DATABASE_CACHE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def database_cache(settings):
    settings.CACHES = {"default": DATABASE_CACHE}
    make_cache_table()


@pytest.fixture
def another_process(monkeypatch):
    """The version as a process reads it that has not read it before."""

    def read():
        monkeypatch.setattr(site_version, "_seen", (float("-inf"), 0))
        return site_version.current()

    return read


def test_an_edition_of_the_site_lasts_until_the_next_change(another_process):
    site_version._raise()
    published = site_version.current()

    with time_machine.travel(time.time() + 6 * 60):
        assert another_process() == published


def test_no_edition_comes_back_when_the_cache_is_emptied(another_process):
    site_version._raise()
    marks = [site_version.current()]

    cache.clear()
    marks.append(another_process())
    site_version._raise()
    marks.append(another_process())

    assert len(set(marks)) == 3


def test_a_pause_does_not_start_the_hour_anew():
    moment = 1_000_000 * 3600.0
    with time_machine.travel(moment, tick=False) as clock:
        assert [seconds_to_wait("calendar", "a", most=2, window=3600) for _ in range(2)] == [0, 0]

        clock.shift(timedelta(minutes=6))

        assert seconds_to_wait("calendar", "a", most=2, window=3600) == 54 * 60
        assert seconds_to_wait("calendar", "b", most=2, window=3600) == 0
