"""Measured promises of the matching at county size, in CPU seconds; run with ``-m benchmark``."""

from time import process_time

import pytest

from tests.benchmarks.matching_county import county
from volunteers.matching import candidates, plan, why
from volunteers.matching.held import settle
from volunteers.matching.plan_rules import violations
from volunteers.matching.schema import read

pytestmark = pytest.mark.benchmark


def unlawful(data: dict, output: dict) -> list[str]:
    return violations(settle(read(data))[0], {a["need"]: a["helper"] for a in output["assignments"]})


def plan_within(data: dict, cpu: float) -> dict:
    began = process_time()
    return plan(data, seconds=600, should_stop=lambda: process_time() - began > cpu)


def test_the_candidates_of_a_county_are_found_at_once():
    problem, _ = settle(read(county(1)))
    began = process_time()
    candidates.find(problem)

    assert process_time() - began < 0.3


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_quality_of_a_county_is_all_but_proven_in_thirty_seconds_of_work(seed):
    data = county(seed)
    output = plan_within(data, 30)

    assert unlawful(data, output) == []
    assert output["gap"]["coverage"] == 0
    assert output["gap"]["quality"] < 0.002


def test_a_county_whose_hours_never_bind_is_proven_in_two_seconds_of_work():
    began = process_time()

    assert plan(county(1, hours=False))["status"] == "optimal"
    assert process_time() - began < 2


def test_a_limit_of_one_second_gives_a_lawful_and_explained_plan_of_a_county_in_two():
    data, began = county(1), process_time()
    output = plan(data, seconds=1)

    assert process_time() - began < 2
    assert unlawful(data, output) == []
    assert len(output["assignments"]) + len(output["unmet"]) == len(data["needs"])


def test_why_not_her_is_answered_exactly_for_a_county():
    data = county(2)
    output, problem = plan(data, seconds=600), settle(read(data))[0]
    seat = output["assignments"][0]
    other = next(one for one in candidates.find(problem).helpers_of[seat["need"]] if one != seat["helper"])
    began = process_time()
    answer = why(data, output, need=seat["need"], helper=other, seconds=600)

    assert answer["proven"]
    assert process_time() - began < 20


def test_a_stored_input_gives_the_stored_plan_again():
    data = county(5, helpers=120, groups=100)
    first, second = plan(data, seconds=120), plan(data, seconds=120)
    del first["seconds"], second["seconds"]

    assert first == second
