"""Before revealing, taking away, accepting or paying, the session shows again who sits before it."""

import time

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from portal import roles
from portal.models import AuditEntry
from services.actions import settle
from services.models import Payment
from tests.factories.portal import AreaFactory, login, user_with_role
from tests.factories.volunteers import HelperFactory
from tests.services.county import DAY, County

pytestmark = pytest.mark.django_db

PASSWORD = "梅花香自苦寒来-2026"
AGAIN = "/accounts/reauthenticate/"


def sit_down(client, user):
    """Sign in with a password that the person can show again."""
    user.set_password(PASSWORD)
    user.save()
    return login(client, user)


def later(minutes):
    return time_machine.travel(time.time() + 60 * minutes)


def show_password(client, address):
    """Follow the way back to ``address`` by giving the password."""
    return client.post(AGAIN, {"password": PASSWORD, "next": address})


@pytest.fixture
def reveal(client):
    """Where an officer reveals the phone number of a helper in the same area."""
    area = AreaFactory()
    helper = HelperFactory(area=area, phone="13800138000")
    sit_down(client, user_with_role(roles.OFFICER, area))
    return reverse("helpers:reveal-phone", args=[helper.pk])


def test_who_signed_in_a_moment_ago_is_not_asked_again(client, reveal):
    with later(9):
        assert client.get(reveal).status_code == 200
        assert "13800138000" in client.post(reveal, {"reason": "通知本人"}).text


def test_after_ten_minutes_the_page_asks_first_and_comes_back(client, reveal):
    with later(11):
        answer = client.get(reveal)
        assert answer["Location"].startswith(AGAIN)

        assert show_password(client, reveal)["Location"] == reveal
        assert client.get(reveal).status_code == 200


def test_what_was_typed_meanwhile_is_done_once_the_password_is_given(client, reveal):
    with later(11):
        assert client.post(reveal, {"reason": "通知本人"})["Location"].startswith(AGAIN)
        assert not AuditEntry.objects.filter(action="personal_data.revealed").exists()

        assert "13800138000" in show_password(client, reveal).text

    assert AuditEntry.objects.filter(action="personal_data.revealed").count() == 1


def test_a_wrong_password_shows_nothing(client, reveal):
    with later(11):
        client.post(reveal, {"reason": "通知本人"})
        answer = client.post(AGAIN, {"password": "falsch", "next": reveal})

    assert "13800138000" not in answer.text
    assert not AuditEntry.objects.filter(action="personal_data.revealed").exists()


def test_what_was_typed_and_left_is_not_done_when_the_page_is_opened_later(client, reveal):
    with later(11):
        client.post(reveal, {"reason": "通知本人"})
        client.get(reveal)
        show_password(client, reveal)

    assert not AuditEntry.objects.filter(action="personal_data.revealed").exists()


def test_a_refused_form_that_was_kept_goes_back_to_its_own_page(client, reveal):
    with later(11):
        client.post(reveal, {"reason": ""})
        page = show_password(client, reveal)

    assert f'action="{reveal}"' in page.text


def test_an_export_keeps_its_reason_and_its_filter(client):
    sit_down(client, user_with_role(roles.AUDITOR, AreaFactory()))
    address = reverse("audit_log:export")
    with later(11):
        answer = client.post(f"{address}?result=denied", {"reason": "年度审计", "file_format": "csv"})
        assert answer["Location"].startswith(AGAIN)
        show_password(client, address)

    entry = AuditEntry.objects.get(action="auditentry.exported")
    assert (entry.detail["reason"], entry.detail["filters"]) == ("年度审计", "result=denied")


def test_after_the_password_the_browser_stands_on_a_page_from_which_the_file_comes_once(client):
    sit_down(client, user_with_role(roles.AUDITOR, AreaFactory()))
    address = reverse("audit_log:export")
    with later(11):
        client.post(f"{address}?result=denied", {"reason": "年度审计", "file_format": "csv"})
        page = show_password(client, address)
        wanted = page["Refresh"].partition("url=")[2]
        file, again = client.get(wanted), client.get(wanted)

    assert page["Content-Type"].startswith("text/html")
    assert f'href="{reverse("audit_log:index")}?result=denied"' in page.text
    assert file["Content-Type"].startswith("text/csv")
    assert again["Content-Type"].startswith("text/html")
    assert AuditEntry.objects.filter(action="auditentry.exported").count() == 1


def test_the_ledger_is_handed_out_after_the_password_with_the_reason_given_before(client):
    county = County()
    county.accepted(county.purchase(day=DAY))
    sit_down(client, county.checker)
    address = reverse("ledger_export")
    with later(11):
        client.post(address, {"reason": "年度核对"})
        page = show_password(client, address)
        file = client.get(page["Refresh"].partition("url=")[2])

    assert "attachment" in file["Content-Disposition"]
    assert AuditEntry.objects.get(action="ledger.exported").detail["reason"] == "年度核对"


def test_nobody_is_asked_for_a_password_before_a_door_that_stays_closed(client, reveal):
    login(client, user_with_role(roles.AUDITOR, AreaFactory()))
    with later(11):
        assert client.get(reveal).status_code == 404


def test_accepting_settling_and_paying_ask_again(client):
    county = County()
    settled = county.accepted(county.purchase(day=DAY))
    settlement = settle(settled, by=county.checker)[0]
    acts = [
        (county.head, reverse("contracts:sign", args=[county.contract.pk])),
        (county.head, reverse("acceptances:sign", args=[settled.pk])),
        (county.checker, reverse("acceptances:settle", args=[settled.pk])),
        (county.payer, reverse("settlements:pay", args=[settlement.pk])),
    ]
    for person, address in acts:
        sit_down(client, person)
        with later(11):
            answer = client.post(address, {"paid_on": str(timezone.localdate()), "voucher": "PZ-7"})
            assert answer["Location"].startswith(AGAIN), address

    assert not Payment.objects.exists()


def test_a_payment_typed_before_the_password_is_recorded_once(client):
    county = County()
    settlement = settle(county.accepted(county.purchase(day=DAY)), by=county.checker)[0]
    address = reverse("settlements:pay", args=[settlement.pk])
    sit_down(client, county.payer)
    with later(11):
        client.post(address, {"paid_on": str(timezone.localdate()), "voucher": "PZ-7"})
        show_password(client, address)
        show_password(client, address)

    assert Payment.objects.get().voucher == "PZ-7"
