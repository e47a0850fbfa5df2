"""The administrator's screens for accounts: by actions, with a reason, never one's own."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse

from portal import account_actions, roles
from portal.actions import Refused
from portal.models import AuditEntry, OutboxMessage, User
from tests.factories.portal import AreaFactory, OfficeFactory, UserFactory, login, user_with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return AreaFactory()


@pytest.fixture
def administrator(client, county):
    return login(client, user_with_role(roles.ADMINISTRATOR, county))


def codes(refused):
    return [violation.code for violation in refused.value.violations]


def test_a_colleague_gets_an_account_with_office_and_role(client, administrator):
    answer = client.post(
        reverse("people:add"),
        {
            "email": "Luo@example.org",
            "name": "罗启明",
            "office": administrator.office_id,
            "roles": [roles.OFFICER],
        },
    )

    account = User.objects.get(email="luo@example.org")
    assert answer["Location"] == reverse("people:inspect", args=[account.pk])
    assert (account.office, account.has_usable_password()) == (administrator.office, False)
    assert account.has_perm("wagtailadmin.access_admin")
    assert AuditEntry.objects.filter(action="account.opened", object_id=str(account.pk)).exists()


def test_the_colleague_is_told_how_to_sign_in_and_the_administrator_that_they_were(client, administrator):
    data = {"email": "luo@example.org", "name": "罗启明", "office": administrator.office_id}
    client.post(reverse("people:add"), data | {"roles": [roles.OFFICER]})

    account = User.objects.get(email="luo@example.org")
    mail = OutboxMessage.objects.get(notice__account=account)
    assert (mail.address, mail.notice.kind) == ("luo@example.org", "account.opened")
    assert "还没有登录过" in client.get(reverse("people:inspect", args=[account.pk])).text


def test_an_account_without_a_role_is_not_opened(client, administrator):
    answer = client.post(reverse("people:add"), {"email": "luo@example.org", "name": "罗启明"})

    assert answer.context["form"].errors["roles"]
    assert not User.objects.filter(email="luo@example.org").exists()


def test_an_officer_without_an_office_is_refused_beside_the_field(client, administrator):
    answer = client.post(
        reverse("people:add"), {"email": "luo@example.org", "name": "罗启明", "roles": [roles.OFFICER]}
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors["office"]
    assert not User.objects.filter(email="luo@example.org").exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"roles": [roles.FINANCE_CHECKER, roles.FINANCE_PAYER]}, "account.two_hands"),
        ({"roles": [roles.ADMINISTRATOR, roles.AUDITOR]}, "account.audits_oneself"),
        ({"roles": ["king"]}, "account.unknown_role"),
        ({"roles": [roles.AUDITOR], "office": None}, "account.no_office"),
        ({"reason": " "}, "account.needs_reason"),
    ],
)
def test_what_an_administrator_may_not_assign(administrator, changes, code):
    wanted = {"office": administrator.office, "roles": [roles.OFFICER], "reason": "调整", **changes}

    with pytest.raises(Refused) as refused:
        account_actions.assign(UserFactory(), **wanted, by=administrator)

    assert codes(refused) == [code]


def test_nobody_is_put_into_an_office_of_another_county(administrator):
    foreign = {"office": OfficeFactory(areas=[AreaFactory()]), "roles": [roles.OFFICER]}

    colleague = user_with_role(roles.EDITOR, office=administrator.office)
    for act in (
        lambda: account_actions.assign(colleague, **foreign, reason="调整", by=administrator),
        lambda: account_actions.open_account(email="luo@x.example", name="罗", **foreign, by=administrator),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == ["account.foreign_office"]


@pytest.mark.parametrize("act", [account_actions.close, account_actions.reopen])
def test_an_account_is_closed_and_opened_for_a_reason(administrator, act):
    with pytest.raises(Refused) as refused:
        act(UserFactory(), reason=" ", by=administrator)

    assert codes(refused) == ["account.needs_reason"]


def test_of_two_administrators_at_once_the_second_reads_why(administrator, monkeypatch):
    UserFactory(email="luo@example.org")
    monkeypatch.setattr(QuerySet, "exists", lambda rows: False)

    with pytest.raises(Refused) as refused:
        account_actions.open_account(
            email="luo@example.org", name="罗启明", office=None, roles=[], by=administrator
        )

    assert codes(refused) == ["account.taken"]


def test_nobody_changes_their_own_rights(client, administrator):
    with pytest.raises(Refused) as refused:
        account_actions.assign(
            administrator, office=None, roles=[roles.EDITOR], reason="调整", by=administrator
        )

    assert codes(refused) == ["account.own"]
    page = client.get(reverse("people:inspect", args=[administrator.pk])).content.decode()
    assert reverse("people:assign", args=[administrator.pk]) not in page


def test_closing_an_account_asks_for_a_reason_and_signs_the_person_out(client, administrator, county):
    officer = user_with_role(roles.OFFICER, county)
    url = reverse("people:close", args=[officer.pk])

    assert client.post(url, {"reason": ""}).status_code == 422
    client.post(url, {"reason": "调离"})

    officer.refresh_from_db()
    assert not officer.is_active
    assert AuditEntry.objects.get(action="account.closed").detail == {"reason": "调离"}
    client.post(reverse("people:reopen", args=[officer.pk]), {"reason": "返岗"})
    officer.refresh_from_db()
    assert officer.is_active


def test_the_office_is_chosen_by_search_not_from_a_long_list(client, administrator, county):
    OfficeFactory(areas=[county], name="柳溪司法所")

    page = client.get(reverse("people:add")).content.decode()

    assert "柳溪司法所" not in page
    assert reverse("office_chooser:choose") in page


def test_the_list_says_yes_or_no_in_words(client, administrator):
    page = client.get(reverse("people:index")).content.decode()

    assert "True" not in page
    assert re.search(r"<td[^>]*>\s*是\s*</td>", page)


def test_an_administrator_of_a_town_sees_the_accounts_of_its_offices_only(county):
    town = AreaFactory(parent=county)
    of_the_town = user_with_role(roles.ADMINISTRATOR, town)
    colleague = user_with_role(roles.OFFICER, town)
    neighbour = user_with_role(roles.OFFICER, AreaFactory(parent=county))
    helper = UserFactory()

    assert set(User.objects.visible_to(of_the_town)) == {of_the_town, colleague}
    with pytest.raises(PermissionDenied):
        account_actions.close(neighbour, reason="已离职", by=of_the_town)
    with pytest.raises(PermissionDenied):
        account_actions.close(helper, reason="本人要求", by=of_the_town)


def test_of_two_counties_an_administrator_sees_the_offices_of_their_own_only(county):
    administrator = user_with_role(roles.ADMINISTRATOR, county)
    officer = user_with_role(roles.OFFICER, AreaFactory(parent=county))
    user_with_role(roles.OFFICER, AreaFactory())
    UserFactory()

    assert set(User.objects.visible_to(administrator)) == {administrator, officer}


def test_helpers_who_have_no_office_are_seen_by_whoever_covers_every_county(county):
    administrator, helper = user_with_role(roles.ADMINISTRATOR, county), UserFactory()

    assert set(User.objects.visible_to(administrator)) == {administrator, helper}
