"""Who fails five times waits, wherever the attempts come from."""

import pytest
from django.core.cache import cache
from django.db import connection

from portal.apps import make_cache_table
from portal.models import AuditEntry
from portal.settings.databases import DATABASE_CACHE
from tests.portal.accounts.signing import sign_in

pytestmark = pytest.mark.django_db


def test_five_failures_lock_the_name_even_for_the_right_password(client, helper):
    for _ in range(5):
        sign_in(client, "zhou@example.org", "wrong")

    assert sign_in(client, "zhou@example.org").status_code == 200


def test_failures_are_counted_where_every_process_sees_them(client, helper, settings):
    """In the shared cache's table, which comes with migrate."""
    settings.CACHES = {"default": DATABASE_CACHE}
    make_cache_table()
    for _ in range(5):
        sign_in(client, "zhou@example.org", "wrong")

    assert sign_in(client, "zhou@example.org").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM portal_cache")
        assert cursor.fetchone()[0] > 0


def test_a_busy_morning_frees_no_locked_name(client, helper, settings):
    settings.CACHES = {"default": DATABASE_CACHE}
    make_cache_table()
    for _ in range(5):
        sign_in(client, "zhou@example.org", "wrong")

    cache.set_many({f"rate:{number}": 1 for number in range(400)}, 900)

    assert sign_in(client, "zhou@example.org").status_code == 200


def test_a_forwarded_address_of_the_visitors_own_making_frees_nobody(client, helper):
    for number in range(5):
        sign_in(client, "zhou@example.org", "wrong", headers={"X-Forwarded-For": f"192.0.2.{number}"})

    assert sign_in(client, "zhou@example.org", headers={"X-Forwarded-For": "192.0.2.9"}).status_code == 200


def test_failures_with_one_phone_do_not_lock_another(client, helper):
    for number in range(5):
        sign_in(client, "13900139000", "wrong", REMOTE_ADDR=f"192.0.2.{number}")

    assert sign_in(client, "13800138000").status_code == 302


@pytest.mark.parametrize("name", ["zhou@example.org", "13800138000"])
def test_whose_account_was_tried_stands_in_the_audit_log(client, helper, name):
    sign_in(client, name, "wrong")

    entry = AuditEntry.objects.get(action="account.sign_in_failed")
    assert (entry.object_id, entry.result) == (str(helper.pk), "denied")


def test_attempts_that_the_lock_refuses_are_written_down_too(client, helper):
    for _ in range(6):
        sign_in(client, "13800138000", "wrong")

    refused = AuditEntry.objects.get(action="account.sign_in_failed", result="refused")
    assert refused.object_id == str(helper.pk)
