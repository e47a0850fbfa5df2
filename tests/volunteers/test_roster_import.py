"""Rosters as offices keep them: what is read, what is refused, and that a second run adds nothing."""

import io
import json
import time
import zipfile
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
import time_machine
import xlsxwriter
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from portal.models import Area, AreaLevel, AuditEntry, User
from portal.roles import OFFICER
from tests.factories.portal import AreaFactory, login, user_with_role
from tests.factories.volunteers import HelperFactory, TownFactory, id_number
from volunteers.actions import imports
from volunteers.choices import CredentialKind, HelperState
from volunteers.imports import dates, workbook
from volunteers.models import Helper, ImportBatch

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parent.parent / "data"
SAMPLE = DATA / "roster-sample.xlsx"
HEADER = ["姓名", "证件号码", "手机号码", "人员类别", "所在区划"]


def below(parent: Area | None, code: str, name: str) -> Area:
    """An area that is not stored yet, in its place in the tree."""
    depth = parent.depth + 1 if parent else 1
    path = Area._get_path(parent.path if parent else "", depth, parent.numchild + 1 if parent else 1)
    if parent:
        parent.numchild += 1
    return Area(code=code, name=name, depth=depth, path=path, level=list(AreaLevel)[depth - 1])


@pytest.fixture
def shuangliu():
    """The areas of the sample, stored by one statement: there are hundreds."""
    lines = (DATA / "areas-shuangliu.csv").read_text(encoding="utf-8-sig").split()[1:]
    areas = {}
    for code, name in sorted(line.split(",") for line in lines):
        county, town = code[:6] + "000000", code[:9] + "000"
        areas[code] = below(areas.get(county if code == town else town), code, name)
    Area.objects.bulk_create(areas.values())
    return Area.objects.get(code="510116000000")


def run(*args) -> dict:
    out = io.StringIO()
    call_command("import_helpers", *map(str, args), "--json", stdout=out)
    return json.loads(out.getvalue())


def roster(tmp_path, *rows, header=HEADER, title=()):
    path = tmp_path / "roster.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for number, cells in enumerate([*title, header, *rows]):
        for place, cell in enumerate(cells):
            sheet.write(number, place, cell)
    book.close()
    return path


def line(area, order=1, **changes):
    cells = {
        "姓名": "周岚",
        "证件号码": id_number(order),
        "手机号码": "13800138000",
        "人员类别": "志愿者",
        "所在区划": area.name,
        **changes,
    }
    return list(cells.values())


def codes(result) -> list[str]:
    return [failure["code"] for failure in result["failures"]]


def test_the_sample_is_judged_as_expected(shuangliu):
    expected = json.loads((DATA / "roster-sample.expected.json").read_text(encoding="utf-8"))

    result = run(SAMPLE)

    assert {key: result[key] for key in ("rows", "created", "failed")} == {
        key: expected[key] for key in ("rows", "created", "failed")
    }
    assert [{"row": f["row"], "code": f["code"]} for f in result["failures"]] == expected["failures"]
    assert result["ignored_columns"] == ["序号", "民族"]
    assert not Helper.objects.exists()


def test_applying_the_sample_twice_adds_nothing_the_second_time(shuangliu):
    first, second = run(SAMPLE, "--apply"), run(SAMPLE, "--apply")

    assert (first["created"], second["created"], second["updated"], second["unchanged"]) == (25, 0, 0, 25)
    assert Helper.objects.count() == 25
    assert set(Helper.objects.values_list("state", flat=True)) == {HelperState.SUBMITTED}


def test_the_sample_is_stored_clean(shuangliu):
    run(SAMPLE, "--apply")

    helper = Helper.objects.search("金磊").get()
    certified = Helper.objects.search("姜娜静").get()
    assert helper.number == f"V{date.today().year}{helper.pk:07}"
    assert Helper.objects.search("沈丽").get().id_number.reveal() == "000000200007100028"
    assert [(c.title, c.kind, c.valid_to) for c in certified.credentials.all()] == [
        ("社会工作师", CredentialKind.SOCIAL_WORKER, date(2028, 5, 31)),
        ("心理咨询师二级", CredentialKind.COUNSELLOR, None),
    ]


def test_a_cell_merged_over_several_lines_counts_for_each_of_them(tmp_path):
    town = TownFactory(name="柳溪镇")
    rows = [line(town, order) for order in range(3)]
    path = roster(tmp_path, rows[0], [*rows[1][:4], ""], [], [*rows[2][:4], ""], title=[["花名册"], []])
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A1:E1")
    book.active.merge_cells("E4:E6")
    book.save(path)

    result = run(path)

    assert (result["created"], result["rows"]) == (2, 3)
    assert [(failure["row"], failure["column"]) for failure in result["failures"]] == [(7, "所在区划")]


def test_the_line_that_counts_a_roster_is_nobody(tmp_path):
    total = ["10人", "", "", "", "", "合 计"]

    result = run(roster(tmp_path, line(TownFactory()), total, header=[*HEADER, "序号"]))

    assert (result["rows"], result["failed"]) == (1, 0)


def test_strict_saves_nothing_when_one_row_is_bad(shuangliu):
    result = run(SAMPLE, "--apply", "--strict")

    assert (result["created"], result["failed"], Helper.objects.count()) == (0, 15, 0)


def test_strict_says_that_it_saved_nothing(shuangliu, capsys):
    call_command("import_helpers", str(SAMPLE), "--apply", "--strict")

    assert "没有保存任何一行" in capsys.readouterr().out


def test_the_history_of_a_helper_begins_with_their_roster(client, tmp_path):
    town = TownFactory(name="柳溪镇")
    officer = login(client, user_with_role(OFFICER, town))
    with roster(tmp_path, line(town)).open("rb") as file:
        batch = imports.stage_roster(file, by=officer, file_name="roster.xlsx")
    imports.confirm_roster(batch, by=officer, consent_evidence="同意书 2026-11 存档")

    page = client.get(reverse("helpers:inspect", args=[Helper.objects.get().pk])).text

    assert "花名册：导入" in page


def test_the_report_returns_every_bad_row_with_its_reason(shuangliu, tmp_path):
    run(SAMPLE, "--report", tmp_path / "failures.xlsx")

    sheet = openpyxl.load_workbook(tmp_path / "failures.xlsx").active
    lines = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(lines) == 15
    assert lines[0][0] == 31
    assert "Excel" in lines[0][1]


def test_the_summary_is_plain_text_without_json(shuangliu, capsys):
    call_command("import_helpers", str(SAMPLE))

    assert "共 40 行：新增 25，更新 0，未变 0，失败 15。" in capsys.readouterr().out


def test_a_known_person_gets_new_contact_data_and_keeps_everything_else(tmp_path):
    helper = HelperFactory(name="周岚", phone="13900139000")
    cells = line(helper.area, **{"证件号码": helper.id_number.reveal(), "人员类别": "专家", "姓名": "周某"})

    result = run(roster(tmp_path, cells), "--apply")

    helper.refresh_from_db()
    assert (result["updated"], helper.phone.reveal()) == (1, "13800138000")
    assert (helper.name, helper.kind, helper.state) == ("周岚", "volunteer", HelperState.APPROVED)


def test_an_officers_import_stays_inside_their_area(tmp_path):
    own, foreign = TownFactory(name="柳溪镇"), TownFactory(name="石桥镇")
    officer = user_with_role(OFFICER, own)

    result = run(roster(tmp_path, line(own), line(foreign, 2)), "--by", officer.email)

    assert (result["created"], codes(result)) == (1, ["area_not_yours"])


def test_a_person_registered_elsewhere_is_not_touched(tmp_path):
    helper, own = HelperFactory(), TownFactory(name="柳溪镇")
    officer = user_with_role(OFFICER, own)
    cells = line(own, **{"证件号码": helper.id_number.reveal()})

    result = run(roster(tmp_path, cells), "--by", officer.email, "--apply")

    assert (result["updated"], codes(result)) == (0, ["area_not_yours"])


def test_an_account_without_the_right_imports_nothing(tmp_path, capsys):
    with pytest.raises(SystemExit) as stopped:
        run(roster(tmp_path, line(TownFactory())), "--by", HelperFactory().account.email)

    assert stopped.value.code == 1
    assert "不能导入" in capsys.readouterr().err


def test_two_areas_of_one_name_are_told_apart_by_the_town_before_it(tmp_path):
    county = AreaFactory(name="双流区")
    east, west = (AreaFactory(parent=county, name=name) for name in ("东升街道", "西航街道"))
    inside = [AreaFactory(parent=town, name="广场社区居委会") for town in (east, west)]
    names = [
        "广场社区",
        "东升街道广场社区",
        "双流区西航街道广场社区居委会",
        "成都市双流区东升街道",
        "双流区 东升街道",
    ]
    rows = [line(inside[0], order, **{"所在区划": name}) for order, name in enumerate(names)]

    result = run(roster(tmp_path, *rows), "--apply")

    assert codes(result) == ["area_ambiguous"]
    assert list(Helper.objects.order_by("pk").values_list("area__code", flat=True)) == [
        inside[0].code,
        inside[1].code,
        east.code,
        east.code,
    ]


def test_title_rows_other_columns_and_remarks_in_the_header_do_not_matter(tmp_path):
    town = TownFactory(name="柳溪镇")
    header = ["序号", "姓 名*", "身份证号码（18位）", "联系电话", "类别", "镇街", "民族"]
    path = roster(
        tmp_path, [1, *line(town), "汉族"], header=header, title=[["花名册"], [], ["填报单位：司法局"]]
    )

    result = run(path)

    assert (result["created"], result["ignored_columns"]) == (1, ["序号", "民族"])


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("姓名", "", "required"),
        ("证件号码", 4.21e17, "id_damaged"),
        ("证件号码", "4.21E+17", "id_damaged"),
        ("证件号码", "110101199001011234", "id_invalid"),
        ("证件号码", id_number(1, date(2015, 1, 1)), "too_young"),
        ("手机号码", "12345", "phone_invalid"),
        ("人员类别", "外星人", "kind_unknown"),
        ("所在区划", "蓬莱", "area_unknown"),
    ],
)
def test_each_fault_has_its_code(tmp_path, column, value, code):
    assert codes(run(roster(tmp_path, line(TownFactory(), **{column: value})))) == [code]


def test_every_fault_of_a_row_is_named_at_once(tmp_path):
    cells = line(TownFactory(), **{"姓名": "", "手机号码": "1", "人员类别": "x"})

    assert codes(run(roster(tmp_path, cells))) == ["required", "phone_invalid", "kind_unknown"]


@pytest.mark.parametrize(
    "written",
    [
        "2024-3-1",
        "2024/3/1",
        "2024.3.1",
        "2024年3月1日",
        "20240301",
        20240301,
        45352,
        45352.0,
        "２０２４－３－１",
    ],
)
def test_dates_are_read_however_they_are_written(written):
    assert dates.parse(written) == date(2024, 3, 1)


@pytest.mark.parametrize("wrong", ["2024-13-45", "去年", "2024", "2024-2-30", -1, ""])
def test_anything_else_is_no_date(wrong):
    assert dates.parse(wrong) is None


def refused(content: bytes) -> str:
    with pytest.raises(workbook.RefusedFile) as error:
        workbook.read(io.BytesIO(content))
    return str(error.value)


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"xl/workbook.xml": b"<workbook/>", **parts}.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_what_is_no_workbook_is_refused():
    assert ".xlsx" in refused("姓名,证件号码".encode())
    assert ".xlsx" in refused(b"\xd0\xcf\x11\xe0" * 200)
    assert ".xlsx" in refused(SAMPLE.read_bytes()[:4000])


def test_a_file_that_unpacks_to_too_much_is_refused_before_it_is_parsed(monkeypatch):
    monkeypatch.setattr(openpyxl, "load_workbook", None)

    assert "50 MB" in refused(zipped(**{"xl/worksheets/sheet1.xml": bytes(51 * 1024 * 1024)}))


def test_a_sheet_with_too_many_rows_is_refused_before_it_is_parsed(monkeypatch):
    monkeypatch.setattr(openpyxl, "load_workbook", None)

    assert "20,000" in refused(zipped(**{"xl/worksheets/sheet1.xml": b"<row/>" * 20_001}))


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml"])
def test_macros_and_links_to_other_files_are_refused(part):
    assert "宏" in refused(zipped(**{part: b"x"}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused(encoding):
    content = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>'.encode(encoding)

    assert "DTD" in refused(zipped(**{"xl/sharedStrings.xml": content}))


def test_a_workbook_without_a_roster_is_refused(tmp_path):
    assert "姓名" in refused(roster(tmp_path, ["x"], header=["甲", "乙"]).read_bytes())


def test_a_broken_file_ends_the_command_with_one_sentence(tmp_path, capsys):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"no workbook")

    with pytest.raises(SystemExit) as stopped:
        run(path)

    assert stopped.value.code == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_staged_roster_is_sealed_and_emptied_when_saved(tmp_path):
    town = TownFactory(name="柳溪镇")
    officer = user_with_role(OFFICER, town)
    with roster(tmp_path, line(town)).open("rb") as file:
        batch = imports.stage_roster(file, by=officer, file_name="roster.xlsx")
    assert not Helper.objects.exists()

    imports.confirm_roster(batch, by=officer, consent_evidence="同意书 2026-11 存档")

    batch.refresh_from_db()
    assert batch.rows is None
    assert Helper.objects.get().paper_consent == "同意书 2026-11 存档"


@pytest.fixture
def staged(tmp_path):
    """A roster of one line to mend, read and not saved."""
    town = TownFactory(name="柳溪镇")
    with roster(tmp_path, line(town, **{"姓名": ""})).open("rb") as file:
        return imports.stage_roster(file, by=user_with_role(OFFICER, town), file_name="roster.xlsx")


def test_taking_out_the_lines_to_mend_is_written_down(staged, client):
    login(client, staged.by)

    assert client.get(reverse("helper_roster_failures", args=[staged.pk])).status_code == 200

    entry = AuditEntry.objects.get(action="roster.failures_downloaded")
    assert (entry.actor, entry.detail["failed"]) == (staged.by, 1)


def test_taking_them_out_asks_who_it_is_after_ten_minutes_and_leads_back_to_the_roster(staged, client):
    login(client, staged.by)
    with time_machine.travel(time.time() + 11 * 60):
        answer = client.get(reverse("helper_roster_failures", args=[staged.pk]))

    roster = urlencode({"next": reverse("helper_roster", args=[staged.pk])})
    assert answer["Location"] == f"/accounts/reauthenticate/?{roster}"


def test_its_officer_drops_a_roster(staged, client):
    login(client, staged.by)

    answer = client.post(reverse("helper_roster", args=[staged.pk]), {"drop": "yes"})

    assert answer.url == reverse("helper_rosters")
    assert not ImportBatch.objects.exists()
    assert AuditEntry.objects.filter(action="roster.dropped").exists()


@pytest.mark.parametrize(("days", "kept"), [(6, True), (8, False)])
def test_a_roster_nobody_saves_is_deleted_after_a_week(staged, time_machine, days, kept):
    time_machine.move_to(timezone.now() + timedelta(days=days))

    call_command("drop_rosters")

    assert ImportBatch.objects.exists() is kept


def test_nobody_waits_while_a_roster_is_read(tmp_path, monkeypatch):
    town, waiting = TownFactory(name="柳溪镇"), []
    outside = len(connection.savepoint_ids)
    read = workbook.read
    monkeypatch.setattr(
        workbook, "read", lambda file: waiting.append(len(connection.savepoint_ids) - outside) or read(file)
    )

    with roster(tmp_path, line(town)).open("rb") as file:
        imports.stage_roster(file, by=user_with_role(OFFICER, town), file_name="roster.xlsx")

    assert waiting == [0]


def test_the_system_account_reaches_every_area(tmp_path):
    read = workbook.read(roster(tmp_path, line(TownFactory()), line(TownFactory(), 2)).open("rb"))

    assert imports.preview(read, by=User.objects.system()).created == 2
    assert Area.objects.count() == 4
