"""What the database refuses whatever the code above it does."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from services.choices import Account, RecordState
from services.models import ServiceRecord
from tests.factories.portal import UserFactory
from tests.factories.services import ContractItemFactory, ServiceRecordFactory

pytestmark = pytest.mark.django_db


def refused(**changes):
    """Whether an UPDATE around every action is refused."""
    record = ServiceRecordFactory(**changes.pop("made", {}))
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceRecord.objects.filter(pk=record.pk).update(
            **{name: value(record) if callable(value) else value for name, value in changes.items()}
        )
    return True


def verified_by(person):
    return {"state": RecordState.VERIFIED, "verified_by": person, "verified_at": timezone.now()}


def test_nobody_verifies_what_they_logged():
    assert refused(**verified_by(lambda record: record.recorded_by))


def test_nobody_verifies_their_own_hours():
    assert refused(**verified_by(lambda record: record.helper_account))


def test_another_person_verifies():
    record = ServiceRecordFactory()

    assert ServiceRecord.objects.filter(pk=record.pk).update(**verified_by(UserFactory())) == 1


def test_a_record_is_not_verified_by_nobody():
    assert refused(state=RecordState.VERIFIED)


def test_an_hour_is_never_both_volunteer_and_purchased():
    assert refused(contract_item=lambda record: ContractItemFactory())
    assert refused(account=Account.PURCHASED)


def test_a_purchased_hour_does_not_turn_into_volunteering():
    assert refused(made={"contract_item": ContractItemFactory()}, account=Account.VOLUNTEER)


def test_more_than_the_value_is_never_payable():
    made = {"contract_item": ContractItemFactory()}

    assert refused(made=made, payable_fen=lambda record: record.amount_fen + 1)
    assert refused(made=made, payable_minutes=lambda record: record.minutes + 1)
