"""Reasons for looking behind a mask move into the audit log, each once, beside what was written then."""

from datetime import UTC, datetime

import pytest

from tests.migrating import migrate_to

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE, AFTER = "0002_prepared_exports", "0003_reasons_of_reveals_into_the_audit_log"
LOOKED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ABOUT = {"object_type": "volunteers.helper", "object_id": "17"}


@pytest.fixture
def past():
    """The models of the days when a look had a row of its own."""
    return migrate_to("portal", BEFORE)


def officer_in(apps) -> int:
    return apps.get_model("portal", "User").objects.create(email="officer@example.org").pk


def look(apps, officer: int, reason: str) -> None:
    fields = ABOUT | {"field": "id_number", "reason": reason, "at": LOOKED}
    apps.get_model("portal", "Reveal").objects.create(by_id=officer, **fields)


def entries(apps) -> list[tuple]:
    looks = apps.get_model("portal", "AuditEntry").objects.filter(action="personal_data.revealed")
    return [(entry.at, entry.actor_id, entry.object_label, entry.detail) for entry in looks.order_by("pk")]


def detail(reason: str) -> dict:
    return {"field": "id_number", "reason": reason}


def test_each_look_keeps_its_reason_time_and_person_in_the_log(past):
    officer = officer_in(past)
    look(past, officer, "核对身份")
    look(past, officer, "补充保险")

    now = migrate_to("portal", AFTER)

    assert entries(now) == [
        (LOOKED, officer, "", detail("核对身份")),
        (LOOKED, officer, "", detail("补充保险")),
    ]


def test_the_entry_written_then_stays_and_lends_its_label_and_area(past):
    officer = officer_in(past)
    area = past.get_model("portal", "Area").objects.create(
        path="0009", depth=1, code="990900000000", name="青禾县", level="county"
    )
    past.get_model("portal", "AuditEntry").objects.create(
        action="personal_data.revealed", at=LOOKED, actor_id=officer, object_label="V17", area=area, **ABOUT
    )
    look(past, officer, "核对身份")

    now = migrate_to("portal", AFTER)

    assert entries(now) == [(LOOKED, officer, "V17", {}), (LOOKED, officer, "V17", detail("核对身份"))]
    assert set(now.get_model("portal", "AuditEntry").objects.values_list("area_id", flat=True)) == {area.pk}


def test_going_back_and_forth_writes_no_reason_twice(past):
    look(past, officer_in(past), "核对身份")
    written = entries(migrate_to("portal", AFTER))

    earlier = migrate_to("portal", BEFORE)
    assert earlier.get_model("portal", "Reveal").objects.count() == 0

    assert entries(migrate_to("portal", AFTER)) == written
