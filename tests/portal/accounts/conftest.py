"""Fresh limits for every test of the doors, and a helper who may pass them."""

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache

from portal.accounts.sms import MemoryBackend
from tests.factories.portal import UserFactory
from tests.portal.accounts.signing import PASSWORD, PHONE


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()
    MemoryBackend.sent.clear()


@pytest.fixture
def helper():
    """A helper whose e-mail and phone are confirmed."""
    user = UserFactory(email="zhou@example.org", phone=PHONE, phone_verified=True)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
