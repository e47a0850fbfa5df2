"""Old entries leave the audit log by class, never under 180 days, and never in secret (rule 61)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from portal import audit_retention
from portal.models import AuditEntry, PolicyVersion, User
from portal.roles import ADMINISTRATOR
from tests.factories.portal import AreaFactory, user_with_role

pytestmark = pytest.mark.django_db

THREE_YEARS = audit_retention.PERSONAL_DAYS


def entry(action, days, **fields):
    """An entry made ``days`` ago, at noon."""
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    return AuditEntry.objects.create(action=action, at=noon - timedelta(days=days), **fields)


def kept(*entries):
    present = set(AuditEntry.objects.values_list("pk", flat=True))
    return [entry.pk in present for entry in entries]


def test_day_180_stays_and_the_day_before_goes():
    last, older = entry("helper.approved", 180), entry("helper.approved", 181)

    audit_retention.purge(days=180, by=User.objects.system())

    assert kept(last, older) == [True, False]


def test_without_a_number_the_policy_decides():
    last, older = entry("helper.approved", THREE_YEARS), entry("helper.approved", THREE_YEARS + 1)
    call_command("purge_audit")
    assert kept(last, older) == [True, False]

    day = timezone.localdate()
    PolicyVersion.objects.create(key="audit.days", value=400, effective_from=day, reason="省厅要求")
    call_command("purge_audit")
    assert kept(last) == [False]


@pytest.mark.parametrize("days", [179, 0, -1])
def test_less_than_180_days_is_refused(days):
    older = entry("helper.approved", 900)

    with pytest.raises(CommandError):
        call_command("purge_audit", days=days)

    assert kept(older) == [True]


@pytest.mark.parametrize(
    ("action", "object_type"),
    [
        ("settlement.settled", "services.settlement"),
        ("services.add_payment", ""),
        ("service_record.verified", "services.servicerecord"),
        ("contract.exported", ""),
        ("audit.purged", "portal.auditentry"),
    ],
)
def test_acts_about_money_and_former_purges_stay_for_ever(action, object_type):
    old = entry(action, 5000, object_type=object_type)

    audit_retention.purge(days=180, by=User.objects.system())

    assert kept(old) == [True]


@pytest.mark.parametrize("action", ["personal_data.revealed", "helper.exported", "consent.withdrawn"])
def test_what_was_shown_of_personal_data_stays_three_years(action):
    younger, older = entry(action, THREE_YEARS), entry(action, THREE_YEARS + 1)

    audit_retention.purge(days=180, by=User.objects.system())

    assert kept(younger, older) == [True, False]


def test_the_purge_stands_in_the_log(capsys):
    entry("helper.approved", 200)
    entry("personal_data.revealed", THREE_YEARS + 1)

    call_command("purge_audit", days=190)

    written = AuditEntry.objects.get(action="audit.purged")
    assert written.detail == {"days": 190, "ordinary": 1, "personal_days": THREE_YEARS, "personal": 1}
    assert written.title == "审计日志：删除到期记录"
    assert "1 entries deleted, and 1" in capsys.readouterr().out


def test_a_night_with_nothing_to_delete_writes_nothing():
    entry("helper.approved", 10)

    audit_retention.purge(by=User.objects.system())

    assert AuditEntry.objects.count() == 1


def delete(entry):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM portal_auditentry WHERE id = %s", [entry.pk])


def test_the_database_lets_no_old_entry_go_without_a_purge_in_the_log():
    old = entry("helper.approved", 5000)

    with pytest.raises(IntegrityError):
        delete(old)


def test_a_purge_in_the_log_frees_nothing_younger_and_nothing_about_money():
    young, money = entry("helper.approved", 100), entry("payment.made", 5000)
    audit_retention.audit.record("audit.purged", AuditEntry(), by=None)

    for protected in (young, money):
        with pytest.raises(IntegrityError):
            delete(protected)


def test_a_purge_dated_in_the_future_frees_nothing_younger_either():
    young = entry("helper.approved", 100)
    entry("audit.purged", -1000, object_type="portal.auditentry")

    with pytest.raises(IntegrityError):
        delete(young)


def test_a_purge_does_not_free_what_was_too_young_on_its_day():
    young_then = entry("helper.approved", 190)
    entry("audit.purged", 20, object_type="portal.auditentry")

    with pytest.raises(IntegrityError):
        delete(young_then)


def test_no_person_thins_the_log():
    with pytest.raises(PermissionDenied):
        audit_retention.purge(by=user_with_role(ADMINISTRATOR, AreaFactory()))
