"""``manage.py match`` with a file: no database, a plan on stdout, refusals with exit code 2."""

import json

import pytest
from django.core.management import CommandError, call_command

from tests.volunteers.matching.inputs import worked_example


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "input.json"
    path.write_text(json.dumps(worked_example()), encoding="utf-8")
    return path


def refusal(*arguments, **options) -> str:
    with pytest.raises(CommandError) as caught:
        call_command("match", *arguments, **options)
    assert caught.value.returncode == 2
    return str(caught.value)


def test_a_file_is_planned_without_a_database(file, capsys):
    call_command("match", input=file)

    assert json.loads(capsys.readouterr().out)["objective"] == {"coverage": 8, "quality": 264}


def test_the_plan_is_written_where_asked(file, tmp_path, capsys):
    call_command("match", input=file, output=tmp_path / "plan.json", area="C")

    assert json.loads((tmp_path / "plan.json").read_text())["status"] == "optimal"
    assert capsys.readouterr().out == ""


def test_another_area_than_that_of_the_file_is_refused(file):
    assert refusal(input=file, area="T1").startswith("$.scope: is 'C', but --area says 'T1'")


def test_applying_a_file_is_refused(file):
    assert "--apply works on the database" in refusal(input=file, apply=True)


def test_faults_in_the_file_are_listed(file):
    data = worked_example()
    data["scope"] = "X"
    data["needs"][0]["risk"] = "perhaps"
    file.write_text(json.dumps(data))

    said = refusal(input=file)
    assert "$.scope: names the area 'X'" in said
    assert "$.needs[0].risk: must be true or false" in said


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "NaN"])
def test_what_is_not_json_is_refused(file, text):
    file.write_text(text)

    assert refusal(input=file)


def test_missing_files_and_no_time_are_refused(file, tmp_path):
    assert "cannot be read" in refusal(input=tmp_path / "none.json")
    assert "cannot be written" in refusal(input=file, output=tmp_path / "none" / "plan.json")
    assert "--seconds" in refusal(input=file, seconds=0)


def test_neither_file_nor_area_is_refused():
    assert "Name an area" in refusal()
