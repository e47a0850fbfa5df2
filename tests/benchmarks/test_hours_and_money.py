"""The budgets of exports, figures and ledger, each part in processes of its own (performance.md)."""

import subprocess
import sys

import pytest

from tests.benchmarks.hours_and_money import PARTS

pytestmark = pytest.mark.benchmark


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A filled database that another process made: this one keeps the settings of the tests."""
    folder = tmp_path_factory.mktemp("filled")
    fill = (
        "import sys; from pathlib import Path; from tests.benchmarks import filled, hours_and_money; "
        "filled.start(Path(sys.argv[1])); filled.fill(hours_and_money.RECORDS)"
    )
    subprocess.run([sys.executable, "-c", fill, str(folder)], check=True)
    return folder


@pytest.mark.parametrize("part", PARTS)
def test_the_budgets_hold(folder, part):
    results = PARTS[part].measure(folder)

    print("\n".join(result.line() for result in results))
    assert [result.line() for result in results if not result.holds] == []
