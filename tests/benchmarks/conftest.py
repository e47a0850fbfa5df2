"""Benchmarks take minutes: they run when asked for with ``-m benchmark`` and are skipped otherwise."""

import pytest


def pytest_collection_modifyitems(config, items):
    if "benchmark" in config.option.markexpr:
        return
    for item in items:
        if item.get_closest_marker("benchmark"):
            item.add_marker(pytest.mark.skip(reason="measures time; run pytest -m benchmark"))
