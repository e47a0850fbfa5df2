"""Passwords of the back office grow old, and nobody goes back to one of the last five (rule 59)."""

import time
from datetime import date

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from portal.accounts import demo
from portal.models import PastPassword, PolicyVersion
from portal.roles import HELPER, OFFICER
from tests.factories.portal import user_with_role

pytestmark = pytest.mark.django_db

PASSWORD = "梅花香自苦寒来-2026"
DAY = 24 * 3600


def person(role):
    person = user_with_role(role, email="wu@example.org")
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def officer():
    officer = person(OFFICER)
    demo.enrol(officer)
    return officer


def both_steps(client, officer):
    client.post("/accounts/login/", {"login": officer.email, "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": demo.current_code(officer)})


def test_none_of_the_last_five_is_taken_again_and_the_sixth_is(officer):
    for number in range(5):
        officer.set_password(f"{PASSWORD}-{number}")
        officer.save()

    for number in range(5):
        with pytest.raises(ValidationError, match="5"):
            validate_password(f"{PASSWORD}-{number}", officer)
    validate_password(PASSWORD, officer)
    assert PastPassword.objects.filter(account=officer).count() == 5


def test_an_officer_with_an_old_password_sets_a_new_one_first(client, officer):
    with time_machine.travel(time.time() + 91 * DAY):
        both_steps(client, officer)
        assert client.get("/admin/")["Location"] == "/accounts/password/change/"

        client.post(
            "/accounts/password/change/",
            {"oldpassword": PASSWORD, "password1": PASSWORD + "!", "password2": PASSWORD + "!"},
        )

        assert client.get("/admin/").status_code == 200


def test_a_young_password_is_left_alone(client, officer):
    with time_machine.travel(time.time() + 89 * DAY):
        both_steps(client, officer)

        assert client.get("/admin/").status_code == 200


def test_the_age_is_a_policy_and_may_be_without_limit(client, officer):
    PolicyVersion.objects.create(key="accounts.password_days", effective_from=date(2026, 1, 1), value=0)

    with time_machine.travel(time.time() + 400 * DAY):
        both_steps(client, officer)

        assert client.get("/admin/").status_code == 200


def test_a_helpers_password_never_grows_old(client):
    helper = person(HELPER)

    with time_machine.travel(time.time() + 400 * DAY):
        client.post("/accounts/login/", {"login": helper.email, "password": PASSWORD})

        assert client.get("/accounts/").status_code == 200
