"""The auditor reads the log of their areas, pages through it by key, and takes it away only with a reason."""

import re

import pytest
from django.urls import reverse

from portal import audit, roles
from portal.actions import Refused, refuse_if
from portal.models import AuditEntry
from portal.rules import Violation
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


class TestFilters:
    @pytest.fixture
    def entries(self, county):
        luo, wu = UserFactory(name="罗启明"), UserFactory(name="吴敏", email="wu@example.org")
        return {
            "imported": audit.record("area.imported", county, by=luo),
            "renamed": audit.record("area.renamed", county, by=wu),
            "closed": audit.record("account.closed", wu, by=luo),
            "policy": audit.record("policy.set", by=luo),
        }

    @pytest.fixture
    def shown(self, client, auditor, entries):
        """Which of the entries stand on the list under the address' parameters."""

        def keys(**parameters):
            page = client.get(reverse("audit_log:index"), parameters).text
            found = set(re.findall(r'audit_log/inspect/(\d+)/"', page))
            return {name for name, entry in entries.items() if str(entry.pk) in found}

        return keys

    @pytest.mark.parametrize("typed", ["吴敏", "wu@example"])
    def test_who_acted_is_found_by_name_or_address(self, shown, typed):
        assert shown(actor=typed) == {"renamed"}

    def test_whom_it_is_about_is_found_by_a_name_that_the_log_does_not_keep(self, shown):
        assert shown(about="吴敏") == {"closed"}

    def test_a_kind_of_thing_is_chosen_in_words(self, shown, client):
        page = client.get(reverse("audit_log:index")).text
        area = re.search(r'<option value="([^"]*)">区划</option>', page)[1]

        assert shown(thing=area) == {"imported", "renamed"}

    def test_a_denied_permission_belongs_to_its_thing(self, client, auditor):
        denied = AuditEntry.objects.create(action="portal.change_area", result=audit.DENIED)

        page = client.get(reverse("audit_log:index"), {"thing": "area"}).text

        assert f"audit_log/inspect/{denied.pk}/" in page

    def test_what_happened_is_chosen_in_words(self, shown):
        assert shown(happening="renamed") == {"renamed"}

    def test_filters_go_into_the_export(self, client, auditor, entries):
        answer = client.post(
            f"{reverse('audit_log:export')}?happening=renamed", {"reason": "审计", "file_format": "csv"}
        )

        lines = b"".join(answer.streaming_content).decode("utf-8").strip().splitlines()
        assert len(lines) == 2


class TestDetails:
    def page(self, client, entry):
        return client.get(reverse("audit_log:inspect", args=[entry.pk])).text

    def test_keys_and_values_read_as_words(self, client, auditor, county):
        before, after = {"roles": ["officer"]}, {"roles": ["officer", "office_head"]}
        entry = audit.record(
            "account.assigned", auditor, by=auditor, before=before, after=after, amount_fen=123456
        )

        page = self.page(client, entry)

        assert "变更前</dt><dd>角色：司法所工作人员" in page
        assert "office_head" not in page
        assert "1,234.56 元" in page

    def test_the_field_that_was_shown_bears_its_name(self, client, auditor):
        entry = audit.record("personal_data.revealed", auditor, by=auditor, field="phone", reason="通知")

        assert "查看的内容</dt><dd>手机号" in self.page(client, entry)

    def test_an_attempt_that_rules_refused_names_every_rule(self, client, auditor):
        with audit.noting(), pytest.raises(Refused):
            refuse_if(Violation("group.needs_leader", "x"), Violation("group.too_small", "y"), by=auditor)

        page = self.page(client, AuditEntry.objects.get(action="group.needs_leader"))

        assert "矫正小组：不符合规则，未执行" in page
        assert "group.needs_leader、group.too_small" in page

    def test_the_export_holds_them_in_words(self, client, auditor, county):
        audit.record("area.renamed", county, by=auditor, reason="撤乡并镇")

        answer = client.post(reverse("audit_log:export"), {"reason": "审计", "file_format": "csv"})

        assert "理由：撤乡并镇" in b"".join(answer.streaming_content).decode("utf-8")
