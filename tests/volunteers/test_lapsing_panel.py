"""The officer's first page names the papers that lapse soon, and the step that mends each."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.models import PolicyVersion
from portal.registry import office_panels
from portal.roles import FINANCE_CHECKER
from tests.factories.portal import login, user_with_role
from tests.factories.volunteers import CredentialFactory, HelperFactory, RecordCheckFactory, TownFactory
from volunteers.choices import CredentialKind, CredentialState, HelperState
from volunteers.policies import RECORD_CHECK_DAYS

pytestmark = pytest.mark.django_db


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def certificate(town, days, **fields):
    helper = fields.pop("helper", None) or HelperFactory(area=town)
    valid_to = None if days is None else in_days(days)
    return CredentialFactory(helper=helper, **{"kind": CredentialKind.TEACHER, "valid_to": valid_to} | fields)


def checked(town, days_ago):
    """A helper whose record was last checked so many days ago."""
    helper = HelperFactory(area=town)
    RecordCheckFactory(helper=helper, checked_on=in_days(-days_ago), clear=True)
    return helper


def rows(user) -> list:
    [panel] = [
        panel for panel in office_panels.panels_for(user) if panel.template_name.endswith("lapsing.html")
    ]
    return panel.context["rows"]


def test_what_ends_within_ninety_days_stands_there_the_nearest_first(town, officer):
    certificate(town, 96)
    certificate(town, -1)
    certificate(town, None)
    later, sooner = certificate(town, 90), certificate(town, 0)
    mended = checked(town, 333)

    found = rows(officer)

    assert [row.days for row in found] == [0, 32, 90]
    assert sooner.helper.name in found[0].title
    assert found[1].mend_url == reverse("helpers:record-check", args=[mended.pk])
    assert later.helper.name in found[2].title


def test_a_record_check_ends_when_the_policy_in_force_says(town, officer):
    checked(town, 333)

    PolicyVersion.objects.create(key=RECORD_CHECK_DAYS.key, effective_from=in_days(0), value=340)

    assert [row.days for row in rows(officer)] == [7]


def test_what_is_already_renewed_or_was_never_checked_is_left_out(town, officer):
    renewed = certificate(town, 10)
    certificate(town, 900, helper=renewed.helper)
    certificate(town, 10, state=CredentialState.CLAIMED)
    certificate(town, 10, helper=HelperFactory(area=town, state=HelperState.LEFT))
    again = checked(town, 333)
    RecordCheckFactory(helper=again, checked_on=in_days(-1), clear=True)

    assert rows(officer) == []


def test_papers_of_other_areas_are_not_named(town, officer):
    certificate(TownFactory(), 10)
    checked(TownFactory(), 333)

    assert rows(officer) == []


def test_who_vets_nobody_sees_no_such_panel(town):
    panels = office_panels.panels_for(user_with_role(FINANCE_CHECKER, town))

    assert not [panel for panel in panels if panel.template_name.endswith("lapsing.html")]


def test_the_page_says_so_when_nothing_lapses_and_how_much_more_there_is(client, town, officer):
    login(client, officer)
    assert "90 天内没有" in client.get("/admin/").text

    for days in range(7):
        certificate(town, days)
    assert "另有 2 项" in client.get("/admin/").text


def test_many_papers_ask_no_more_queries_than_few(town, officer, django_assert_max_num_queries):
    certificate(town, 10)
    checked(town, 333)
    rows(officer)
    for _number in range(4):
        certificate(town, 10)
        checked(town, 333)

    with django_assert_max_num_queries(6):
        found = [provider(officer) for provider in office_panels.providers if provider.__name__ == "lapsing"]
    assert found
