"""Another model of the same specification, on another solver, finds the same optimum."""

import pytest

from tests.benchmarks.matching_county import county
from tests.volunteers.matching.independent import Settled, optimum
from tests.volunteers.matching.inputs import random_input, worked_example
from tests.volunteers.matching.reference import objective
from volunteers.matching import plan, solver


def test_the_published_example_has_the_optimum_counted_by_hand():
    assert optimum(worked_example()) == (8, 264)


@pytest.mark.parametrize("seed", range(1000, 1040))
def test_small_worlds_have_the_same_optimum(seed):
    data = random_input(seed, needs=12, helpers=9, groups=6)
    output, settled = plan(data), Settled(data)

    assert [entry["kept"] for entry in output["held"]] == settled.kept
    assert output["counts"]["pairs"] == len(settled.pairs)
    assert output["status"] == "optimal"
    assert objective(output) == optimum(data)


@pytest.mark.parametrize("large", [-1, 300])
@pytest.mark.parametrize("seed", range(4))
def test_small_counties_have_the_same_optimum_by_blocks_and_in_one_go(seed, large, monkeypatch):
    monkeypatch.setattr(solver, "LARGE", large)
    data = county(seed, helpers=30, groups=16, towns=3)
    output = plan(data)

    assert output["status"] == "optimal"
    assert objective(output) == optimum(data)
