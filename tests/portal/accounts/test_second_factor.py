"""Whoever works in the back office shows a second factor in every session (rule 60)."""

import time

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from portal.accounts import demo
from portal.accounts.second_factor import SecondFactorAdapter
from portal.models import AuditEntry
from portal.roles import ADMINISTRATOR, HELPER, OFFICER
from tests.factories.portal import UserFactory, login, user_with_role
from tests.portal.accounts.signing import code_in, mails

pytestmark = pytest.mark.django_db

PASSWORD = "梅花香自苦寒来-2026"
SIGN_IN = "/accounts/login/"
SECOND_STEP = "/accounts/2fa/authenticate/"


def officer_with_password(**fields):
    officer = user_with_role(OFFICER, email="wu@example.org", **fields)
    officer.set_password(PASSWORD)
    officer.save()
    EmailAddress.objects.create(user=officer, email=officer.email, verified=True, primary=True)
    return officer


@pytest.fixture
def officer():
    return officer_with_password()


@pytest.fixture
def enrolled(officer):
    demo.enrol(officer)
    return officer


def give_password(client, **extra):
    return client.post(SIGN_IN, {"login": "wu@example.org", "password": PASSWORD, **extra})


def test_the_password_alone_does_not_sign_an_enrolled_officer_in(client, enrolled):
    assert give_password(client)["Location"] == SECOND_STEP
    assert client.get("/admin/")["Location"].startswith("/accounts/login/")


def test_password_and_code_lead_to_the_back_office(client, enrolled):
    give_password(client)

    answer = client.post(SECOND_STEP, {"code": demo.current_code(enrolled)})

    assert answer["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_the_page_asked_for_is_reached_after_both_steps(client, enrolled):
    give_password(client, next="/admin/account/")

    answer = client.post(SECOND_STEP, {"code": demo.current_code(enrolled)})

    assert answer["Location"] == "/admin/account/"


def test_a_code_opens_only_once(client, enrolled):
    code = demo.current_code(enrolled)
    give_password(client)
    client.post(SECOND_STEP, {"code": code})
    client.logout()
    give_password(client)

    for seconds in (0, 45):
        with time_machine.travel(time.time() + seconds):
            assert client.post(SECOND_STEP, {"code": code}).status_code == 200


def test_a_recovery_code_opens_once_where_the_phone_is_lost(client, enrolled):
    codes = Authenticator.objects.get(user=enrolled, type="recovery_codes").wrap().get_unused_codes()
    give_password(client)

    assert client.post(SECOND_STEP, {"code": codes[0]})["Location"] == "/admin/"


def test_a_code_by_mail_does_not_replace_the_second_factor(client, enrolled):
    client.post("/accounts/login/code/", {"login": "wu@example.org"})
    code = code_in(mails()[0].body)

    assert client.post("/accounts/login/code/confirm/", {"code": code})["Location"] == SECOND_STEP


@pytest.mark.parametrize("address", ["/admin/", "/admin/account/", "/me/", "/", "/admin/does-not-exist/"])
def test_no_address_opens_before_an_officer_has_a_second_factor(client, officer, address):
    give_password(client)

    assert client.get(address)["Location"].startswith("/accounts/second-factor/")


def test_a_fragment_asked_for_without_the_factor_moves_the_whole_page(client, officer):
    give_password(client)

    answer = client.get("/admin/", headers={"HX-Request": "true", "HX-Current-URL": "/admin/reports/"})

    assert answer.status_code == 204
    assert answer["HX-Redirect"] == "/accounts/second-factor/?next=%2Fadmin%2Freports%2F"


@pytest.fixture
def commits_at_once(monkeypatch):
    """What waits for a commit happens within the request, as it does outside a test's transaction."""
    monkeypatch.setattr(transaction, "on_commit", lambda run, **kwargs: run())


def test_enrolling_right_after_the_password_asks_for_no_password_and_no_further_code(
    client, officer, commits_at_once
):
    give_password(client)
    page = client.get("/accounts/2fa/totp/activate/")
    assert page.status_code == 200
    assert "<svg" in page.text
    assert "data:image" not in page.text

    code = _code_for(page.context["form"].secret)
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code})

    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    assert client.get("/accounts/2fa/recovery-codes/").status_code == 200
    assert client.get("/admin/").status_code == 200


def _code_for(secret):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_an_old_session_must_give_the_password_before_enrolling(client, officer):
    give_password(client)

    with time_machine.travel(time.time() + 400):
        answer = client.get("/accounts/2fa/totp/activate/")

    assert answer["Location"].startswith("/accounts/reauthenticate/")


def test_a_helper_who_becomes_an_officer_is_asked_at_the_next_click(client):
    person = login(client, user_with_role(HELPER))
    assert not client.get("/accounts/").has_header("Location")

    from django.contrib.auth.models import Group

    person.groups.add(Group.objects.get(name=OFFICER))

    assert client.get("/me/")["Location"].startswith("/accounts/second-factor/")


def test_a_session_without_the_factor_shows_it_where_one_is_set_up(client, enrolled):
    client.force_login(enrolled)

    assert client.get("/admin/")["Location"] == "/accounts/2fa/reauthenticate/?next=%2Fadmin%2F"

    answer = client.post(
        "/accounts/2fa/reauthenticate/", {"code": demo.current_code(enrolled), "next": "/admin/"}
    )
    assert answer["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_the_last_factor_of_an_officer_cannot_be_removed(client, enrolled):
    login(client, enrolled)
    _recently_confirmed(client)

    client.post("/accounts/2fa/totp/deactivate/")

    assert Authenticator.objects.filter(user=enrolled, type="totp").exists()


def test_a_helper_may_remove_theirs():
    helper = UserFactory()
    demo.enrol(helper)

    assert SecondFactorAdapter().can_delete_authenticator(Authenticator.objects.get(user=helper, type="totp"))


def _recently_confirmed(client):
    session = client.session
    session["account_authentication_methods"][-1] |= {"reauthenticated": True, "at": time.time()}
    session.save()


def test_a_helper_has_no_back_office(client):
    helper = login(client, user_with_role(HELPER))

    assert client.get("/admin/").status_code == 403
    assert AuditEntry.objects.get(action="back_office.entered").actor == helper


def test_who_has_no_back_office_is_led_to_their_own_space_still_signed_in(client):
    login(client, user_with_role(HELPER))

    page = client.get("/admin/").content.decode()

    assert "退出" in page
    assert "登录/我的" not in page
    assert '<a class="button" href="/me/">进入我的空间</a>' in page


def test_an_administrator_on_the_console_needs_one_too(client):
    superuser = UserFactory(is_superuser=True)
    client.force_login(superuser)

    assert client.get("/admin/")["Location"].startswith("/accounts/second-factor/")


def test_secrets_are_sealed(enrolled):
    stored = str(list(Authenticator.objects.filter(user=enrolled).values_list("data", flat=True)))

    assert stored.count("v1:t1:") == 2


def test_adding_a_factor_is_written_down_and_mailed(client, officer, commits_at_once):
    give_password(client)
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret

    client.post("/accounts/2fa/totp/activate/", {"code": _code_for(secret)})

    added = AuditEntry.objects.filter(action="account.second_factor_added").values_list(
        "detail__kind", flat=True
    )
    assert set(added) == {"totp", "recovery_codes"}
    assert len(mails()) == 1


class TestTheDemo:
    def test_shows_the_code_under_a_banner(self, client, enrolled):
        give_password(client)

        page = client.get(SECOND_STEP).text

        assert "演示环境" in page
        assert demo.current_code(enrolled) in page

    def test_prints_the_code(self, enrolled, capsys):
        call_command("demo_code", "wu@example.org")

        assert capsys.readouterr().out.strip() == demo.current_code(enrolled)

    def test_lets_the_same_person_sign_in_twice_at_once(self, client, enrolled):
        for _ in range(2):
            client.logout()
            give_password(client)
            assert client.post(SECOND_STEP, {"code": demo.current_code(enrolled)}).status_code == 302

    def test_names_an_unknown_account(self):
        with pytest.raises(CommandError, match="no account"):
            call_command("demo_code", "nobody@example.org")


class TestOutsideTheDemo:
    @pytest.fixture(autouse=True)
    def production(self, enrolled, settings):
        settings.DEMO = False

    def test_no_page_shows_a_code(self, client):
        give_password(client)

        page = client.get(SECOND_STEP).text

        assert "演示环境" not in page
        assert 'id="demo_code"' not in page

    def test_no_command_prints_one(self):
        with pytest.raises(CommandError, match="not a demo"):
            call_command("demo_code", "wu@example.org")

    def test_nobody_is_enrolled_behind_their_back(self):
        with pytest.raises(demo.NotInDemo):
            demo.enrol(user_with_role(ADMINISTRATOR))
