"""Officers meet only rows of their own areas, whichever route they take."""

import pytest
from django.urls import reverse

from portal import roles
from portal.models import AuditEntry
from tests.factories.portal import AreaFactory, OfficeFactory, login, user_with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def areas():
    own, foreign = AreaFactory(name="柳溪镇"), AreaFactory(name="临江镇")
    return {"own": own, "below": AreaFactory(parent=own, name="柳溪社区"), "foreign": foreign}


@pytest.fixture
def officer(client, areas):
    return login(client, user_with_role(roles.OFFICER, areas["own"]))


def test_the_list_shows_own_areas_and_those_below(client, officer, areas):
    page = client.get(reverse("areas:index")).content.decode()

    assert "柳溪镇" in page
    assert "柳溪社区" in page
    assert "临江镇" not in page


@pytest.mark.parametrize(("whose", "status"), [("own", 200), ("below", 200), ("foreign", 404)])
def test_an_area_exists_only_inside_the_officers_areas(client, officer, areas, whose, status):
    assert client.get(reverse("areas:inspect", args=[areas[whose].pk])).status_code == status


def test_a_foreign_row_answers_exactly_like_a_missing_one(client, officer, areas):
    foreign = client.get(reverse("areas:inspect", args=[areas["foreign"].pk]))
    missing = client.get(reverse("areas:inspect", args=[10**9]))

    assert (foreign.status_code, foreign.content) == (missing.status_code, missing.content)


def test_asking_for_a_foreign_row_is_written_down(client, officer, areas):
    client.get(reverse("areas:inspect", args=[areas["foreign"].pk]))

    entry = AuditEntry.objects.get(result="denied")
    assert (entry.actor, entry.action, entry.object_id) == (officer, "area.view", str(areas["foreign"].pk))


def test_searching_finds_no_foreign_area(client, officer, areas):
    page = client.get(reverse("areas:index"), {"q": "镇"}).content.decode()

    assert "柳溪镇" in page
    assert "临江镇" not in page


@pytest.mark.parametrize("route", ["area_chooser:choose", "area_chooser:choose_results"])
def test_the_chooser_offers_only_own_areas(client, officer, areas, route):
    page = client.get(reverse(route), {"q": "镇"}).content.decode()

    assert page.count(str(areas["own"].code)) == 1
    assert str(areas["foreign"].code) not in page


def test_the_chooser_hands_out_no_foreign_area(client, officer, areas):
    assert client.get(reverse("area_chooser:chosen", args=[areas["own"].pk])).status_code == 200
    assert client.get(reverse("area_chooser:chosen", args=[areas["foreign"].pk])).status_code == 404

    several = client.get(
        reverse("area_chooser:chosen_multiple"), {"id": [areas["own"].pk, areas["foreign"].pk, "x", "²", "٣"]}
    )
    assert [item["id"] for item in several.json()["result"]] == [str(areas["own"].pk)]


def test_a_chooser_without_a_form_has_no_create_page(client, officer):
    assert client.post(reverse("area_chooser:create"), {"name": "x"}).status_code == 404


def test_filtering_by_an_area_includes_what_lies_below_and_names_no_foreign_one(client, officer, areas):
    OfficeFactory(areas=[areas["foreign"]], name="临江司法所")

    page = client.get(reverse("offices:index")).content.decode()

    assert officer.office.name in page
    assert "临江司法所" not in page


def test_whoever_holds_no_permission_on_a_model_is_sent_home(client, areas):
    login(client, user_with_role(roles.EDITOR, areas["own"]))

    answer = client.get(reverse("areas:index"))

    assert (answer.status_code, answer["Location"]) == (302, reverse("wagtailadmin_home"))
    assert AuditEntry.objects.get(result="denied").action == "area.view"
