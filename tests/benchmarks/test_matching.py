"""Measured promises of the matching at county size; run with ``-m benchmark``."""

from time import process_time

import pytest

from tests.benchmarks.matching_county import county
from volunteers.matching import candidates, plan
from volunteers.matching.held import settle
from volunteers.matching.plan_rules import violations
from volunteers.matching.schema import read

pytestmark = pytest.mark.benchmark


def test_the_candidates_of_a_county_are_found_at_once():
    problem, _ = settle(read(county(1)))
    began = process_time()
    candidates.find(problem)

    assert process_time() - began < 0.6


def test_a_county_gets_a_lawful_plan_far_above_greedy_in_thirty_seconds_of_work():
    data, began = county(2), process_time()
    output = plan(data, seconds=600, should_stop=lambda: process_time() - began > 30)

    assert violations(settle(read(data))[0], {a["need"]: a["helper"] for a in output["assignments"]}) == []
    assert output["gap"]["coverage"] == 0
    assert output["gap"]["quality"] < 0.005


def test_a_stored_input_gives_the_stored_plan_again():
    data = county(5, helpers=120, groups=100)
    first, second = plan(data, seconds=120), plan(data, seconds=120)
    del first["seconds"], second["seconds"]

    assert first == second
