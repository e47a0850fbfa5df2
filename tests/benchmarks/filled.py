"""Ten counties with a million service records, filled by SQL in a folder of their own (SQLite)."""

import os
from contextlib import contextmanager
from pathlib import Path

COUNTIES, TOWNS, HELPERS = 10, 12, 2000
FIRST_DAY, DAYS = "2024-01-01", 700
AUDITOR = "auditor@bench.example"
KEYS = {
    "XIESHOU_MODE": "demo",
    "XIESHOU_SECRET_KEY": "bench-only-secret-key-bench-only-secret-key-bench-only",
    "XIESHOU_ENCRYPTION_KEYS": "b1:" + "A" * 43 + "=",
    "XIESHOU_INDEX_KEY": "B" * 43 + "=",
    "DJANGO_SETTINGS_MODULE": "portal.settings.main",
}


def start(folder: Path) -> None:
    """Set Django up on the database in ``folder``, with the durability of a real installation."""
    os.environ.update(KEYS, XIESHOU_DATA_DIR=str(folder), DATABASE_URL=f"sqlite:///{folder}/filled.sqlite3")
    import django

    django.setup()


def fill(records: int) -> None:
    """Migrate, then counties, helpers and contracts one by one and the records in one statement."""
    from django.core.management import call_command
    from django.db import connection, transaction

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        places, first_helper = _small_tables()
    with _without_triggers(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE place (k, county, town, office, item, recorder, verifier)")
        cursor.executemany("INSERT INTO place VALUES (%s, %s, %s, %s, %s, %s, %s)", places)
        columns = _columns(first_helper)
        names, values = ", ".join(columns), ", ".join(columns.values())
        cursor.execute(
            f"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {records - 1}), "
            f"r AS (SELECT i, date('{FIRST_DAY}', '+' || (i / {2 * len(places)} % {DAYS}) || ' days') day, "
            f"60 + i % 8 * 15 AS length, i / {len(places)} % 2 AS bought, place.* "
            f"FROM n JOIN place ON place.k = i % {len(places)}) "
            f"INSERT INTO services_servicerecord ({names}) SELECT {values} FROM r"
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _small_tables():
    from portal import roles
    from services.models import ContractItem
    from tests.factories.portal import AreaFactory, OfficeFactory, UserFactory, user_with_role
    from tests.factories.services import ContractFactory, ContractItemFactory
    from volunteers.models import Helper

    towns, recorder, verifier = [], UserFactory(), UserFactory()
    for _county in range(COUNTIES):
        county = AreaFactory()
        office = OfficeFactory(areas=[county], may_certify=True)
        item: ContractItem = ContractItemFactory(contract=ContractFactory(area=county))
        towns += [(county, AreaFactory(parent=county), office, item) for _town in range(TOWNS)]
    helpers = Helper.objects.bulk_create(
        Helper(number=f"V{number:07}", name=f"志愿者{number}", state="approved", area=towns[0][1])
        for number in range(HELPERS)
    )
    user_with_role(roles.AUDITOR, towns[0][0], email=AUDITOR)
    rows = [
        (k, county.pk, town.pk, office.pk, item.pk, recorder.pk, verifier.pk)
        for k, (county, town, office, item) in enumerate(towns)
    ]
    return rows, helpers[0].pk


def _columns(first_helper: int) -> dict[str, str]:
    """Each column of a record as SQL over ``r``; half of the records are purchased, all are verified."""
    worth = "(length * 4500 + 30) / 60"
    empty = ("excess_reason", "late_reason", "consent_evidence", "reject_reason", "reversal_reason")
    return {
        **dict.fromkeys(empty, "''"),
        "account": "CASE bought WHEN 1 THEN 'purchased' ELSE 'volunteer' END",
        "state": "'verified'",
        "helper_id": f"{first_helper} + i % {HELPERS}",
        "contract_item_id": "CASE bought WHEN 1 THEN item END",
        "office_id": "office",
        "area_id": "town",
        "county_id": "county",
        "town_id": "town",
        "ym": "CAST(strftime('%Y%m', day) AS INTEGER)",
        "kind": "CASE i % 3 WHEN 0 THEN 'home_visit' WHEN 1 THEN 'individual_talk' ELSE 'remote_visit' END",
        "help_kind": "'family_relations'",
        "served_on": "day",
        "starts_at": "day || ' 01:00:00'",
        "ends_at": "datetime(day || ' 01:00:00', '+' || length || ' minutes')",
        "break_minutes": "0",
        "travel_minutes": "20",
        "minutes": "length",
        "is_excess": "0",
        "is_late": "0",
        "person_times": "1 + i % 3",
        "content": "'一起整理了求职材料'",
        "nil_gift": "1",
        "recorded_by_id": "recorder",
        "verified_by_id": "verifier",
        "rate_fen": "CASE bought WHEN 1 THEN 4500 ELSE 0 END",
        "amount_fen": f"CASE bought WHEN 1 THEN {worth} ELSE 0 END",
        "payable_minutes": "0",
        "payable_fen": "0",
    }


@contextmanager
def _without_triggers():
    """The trigger that keeps a helper's hours apart would judge each of a million generated rows."""
    from django.db import connection

    from services import final_records

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [final_records.RECORDS]
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
    yield
    final_records.install()
