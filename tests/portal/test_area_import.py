"""Areas come from the file of statistical codes, as offices keep it."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portal import site_version
from portal.area_import import FileRefused, Line, import_areas, read
from portal.models import Area, AuditEntry, User
from portal.roles import OFFICER
from tests.factories.portal import AreaFactory, user_with_role

SAMPLE = Path(__file__).parents[1] / "data" / "areas-shuangliu.csv"


def load(text, encoding="utf-8"):
    return dict(import_areas(text.encode(encoding), by=User.objects.system()))


def problems(text):
    with translation.override("en"), pytest.raises(FileRefused) as refused:
        load(text)
    return refused.value.errors


@pytest.mark.django_db
def test_a_real_county_is_loaded_and_a_second_run_changes_nothing():
    out = StringIO()
    call_command("import_areas", str(SAMPLE), stdout=out)
    call_command("import_areas", str(SAMPLE), stdout=out)

    lines = len(SAMPLE.read_text("utf-8").splitlines()) - 1
    assert out.getvalue().splitlines() == [
        f"created {lines}, renamed 0, unchanged 0",
        f"created 0, renamed 0, unchanged {lines}",
    ]
    village = Area.objects.get(code="510116115201")
    assert (village.name, village.get_parent().name, village.county.name) == (
        "花龙村村委会",
        "黄水镇",
        "双流区",
    )
    assert (village.is_urban, Area.objects.get(code="510116001000").is_urban) == (False, True)
    assert Area.find_problems() == ([], [], [], [], [])
    assert AuditEntry.objects.filter(action="area.imported").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_every_encoding_offices_use_is_read(encoding):
    load("code,name\r\n510116001000,东升街道\r\n510116000000,双流区\r\n", encoding)

    assert Area.objects.get(code="510116001000").get_parent().name == "双流区"


@pytest.mark.django_db
def test_a_new_name_renames_the_area_and_keeps_it():
    load("code,name\n510116000000,双流县\n")
    before = Area.objects.get()

    assert load("code,name\n510116000000,双流区\n") == {"created": 0, "renamed": 1, "unchanged": 0}
    assert Area.objects.get() == before
    assert Area.objects.get().name == "双流区"


@pytest.mark.django_db
def test_a_town_may_join_a_county_that_is_stored_already():
    load("code,name\n510116000000,双流区\n510116002000,西航港街道\n")

    load("code,name\n510116001000,东升街道\n")

    assert [area.name for area in Area.objects.get(code="510116000000").get_children()] == [
        "东升街道",
        "西航港街道",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("51011600000,双流区", "Line 2: “51011600000” is no 12-digit statistical code."),
        ("510116000001,某社区", "Line 2: “510116000001” is no 12-digit statistical code."),
        ("510116000000,", "Line 2: The name is empty."),
        (
            "510116000000,双流区\n510116000000,双流区",
            "Line 3: The code 510116000000 stands in line 2 already.",
        ),
        (
            "510116001000,东升街道",
            "Line 2: The area above it, 510116000000, is neither in the file nor stored.",
        ),
    ],
)
def test_an_error_names_its_line(lines, expected):
    assert problems(f"code,name\n{lines}\n") == [expected]


@pytest.mark.django_db
def test_one_bad_line_refuses_the_whole_file():
    problems("code,name\n510116000000,双流区\n51,坏\n")

    assert not Area.objects.exists()


@pytest.mark.django_db
def test_a_wrong_header_or_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(CommandError):
        call_command("import_areas", str(tmp_path / "absent.csv"))
    assert problems("name,code\n双流区,510116000000\n") == ["Line 1: the header must read code,name."]


@given(st.binary(max_size=200))
def test_no_content_breaks_the_reader(content):
    try:
        lines = read(content)
    except FileRefused:
        return
    assert all(isinstance(line, Line) for line in lines)


@pytest.mark.django_db
def test_a_renaming_by_file_leaves_both_names_and_shows_in_public(django_capture_on_commit_callbacks):
    load("code,name\n510116000000,双流县\n")
    before = site_version.current()

    with django_capture_on_commit_callbacks(execute=True):
        load("code,name\n510116000000,双流区\n")

    entry = AuditEntry.objects.filter(action="area.imported").latest("pk")
    assert entry.detail["names"] == {"510116000000": ["双流县", "双流区"]}
    assert site_version.current() != before


@pytest.mark.django_db
def test_only_the_operator_and_an_administrator_read_areas_from_a_file():
    with pytest.raises(PermissionDenied):
        import_areas(b"code,name\n510116000000,A\n", by=user_with_role(OFFICER, AreaFactory()))
