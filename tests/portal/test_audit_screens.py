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


class TestWhatLiesInNoArea:
    """An installation of two counties (decision 44)."""

    @pytest.fixture
    def neighbour(self):
        return AreaFactory(name="邻县")

    @staticmethod
    def seen(*areas):
        auditor = user_with_role(roles.AUDITOR, areas[0])
        auditor.office.areas.set(areas)
        return set(AuditEntry.objects.visible_to(auditor))

    def test_is_seen_where_whoever_acted_has_their_office(self, county, neighbour):
        town = AreaFactory(parent=county)
        export = audit.record("helper.exported", by=user_with_role(roles.OFFICER, town))

        assert (self.seen(county), self.seen(town), self.seen(neighbour)) == ({export}, {export}, set())

    def test_and_done_by_somebody_without_an_office_is_seen_by_whoever_covers_every_county(
        self, county, neighbour
    ):
        of_a_helper = audit.record("account.signed_in", by=UserFactory())

        assert (self.seen(county), self.seen(county, neighbour)) == (set(), {of_a_helper})

    def test_a_failed_attempt_at_an_account_lies_where_the_account_has_its_office(self, county, neighbour):
        officer = user_with_role(roles.OFFICER, AreaFactory(parent=county))
        attempt = audit.record("account.sign_in_failed", officer, by=None, result=audit.DENIED)

        assert (self.seen(county), self.seen(neighbour)) == ({attempt}, set())

    def test_in_an_installation_of_one_county_its_auditor_sees_everything(self, county):
        of_a_helper = audit.record("account.signed_in", by=UserFactory())

        assert self.seen(county) == {of_a_helper}
