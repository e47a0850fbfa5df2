"""Whoever works in the back office chooses its language there, and is asked for nothing else."""

import pytest
from django.urls import reverse

from portal import roles
from tests.factories.portal import AreaFactory, login, user_with_role

pytestmark = pytest.mark.django_db


def test_an_officer_changes_the_language_without_a_first_and_a_last_name(client):
    officer = user_with_role(roles.OFFICER, AreaFactory())
    login(client, officer)
    page = client.get(reverse("wagtailadmin_account")).content.decode()
    assert "name_email" not in page

    client.post(
        reverse("wagtailadmin_account"),
        {
            "locale-preferred_language": "en",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
            "theme-keyboard_shortcuts": "on",
        },
    )

    officer.wagtail_userprofile.refresh_from_db()
    assert officer.wagtail_userprofile.preferred_language == "en"
