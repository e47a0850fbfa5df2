"""The audit log can be written and read; nothing and nobody changes it."""

import pytest
from django.core.checks import run_checks
from django.db import IntegrityError, connection, models, transaction

from portal import append_only, audit
from portal.models import AuditEntry
from tests.factories.portal import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return audit.record("test.done", by=UserFactory())


def raw(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def save_again(entry):
    entry.action = "other"
    entry.save()


ATTACKS = {
    "save": save_again,
    "delete": lambda entry: AuditEntry.objects.filter(pk=entry.pk)._raw_delete("default"),
    "update": lambda entry: AuditEntry.objects.update(action="other"),
    "bulk_update": lambda entry: AuditEntry.objects.bulk_update(
        [AuditEntry(pk=entry.pk, action="other")], ["action"]
    ),
    "upsert": lambda entry: AuditEntry.objects.bulk_create(
        [AuditEntry(pk=entry.pk, action="other")],
        update_conflicts=True,
        update_fields=["action"],
        unique_fields=["id"],
    ),
    "raw update": lambda entry: raw("UPDATE portal_auditentry SET action = 'other'"),
    "raw delete": lambda entry: raw("DELETE FROM portal_auditentry"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_way_changes_an_entry(entry, attack):
    with pytest.raises(IntegrityError), transaction.atomic():
        ATTACKS[attack](entry)

    assert AuditEntry.objects.get(pk=entry.pk).action == "test.done"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is a word of SQLite's")
def test_replacing_an_entry_is_refused_too(entry):
    with pytest.raises(IntegrityError), transaction.atomic():
        raw(
            "INSERT OR REPLACE INTO portal_auditentry "
            "(id, at, action, result, object_type, object_id, object_label, request_id, detail) "
            f"VALUES ({entry.pk}, '2026-01-01', 'other', 'done', '', '', '', '', '{{}}')"
        )


@pytest.mark.skipif(connection.vendor != "postgresql", reason="TRUNCATE is a word of PostgreSQL's")
def test_emptying_the_table_is_refused_too(entry):
    with pytest.raises(IntegrityError), transaction.atomic():
        raw("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE portal_auditentry")


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_rebuilds_the_table_is_followed_by_new_triggers():
    field = AuditEntry._meta.get_field("action")
    wider = models.CharField(max_length=90)
    wider.set_attributes_from_name("action")
    wider.model = AuditEntry
    with connection.schema_editor() as editor:
        editor.alter_field(AuditEntry, field, wider)
    with connection.schema_editor() as editor:
        editor.alter_field(AuditEntry, wider, field)
    if connection.vendor == "sqlite":
        assert append_only.unprotected() == ["portal_auditentry"]
        assert [error.id for error in run_checks(databases=["default"]) if error.id == "xieshou.E006"]

    append_only.protect_all(sender=AuditEntry._meta.app_config)

    assert "portal_auditentry" not in append_only.unprotected()
