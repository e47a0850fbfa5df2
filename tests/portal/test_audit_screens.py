"""The auditor reads the log of their areas, pages through it by key, and takes it away only with a reason."""

import re

import pytest
from django.urls import reverse

from portal import audit, roles
from portal.models import AuditEntry
from tests.factories.portal import AreaFactory, OfficeFactory, UserFactory, login, user_with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return AreaFactory(name="青禾县")


@pytest.fixture
def auditor(client, county):
    return login(client, user_with_role(roles.AUDITOR, county))


def note(area, action="area.imported", **fields):
    return audit.record(action, area, by=UserFactory(**fields))


def test_an_action_reads_as_words(client, auditor, county):
    note(county, name="罗启明")

    page = client.get(reverse("audit_log:index")).content.decode()

    assert "罗启明" in page
    assert "area.imported" not in page


def test_entries_of_another_county_do_not_exist(client, auditor):
    foreign = AuditEntry.objects.create(action="area.imported", area=AreaFactory(), detail={"name": "外县"})

    assert str(foreign.pk) not in re.findall(
        r"inspect/(\d+)/", client.get(reverse("audit_log:index")).content.decode()
    )
    assert client.get(reverse("audit_log:inspect", args=[foreign.pk])).status_code == 404


def test_pages_follow_each_other_by_key_without_gap_or_repetition(client, auditor, county):
    actor = UserFactory()
    for _n in range(120):
        audit.record("area.imported", county, by=actor)
    url, seen = reverse("audit_log:index"), []
    while url:
        page = client.get(url).content.decode()
        seen += [int(key) for key in re.findall(r'audit_log/inspect/(\d+)/"', page)]
        older = re.search(r'<a href="([^"]+)" rel="next">', page)
        url = older and older[1].replace("&amp;", "&")

    wanted = list(AuditEntry.objects.visible_to(auditor).newest_first().values_list("pk", flat=True))
    assert sorted(set(seen), reverse=True) == sorted(seen, reverse=True)
    assert seen == wanted[-len(seen) :]


def test_an_export_needs_a_reason_and_is_itself_written_down(client, auditor, county):
    note(county, name="=1+1")
    url = reverse("audit_log:export")

    assert client.post(url, {"reason": "", "file_format": "csv"}).status_code == 422
    answer = client.post(url, {"reason": "年度审计", "file_format": "csv"})

    text = b"".join(answer.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    assert "'=1+1" in text
    entry = AuditEntry.objects.get(action="auditentry.exported")
    assert (entry.actor, entry.detail["reason"]) == (auditor, "年度审计")


def test_a_workbook_holds_text_and_never_a_formula(client, auditor, county):
    from io import BytesIO

    from openpyxl import load_workbook

    note(county, name="=1+1")

    answer = client.post(reverse("audit_log:export"), {"reason": "年度审计", "file_format": "xlsx"})

    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]


def test_an_old_export_address_leads_to_the_question_why(client, auditor):
    answer = client.get(reverse("audit_log:index"), {"export": "csv", "result": "done"})

    assert answer["Location"] == reverse("audit_log:export") + "?result=done"


def test_whoever_may_not_export_is_sent_away(client, county):
    login(client, user_with_role(roles.OFFICER, county))

    assert client.post(reverse("audit_log:export"), {"reason": "x", "file_format": "csv"}).status_code == 302


def test_the_menu_offers_only_what_is_mine(client, county):
    login(client, user_with_role(roles.OFFICER, county))

    page = client.get(reverse("wagtailadmin_home")).content.decode()

    for closed in ("/admin/audit_log/", "/admin/people/", "/admin/images/", "/admin/users/", "site-history"):
        assert closed not in page


def test_an_office_is_found_by_a_piece_of_its_name(client, county):
    login(client, user_with_role(roles.ADMINISTRATOR, county))
    OfficeFactory(areas=[county], name="柳溪司法所")
    OfficeFactory(areas=[county], name="临江司法所")

    page = client.get(reverse("offices:index"), {"q": "柳溪"}).content.decode()

    assert ("柳溪司法所" in page, "临江司法所" in page) == (True, False)


def test_what_lies_in_no_area_is_seen_by_auditors_of_a_whole_county_only(county):
    town = AreaFactory(parent=county)
    sign_in = audit.record("account.signed_in", by=user_with_role(roles.OFFICER, town))
    of_a_helper = audit.record("account.signed_in", by=UserFactory())
    of_another_county = audit.record("account.signed_in", by=user_with_role(roles.OFFICER, AreaFactory()))

    def seen(area):
        return set(AuditEntry.objects.visible_to(user_with_role(roles.AUDITOR, area)))

    assert seen(town) == set()
    assert seen(county) == {sign_in, of_a_helper}
    assert of_another_county not in seen(county)
