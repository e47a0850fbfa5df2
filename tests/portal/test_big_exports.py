"""A workbook too big to wait for: ordered with a reason, written in the background, fetched by one person."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal import audit, export_actions, roles
from portal.backoffice import export
from portal.models import AuditEntry, ExportFile, Notice
from portal.models.exports import KEPT_FOR, ExportState
from portal.tasks import write_export
from tests.factories.portal import AreaFactory, login, user_with_role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few_rows_are_many(monkeypatch):
    monkeypatch.setattr(export, "XLSX_ROWS", 2)


@pytest.fixture
def auditor(client):
    area = AreaFactory()
    for number in range(5):
        audit.record("area.imported", area, by=None, result="done" if number else "denied")
    return login(client, user_with_role(roles.AUDITOR, area))


def order(client, query=""):
    answer = client.post(reverse("audit_log:export") + query, {"reason": "年度审计", "file_format": "xlsx"})
    return answer, ExportFile.objects.latest("pk")


def page(client, ordered):
    return client.get(reverse("export_file", args=[ordered.pk])).text


def test_the_order_is_written_down_and_written_after_the_answer(client, auditor):
    answer, ordered = order(client)

    assert answer["Location"] == reverse("export_file", args=[ordered.pk])
    assert (ordered.account, ordered.state, ordered.reason) == (auditor, ExportState.WAITING, "年度审计")
    assert AuditEntry.objects.get(action="auditentry.exported").detail["reason"] == "年度审计"
    assert "正在生成" in page(client, ordered)


def test_the_workbook_holds_the_filtered_rows_in_the_persons_language(client, auditor):
    _answer, ordered = order(client, "?result=done")

    write_export.call(ordered.pk)
    answer = client.post(reverse("export_file", args=[ordered.pk]))

    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)
    assert rows[0][3] == "结果"
    assert {row[3] for row in rows[1:]} == {"已办理"}
    assert len(rows) - 1 == ExportFile.objects.get().rows
    assert "no-store" in answer["Cache-Control"]
    fetched = AuditEntry.objects.get(action="exportfile.fetched")
    assert (fetched.actor, fetched.object_id) == (auditor, str(ordered.pk))


def test_a_notice_leads_to_the_file(client, auditor):
    _answer, ordered = order(client)

    write_export.call(ordered.pk)

    notice = Notice.objects.get(account=auditor)
    assert (notice.kind, notice.url) == ("export_ready", reverse("export_file", args=[ordered.pk]))
    assert "已生成" in page(client, ordered)
    assert ordered.title in client.get(reverse("export_files")).text


def test_writing_it_twice_keeps_one_file_and_tells_once(client, auditor):
    _answer, ordered = order(client)

    for _attempt in range(2):
        write_export.call(ordered.pk)

    assert Notice.objects.filter(kind="export_ready").count() == 1


def test_nobody_else_knows_of_the_file(client, auditor):
    _answer, ordered = order(client)
    write_export.call(ordered.pk)
    login(client, user_with_role(roles.AUDITOR, AreaFactory()))

    assert client.get(reverse("export_file", args=[ordered.pk])).status_code == 404
    assert client.post(reverse("export_file", args=[ordered.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        export_actions.fetch_export(ordered, by=user_with_role(roles.ADMINISTRATOR, AreaFactory()))


def test_rights_taken_away_meanwhile_count(client, auditor):
    _answer, ordered = order(client)
    auditor.groups.clear()

    with pytest.raises(PermissionDenied):
        write_export.call(ordered.pk)

    assert ExportFile.objects.get().state == ExportState.FAILED
    assert Notice.objects.get(account=auditor).kind == "export_failed"
    denied = AuditEntry.objects.get(action="portal.export_auditentry", result="denied")
    assert denied.actor == auditor


def test_after_a_day_the_file_is_gone_and_the_order_stays(client, auditor):
    _answer, ordered = order(client)
    write_export.call(ordered.pk)
    name = ExportFile.objects.get().file.name

    with time_machine.travel(timezone.now() + KEPT_FOR, tick=False):
        login(client, auditor)
        assert client.post(reverse("export_file", args=[ordered.pk])).status_code == 422
        assert export_actions.delete_run_out() == 1
        assert "已删除" in page(client, ordered)

    assert not storages["exports"].exists(name)
    assert ExportFile.objects.get().state == ExportState.EXPIRED


def test_an_order_whose_worker_died_is_given_up_and_said_so(client, auditor):
    _answer, ordered = order(client)
    export_actions.delete_run_out()
    assert "正在生成" in page(client, ordered)

    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        export_actions.delete_run_out()

    assert ExportFile.objects.get().state == ExportState.FAILED
    assert Notice.objects.get(account=auditor).kind == "export_failed"


def test_a_workbook_that_no_order_names_does_not_stay(client, auditor):
    _answer, ordered = order(client)
    write_export.call(ordered.pk)
    named, left = ExportFile.objects.get().file.name, storages["exports"].save("left.xlsx", BytesIO(b"PK"))

    export_actions.delete_run_out()
    assert storages["exports"].exists(left)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        export_actions.delete_run_out()

    assert (storages["exports"].exists(named), storages["exports"].exists(left)) == (True, False)
