"""Seeing a full value takes a reason, a POST and an entry in the books (rule 56)."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.urls import include, path

from portal.actions import Refused
from portal.backoffice.policies import is_guarded, register_area_policy
from portal.models import AuditEntry
from portal.privacy_actions import reveal
from portal.roles import AUDITOR, FINANCE_CHECKER, OFFICER
from portal.screens.reveal import reveal_view
from tests.factories.portal import AreaFactory, login, user_with_role
from tests.factories.volunteers import HelperFactory
from volunteers.models import Helper

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

ID_NUMBER = "000000199001010018"
page = reveal_view("id_number").as_view(model=Helper, index_url_name="areas:index")
urlpatterns = [path("admin/helpers/<int:pk>/reveal/", page), path("", include("portal.urls"))]


@pytest.fixture(autouse=True)
def helpers_lie_in_areas():
    if not is_guarded(Helper):
        register_area_policy(Helper)


@pytest.fixture
def area():
    return AreaFactory()


@pytest.fixture
def helper(area):
    return HelperFactory(number="V-1", name="周岚", area=area, id_number=ID_NUMBER)


@pytest.fixture
def officer(area):
    officer = user_with_role(OFFICER, area)
    officer.user_permissions.add(Permission.objects.get(codename="view_helper"))
    return officer


def test_an_officer_with_a_reason_gets_the_value_and_leaves_it_in_the_audit_log(helper, officer):
    assert reveal(helper, "id_number", reason="核对身份证原件", by=officer) == ID_NUMBER

    entry = AuditEntry.objects.get(action="personal_data.revealed")
    assert (entry.actor, entry.object_label) == (officer, "V-1")
    assert entry.detail == {"field": "id_number", "reason": "核对身份证原件"}


def test_the_auditor_reads_why_on_the_first_page_and_in_the_log(client, helper, officer, area):
    reveal(helper, "id_number", reason="核对身份证原件", by=officer)
    entry = AuditEntry.objects.get(action="personal_data.revealed")
    login(client, user_with_role(AUDITOR, area))

    assert "核对身份证原件" in client.get("/admin/").text
    assert "核对身份证原件" in client.get(f"/admin/audit_log/inspect/{entry.pk}/").text


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_is_shown(helper, officer, reason):
    with pytest.raises(Refused) as refused:
        reveal(helper, "id_number", reason=reason, by=officer)

    assert refused.value.violations[0].code == "reveal.needs_reason"
    assert not AuditEntry.objects.filter(action="personal_data.revealed").exists()


def test_an_officer_of_another_area_sees_nothing(helper):
    with pytest.raises(PermissionDenied):
        reveal(helper, "id_number", reason="核对", by=user_with_role(OFFICER, AreaFactory()))


@pytest.mark.parametrize("role", [AUDITOR, FINANCE_CHECKER])
def test_other_roles_of_the_same_area_see_nothing(helper, area, role):
    with pytest.raises(PermissionDenied):
        reveal(helper, "id_number", reason="核对", by=user_with_role(role, area))


@pytest.mark.parametrize("field", ["name", "seal_key", "search_text", "nothing"])
def test_only_listed_fields_can_be_revealed(helper, officer, field):
    with pytest.raises(LookupError):
        reveal(helper, field, reason="核对", by=officer)


def test_the_page_shows_nothing_before_it_is_told_why(client, helper, officer):
    login(client, officer)

    assert ID_NUMBER not in client.get(f"/admin/helpers/{helper.pk}/reveal/").text

    answer = client.post(f"/admin/helpers/{helper.pk}/reveal/", {"reason": " "})
    assert answer.status_code == 422
    assert ID_NUMBER not in answer.text
    assert "显示完整信息须填写事由。" in answer.text


def test_the_page_shows_the_value_once_and_is_stored_nowhere(client, helper, officer):
    login(client, officer)

    answer = client.post(f"/admin/helpers/{helper.pk}/reveal/", {"reason": "核对身份证原件"})

    assert ID_NUMBER in answer.text
    assert "no-store" in answer["Cache-Control"]


def test_a_foreign_helper_is_as_unknown_as_a_missing_one(client, helper):
    login(client, user_with_role(OFFICER, AreaFactory()))

    assert client.post(f"/admin/helpers/{helper.pk}/reveal/", {"reason": "核对"}).status_code == 404
