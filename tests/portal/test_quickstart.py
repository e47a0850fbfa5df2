"""The demo's own links carry the port that it serves on."""

import pytest

from portal import instance


@pytest.mark.parametrize(
    ("arguments", "address"),
    [([], "http://127.0.0.1:8000"), (["--port", "8010"], "http://127.0.0.1:8010")],
)
def test_links_carry_the_port(monkeypatch, arguments, address):
    monkeypatch.setattr("os.environ", environment := {})

    instance.serve_at(arguments)

    assert environment == {"XIESHOU_BASE_URL": address}


def test_a_configured_address_stays(monkeypatch):
    monkeypatch.setattr("os.environ", environment := {"XIESHOU_BASE_URL": "https://xieshou.example"})

    instance.serve_at(["--port", "8010"])

    assert environment == {"XIESHOU_BASE_URL": "https://xieshou.example"}
