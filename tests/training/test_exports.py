"""What was arranged and who came, as files: the officer's own areas, with a reason, helpers by number."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from portal import roles
from portal.models import AuditEntry
from tests.factories.portal import AreaFactory, login, user_with_role
from tests.factories.training import booked, helper_in, subject_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    return login(client, user_with_role(roles.OFFICER, AreaFactory(parent=AreaFactory())))


def table(client, name):
    answer = client.post(reverse(f"{name}:export"), {"reason": "季度核对", "file_format": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def test_the_sessions_of_ones_own_areas_become_a_file(client, officer):
    booked(officer, place="柳溪司法所")
    booked(user_with_role(roles.OFFICER, AreaFactory(parent=AreaFactory())))

    [row] = table(client, "sessions")

    assert "柳溪司法所" in row.values()
    assert AuditEntry.objects.get(action="session.exported").detail["rows"] == 1


def test_attendance_becomes_a_file_of_helpers_by_number_and_of_no_subject(client, officer):
    [area] = officer.areas
    helper, subject = helper_in(area), subject_in(area)
    booked(officer, helpers=(helper,), subjects=(subject,))

    [row] = table(client, "bookings")

    assert helper.number in row.values()
    assert not {helper.name, subject.code} & set(row.values())
