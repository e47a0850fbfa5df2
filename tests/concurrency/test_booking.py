"""Two officers who want the same helper at the same time: one books, the other is told why not."""

from collections import Counter
from datetime import timedelta

import pytest

from portal import roles
from tests.concurrency.racing import race
from tests.factories.portal import AreaFactory, user_with_role
from tests.factories.training import at, helper_in
from training.choices import SessionKind
from training.models import Booking, Session

pytestmark = pytest.mark.django_db(transaction=True)


def _plan(officer_id: int, helper_id: int, slot: int):
    from portal.models import User
    from training.planning import Plan
    from volunteers.models import Helper

    officer = User.objects.select_related("office").get(pk=officer_id)
    starts_at = at("08:00", days=10 + slot)
    return officer, Plan(
        kind=SessionKind.HELPER_TRAINING,
        area=officer.areas.first(),
        office=officer.office,
        place="会议室",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        helpers=(Helper.objects.get(pk=helper_id),),
    )


def grab(officer: int, helper: int, slot: int) -> str:
    """Book the slot: "booked", or the message that the loser reads."""
    from django.utils import translation

    from portal.actions import Refused
    from training import actions

    by, plan = _plan(officer, helper, slot)
    try:
        with translation.override("zh-hans"):
            actions.book(plan, by=by)
    except Refused as refused:
        return str(refused.violations[0].message)
    return "booked"


def grab_without_looking(officer: int, helper: int, slot: int) -> str:
    """What a booking without lock and rules would do: the database still refuses the second."""
    from django.db import IntegrityError, transaction

    by, plan = _plan(officer, helper, slot)
    session = Session.objects.create(
        kind=plan.kind,
        area=plan.area,
        office=plan.office,
        place=plan.place,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        created_by=by,
    )
    try:
        with transaction.atomic():
            Booking.objects.create(
                session=session, helper=plan.helpers[0], held_from=plan.starts_at, held_to=plan.ends_at
            )
    except IntegrityError:
        return "refused by the database"
    return "booked"


@pytest.fixture
def contest():
    """An officer account for each process, and the helper whom all of them want."""
    town = AreaFactory(parent=AreaFactory())
    helper = helper_in(town)

    def jobs(processes: int, slots: int) -> list[list[dict]]:
        officers = [user_with_role(roles.OFFICER, town) for _number in range(processes)]
        return [
            [{"officer": officer.pk, "helper": helper.pk, "slot": slot} for slot in range(slots)]
            for officer in officers
        ]

    return jobs


@pytest.mark.parametrize(
    ("processes", "slots"),
    [(2, 10), pytest.param(2, 50, marks=pytest.mark.slow), pytest.param(8, 12, marks=pytest.mark.slow)],
)
def test_each_slot_has_one_winner_and_the_losers_read_why(contest, tmp_path, processes, slots):
    answers = race(tmp_path, "tests.concurrency.test_booking:grab", contest(processes, slots))

    for slot, words in enumerate(zip(*answers, strict=True)):
        counted = Counter(words)
        assert counted.pop("booked", 0) == 1, (slot, words)
        assert all(word.startswith("该时段与“志愿者培训") for word in counted), (slot, words)
    assert Booking.objects.active().count() == Session.objects.count() == slots


@pytest.mark.slow
def test_the_database_alone_lets_nobody_in_twice(contest, tmp_path):
    answers = race(tmp_path, "tests.concurrency.test_booking:grab_without_looking", contest(4, 12))

    assert Booking.objects.active().count() == 12
    for words in zip(*answers, strict=True):
        assert words.count("booked") <= 1, words


@pytest.mark.slow
def test_without_lock_and_backstop_the_race_is_real(contest, tmp_path):
    """The proof that these tests can fail: take both away and two winners appear on PostgreSQL."""
    from django.db import connection

    from training import no_overlap

    if connection.vendor != "postgresql":
        pytest.skip("SQLite runs one writer at a time; the race needs PostgreSQL (DATABASE_URL)")
    with connection.cursor() as cursor:
        for resource in no_overlap.RESOURCES:
            cursor.execute(f"ALTER TABLE {no_overlap.TABLE} DROP CONSTRAINT booking_no_overlap_{resource}")
    try:
        race(tmp_path, "tests.concurrency.test_booking:grab_after_a_naive_look", contest(8, 30))
        winners = Booking.objects.active().count()
    finally:
        Booking.objects.all().delete()
        no_overlap.install()

    assert winners > 30


def grab_after_a_naive_look(officer: int, helper: int, slot: int) -> str:
    """Look first, then write, without a lock: the mistake that the action avoids."""
    import time

    _by, plan = _plan(officer, helper, slot)
    if Booking.objects.overlapping(plan.starts_at, plan.ends_at).filter(helper=helper).exists():
        return "taken"
    time.sleep(0.005)
    return grab_without_looking(officer, helper, slot)
