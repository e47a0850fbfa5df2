"""The address that operators and load balancers ask."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_running_portal_says_it_is_ready(client):
    answer = client.get("/health/")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
