"""The audit log holds the visitor's address, read as the rate limits read it."""

import pytest
from django.urls import reverse

from portal import roles
from portal.models import AuditEntry
from tests.factories.portal import AreaFactory, OfficeFactory, login, user_with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def address_of_a_denied_visit(client, settings):
    """What the log says of somebody who opens a foreign office behind one proxy."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    login(client, user_with_role(roles.ADMINISTRATOR, AreaFactory()))
    foreign = OfficeFactory(areas=[AreaFactory()])

    def visit(forwarded):
        headers = {"X-Forwarded-For": forwarded} if forwarded else {}
        client.get(reverse("offices:inspect", args=[foreign.pk]), headers=headers)
        return AuditEntry.objects.filter(result="denied").latest("pk").address

    return visit


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:5123", "203.0.113.7"),
        ("192.0.2.1, 203.0.113.7", "203.0.113.7"),
        ("[2001:db8::7]:5123", "2001:db8::7"),
        ("unknown", None),
        (None, "127.0.0.1"),
    ],
)
def test_the_last_forwarded_address_counts_without_port_or_brackets(
    address_of_a_denied_visit, forwarded, address
):
    assert address_of_a_denied_visit(forwarded) == address
