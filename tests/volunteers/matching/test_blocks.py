"""Large components are cut into blocks and tightened: the same optimum, proven another way."""

from itertools import combinations

import pytest

from tests.benchmarks.matching_county import county
from tests.volunteers.matching.inputs import random_input
from tests.volunteers.matching.reference import objective, planned
from volunteers.matching import candidates, plan, solver
from volunteers.matching.components import split
from volunteers.matching.control import Control
from volunteers.matching.groundwork import Groundwork
from volunteers.matching.held import settle
from volunteers.matching.plan_rules import obstacles
from volunteers.matching.schema import read


@pytest.fixture
def every_component_is_large(monkeypatch):
    monkeypatch.setattr(solver, "LARGE", -1)


def in_one_go(data: dict) -> tuple[int, int]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solver, "LARGE", 10_000)
        return objective(plan(data))


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.usefixtures("every_component_is_large")
def test_blocks_prove_the_optimum_of_the_whole(seed):
    data = random_input(seed, needs=14, helpers=9, groups=6)
    output = plan(data)

    assert output["status"] == "optimal"
    assert objective(output) == in_one_go(data)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.usefixtures("every_component_is_large")
def test_kinds_that_only_groups_tie_together_are_solved_apart_and_agree(seed):
    data = county(seed, helpers=60, groups=50, towns=3)
    output = plan(data)

    assert output["status"] == "optimal"
    assert objective(output) == in_one_go(data)


@pytest.mark.usefixtures("every_component_is_large")
def test_questions_are_answered_alike_by_blocks_and_in_one_go():
    data = county(3, helpers=40, groups=30, towns=3)
    seats = planned(plan(data))
    lawful = candidates.find(settle(read(data))[0]).helpers_of
    others = [(need, one) for need in seats for one in lawful[need] if one != seats[need]]
    data["why"] = [{"need": need, "helper": one} for need, one in others[::70]]
    by_blocks = [answer["objective"] for answer in plan(data)["answers"]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solver, "LARGE", 10_000)
        assert by_blocks == [answer["objective"] for answer in plan(data)["answers"]]


def test_a_row_found_for_a_helper_is_kept_by_everything_she_may_take_together():
    problem, _ = settle(read(county(1, helpers=60, groups=50, towns=3)))
    found = candidates.find(problem)
    ground = Groundwork(found, split(found)[-1])
    model, before = ground.model, len(ground.model.rows.entries)
    part = solver.Part(found, ground.component, {}, ground=ground)
    ground.relaxed("quality", part._for_quality(), Control(20), lambda bound: None)
    pair_of = {column: pair for pair, column in model.x.items()}

    rows = list(zip(model.rows.entries[before:], model.rows.upper[before:], strict=True))
    assert rows
    for entries, limit in rows:
        [helper_id] = {pair_of[column][1] for column in entries}
        helper, buffer = problem.helpers[helper_id], problem.policy.buffer_min
        weights = {pair_of[column][0]: weight for column, weight in entries.items()}
        for count in (1, 2, 3):
            for chosen in combinations(weights, count):
                seats = [problem.needs[need_id] for need_id in chosen]
                lawful = not any(obstacles(helper, seats[:n], seat, buffer) for n, seat in enumerate(seats))
                assert not lawful or sum(weights[need_id] for need_id in chosen) <= limit
