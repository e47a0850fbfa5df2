"""关怀版, letter size and language are links that change one cookie and go back."""

import pytest
from django.test import RequestFactory

from portal import appearance


@pytest.mark.parametrize(
    ("query", "cookie", "value"),
    [
        ("care=1", "care", "1"),
        ("care=0", "care", "0"),
        ("size=l", "text_size", "l"),
        ("language=en", "django_language", "en"),
    ],
)
def test_a_choice_is_remembered_and_the_visitor_returns(client, query, cookie, value):
    answer = client.get(f"/appearance/?{query}&next=/verify/%3Fno%3D1")

    assert (answer.status_code, answer.url) == (302, "/verify/?no=1")
    assert answer.cookies[cookie].value == value


def test_the_back_button_shows_no_page_in_the_old_look(client):
    assert client.get("/appearance/?care=1").headers["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in client.get("/appearance/?care=2").headers


@pytest.mark.parametrize(
    "query", ["care=2", "size=huge", "language=xx", "language=fr", "language=en-aaaaaaaa-bbbbbbbb", ""]
)
def test_an_unknown_choice_changes_nothing(client, query):
    assert not client.get(f"/appearance/?{query}").cookies


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_the_link_never_leads_to_another_site(client, target):
    assert client.get("/appearance/", {"care": "1", "next": target}).url == "/"


def test_every_choice_that_changes_a_page_is_in_its_variant():
    plain, care, large = (RequestFactory().get("/") for _ in range(3))
    care.COOKIES["care"] = "1"
    large.COOKIES["text_size"] = "l"

    assert len({appearance.variant(request) for request in (plain, care, large)}) == 3


def test_the_page_carries_the_chosen_mode(client):
    client.cookies["care"] = "1"

    page = client.get("/styleguide/").text

    assert '<html lang="zh-Hans" data-mode="care">' in page
    assert "标准版" in page


@pytest.mark.parametrize("address", ["/styleguide/", "/appearance/"])
def test_public_furniture_reads_no_session(client, address):
    assert "Cookie" not in client.get(address).get("Vary", "")


@pytest.mark.django_db  # a missing page is looked up among the redirects
def test_the_style_guide_exists_only_in_the_demo(client, settings):
    settings.DEMO = settings.DEBUG = False

    assert client.get("/styleguide/").status_code == 404
