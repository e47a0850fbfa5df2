"""The privacy notice stands in one prominent place, complete, in the wording that holds today."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.models import PrivacyNotice, User
from portal.roles import HELPER
from tests.factories.portal import login, user_with_role

pytestmark = pytest.mark.django_db


def test_a_new_installation_has_one_that_says_all_the_law_asks_for(client):
    page = client.get("/privacy/").text

    for word in ("个人信息处理者", "为什么处理", "哪些信息", "保存多久", "您的权利", "投诉", "单独同意"):
        assert word in page
    assert "青禾县司法局" in page
    assert "0000-1234567" in page


def test_every_page_leads_to_it(client):
    assert 'href="/privacy/"' in client.get("/styleguide/").text


def test_the_version_in_force_is_shown_and_the_others_are_a_click_away(client):
    today = timezone.localdate()
    for days, version in ((-1, "now"), (1, "soon")):
        PrivacyNotice.objects.create(
            version=version,
            effective_from=today + timedelta(days=days),
            text=f"文字 {version}",
            sensitive_text="敏感",
        )

    page = client.get("/privacy/").text
    assert "文字 now" in page
    assert 'href="/privacy/soon/"' in page
    assert "文字 soon" in client.get("/privacy/soon/").text


def test_what_is_written_in_it_is_text_only(client):
    PrivacyNotice.objects.update(text="一、标题\n<script>alert(1)</script>")

    assert "<script>alert(1)" not in client.get("/privacy/").text


@pytest.mark.parametrize("address", ["/privacy/none/", "/privacy/%00/"])
def test_an_unknown_version_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_without_any_notice_the_page_is_missing_rather_than_empty(client):
    PrivacyNotice.objects.all().delete()

    assert client.get("/privacy/").status_code == 404


def test_a_signed_in_person_who_changes_the_language_gets_mail_in_it(client):
    person = login(client, user_with_role(HELPER))

    client.get("/appearance/?language=en")

    assert User.objects.get(pk=person.pk).language == "en"
