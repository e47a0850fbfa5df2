"""Editors may say where a moved page now is; addresses that are not public never lead elsewhere."""

import pytest
from wagtail.contrib.redirects.models import Redirect

pytestmark = pytest.mark.django_db


def test_a_moved_page_is_found_at_its_new_address(client):
    Redirect.add_redirect("/old-notice/", "/notices/")

    assert client.get("/old-notice/")["Location"] == "/notices/"


@pytest.mark.parametrize("address", ["/me/nothing/", "/accounts/nothing/"])
def test_no_redirect_leads_away_from_a_personal_address(client, address):
    Redirect.add_redirect(address, "/elsewhere/")

    assert client.get(address).status_code == 404
