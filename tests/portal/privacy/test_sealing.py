"""A stolen database tells no phone and no ID number; a moved value does not open; keys can be changed."""

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.urls import include, path

from portal.accounts import demo
from portal.key_rotation import rotate
from portal.models import User
from portal.privacy.encryption import UnreadableValue, key_id_of
from portal.roles import HELPER, OFFICER
from tests.factories.portal import UserFactory, login, user_with_role
from tests.portal.accounts.signing import code_in, mails, texts
from volunteers.models import Helper

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

CANARY_PHONE, CANARY_ID = "13987654321", "000000198805050023"
OLD, NEW = "A" * 43 + "=", "C" * 43 + "="


def show_my_phone(request):
    from django.http import HttpResponse

    return HttpResponse(request.user.phone.reveal())


urlpatterns = [path("me/phone/", show_my_phone), path("", include("portal.urls"))]


def everything_stored() -> str:
    """Every column of every table, as somebody with the file would read it."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows += cursor.fetchall()
    return repr(rows)


@pytest.fixture
def helper():
    return Helper.objects.create(number="V-1", name="周岚", id_number=CANARY_ID, phone=CANARY_PHONE)


def test_no_table_holds_a_phone_or_an_id_number_in_the_clear(client, helper):
    """Through signing up, adding a number and signing in with it."""
    password, change = "梅花香自苦寒来-2026", "/accounts/phone/change/"

    client.post("/accounts/signup/", {"email": "neu@example.org", "password1": password})
    client.post("/accounts/confirm-email/", {"code": code_in(mails()[-1].body)})
    client.post(change, {"phone": CANARY_PHONE})
    client.post("/accounts/reauthenticate/", {"password": password, "next": change})
    client.post("/accounts/phone/verify/", {"code": code_in(texts()[-1][1])})
    client.logout()
    client.post("/accounts/login/code/", {"login": CANARY_PHONE})
    client.post("/accounts/login/", {"login": CANARY_PHONE, "password": password})
    assert User.objects.get(email="neu@example.org").phone.reveal() == f"+86{CANARY_PHONE}"

    stored = everything_stored()

    assert CANARY_PHONE not in stored
    assert CANARY_ID not in stored


def stored(model, pk, column):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table} WHERE id = %s", [pk])
        return cursor.fetchone()[0]


def put(model, pk, column, value):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = %s WHERE id = %s", [value, pk])


def test_a_value_moved_to_another_row_does_not_open(helper):
    other = Helper.objects.create(number="V-2", phone="13900000000")
    put(Helper, other.pk, "phone", stored(Helper, helper.pk, "phone"))

    with pytest.raises(UnreadableValue, match="moved"):
        Helper.objects.get(pk=other.pk).phone.reveal()


def test_a_value_moved_to_another_column_does_not_open(helper):
    put(Helper, helper.pk, "phone", stored(Helper, helper.pk, "id_number"))

    with pytest.raises(UnreadableValue):
        Helper.objects.get(pk=helper.pk).phone.reveal()


@pytest.mark.parametrize("damage", ["v1:t1:x:y", "v1:t1", "v2:t1:AAAA:BBBB", "nonsense", "v1:t1:é:é"])
def test_a_damaged_value_is_named_as_such(helper, damage):
    put(Helper, helper.pk, "phone", damage)

    with pytest.raises(UnreadableValue):
        Helper.objects.get(pk=helper.pk).phone.reveal()


class TestWithANewKey:
    @pytest.fixture(autouse=True)
    def two_keys(self, helper, settings):
        self.officer = user_with_role(OFFICER)
        demo.enrol(self.officer)
        UserFactory(phone=f"+86{CANARY_PHONE}")
        settings.ENCRYPTION_KEYS = {"t1": OLD, "t2": NEW}

    def test_everything_is_sealed_again_and_still_opens_without_the_old_key(self, helper, settings):
        call_command("rotate_encryption_key")
        settings.ENCRYPTION_KEYS = {"t2": NEW}

        again = Helper.objects.get(pk=helper.pk)
        assert (again.phone.reveal(), again.id_number.reveal()) == (CANARY_PHONE, CANARY_ID)
        assert len(demo.current_code(self.officer)) == 6

    def test_the_keyed_index_stays(self, helper):
        rotate()

        assert Helper.objects.get(pk=helper.pk).id_index == helper.id_index

    def test_a_second_run_finds_nothing_to_do(self):
        first, second = rotate(), rotate()

        assert (first.sealed, second.sealed, second.unreadable) == (5, 0, [])

    def test_what_somebody_saves_meanwhile_is_not_overwritten(self, helper, monkeypatch):
        from portal.privacy import encryption

        unseal = encryption.unseal

        def saved_meanwhile(token, bound_to):
            monkeypatch.undo()
            Helper.objects.filter(pk=helper.pk).first().save()
            changed = Helper.objects.get(pk=helper.pk)
            changed.phone = changed.id_number = "13911111111"
            changed.save()
            return unseal(token, bound_to)

        monkeypatch.setattr(encryption, "unseal", saved_meanwhile)
        rotate()

        assert Helper.objects.get(pk=helper.pk).phone.reveal() == "13911111111"

    def test_an_ordinary_save_uses_the_new_key(self, helper):
        Helper.objects.get(pk=helper.pk).save()

        assert key_id_of(stored(Helper, helper.pk, "phone")) == "t2"

    def test_values_of_a_lost_key_are_named_and_the_rest_is_sealed(self, helper, settings):
        put(Helper, helper.pk, "phone", stored(Helper, helper.pk, "phone").replace(":t1:", ":t0:"))

        with pytest.raises(CommandError, match=rf"volunteers.Helper.phone {helper.pk}: .*'t0' is missing"):
            call_command("rotate_encryption_key")

        assert key_id_of(stored(Helper, helper.pk, "id_number")) == "t2"


def test_a_missing_key_is_a_page_with_a_number_and_no_crash(client, settings, caplog):
    person = login(client, user_with_role(HELPER, phone=f"+86{CANARY_PHONE}"))
    put(User, person.pk, "phone", stored(User, person.pk, "phone").replace(":t1:", ":t0:"))

    answer = client.get("/me/phone/")

    assert answer.status_code == 503
    assert "暂时无法读取" in answer.text
    assert "the encryption key 't0' is missing" in caplog.text
    assert answer.wsgi_request.id in answer.text


def test_sessions_of_a_lost_key_are_signed_out_without_an_error(client, settings):
    login(client, user_with_role(HELPER))
    settings.ENCRYPTION_KEYS = {"t9": NEW}

    assert client.get("/accounts/")["Location"].startswith("/accounts/login/")


def test_an_address_is_confirmed_for_the_demo_once():
    person = UserFactory()
    for _ in range(2):
        demo.confirm_email(person)

    assert EmailAddress.objects.get(user=person).verified
