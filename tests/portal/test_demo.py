"""The demo: the proportions of a real county, as often as the scale asks, in one consistent record."""

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from portal import demo
from portal.models import Area, AuditEntry, User
from services.ledger.checking import check_ledger
from services.models import Appropriation, Contract, LedgerEntry, Payment
from volunteers.choices import CorrectionKind, GroupState, SubjectState
from volunteers.models import Helper, Membership, Position, Subject, SupervisionGroup
from volunteers.rules import invitations as rules

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

COUNTIES = 2


@pytest.fixture
def two_counties(settings):
    settings.DEMO = True
    scale = demo.Scale("two counties", COUNTIES, helpers=400, groups=364, subjects=127, seats_a_group=1)
    demo.load(demo.Demo(scale=scale, today=timezone.localdate(), say=lambda text: None))
    return list(Area.objects.filter(depth=1).order_by("code"))


def test_every_county_has_the_proportions_of_the_first(two_counties):
    assert [area.name for area in two_counties] == ["青禾县", "青澜县"]
    for county in two_counties:
        inside = {"area__path__startswith": county.path}
        subjects = Subject.objects.filter(state=SubjectState.ACTIVE, **inside)
        assert Helper.objects.filter(**inside).count() == 400
        assert SupervisionGroup.objects.filter(**inside).count() == 364
        assert subjects.filter(correction_kind=CorrectionKind.PROBATION).count() == 124
        assert subjects.filter(correction_kind=CorrectionKind.PAROLE).count() == 3
        funds = Appropriation.objects.filter(area=county).values_list("amount_fen", flat=True)
        assert list(funds) == [15_240_000, 15_240_000]

    assert Contract.objects.count() == COUNTIES
    assert check_ledger().fault is None


def test_every_helper_is_found_by_name_and_known_by_the_id_number(two_counties):
    helper = Helper.objects.order_by("pk").last()

    assert helper in Helper.objects.search(helper.name)
    assert list(Helper.objects.with_id_number(helper.id_number.reveal())) == [helper]


def test_every_seat_of_a_helper_has_a_position_within_the_minutes_they_give(two_counties):
    seats = Membership.objects.exclude(helper=None)
    loaded = Helper.objects.with_load()

    assert not seats.filter(position=None).exists()
    assert loaded.filter(groups_now__gt=0).exists()
    assert not loaded.filter(minutes_now__gt=F("minutes_per_month")).exists()


def test_what_every_position_asks_for_fits_its_own_times_session_and_month(two_counties):
    faults = [
        fault
        for one in Position.objects.all()
        for fault in (
            rules.month_holds_a_session(one.session_minutes, one.minutes_per_month),
            rules.a_session_fits_the_times(one.session_minutes, one.windows),
            rules.month_fits_the_times(one.fixed_time, one.windows, one.minutes_per_month),
        )
        if fault
    ]

    assert faults == []


def test_in_a_city_every_open_group_looks_for_helpers_and_none_of_it_is_published(two_counties):
    groups = SupervisionGroup.objects.exclude(state=GroupState.CLOSED)
    looking = Position.objects.open().filter(published_at=None).values("group")

    assert groups.exclude(pk__in=looking).count() == 0
    assert Position.objects.on_needs_board().count() < groups.count()


def test_what_was_done_with_money_was_done_in_its_time_and_in_order(two_counties):
    payment = Payment.objects.order_by("pk").first()
    sheet, settlement = payment.settlement.acceptance, payment.settlement
    steps = AuditEntry.objects.filter(object_type__in=["services.acceptance", "services.settlement"])
    moments = list(
        LedgerEntry.objects.filter(chain__name=payment.contract.chain)
        .order_by("seq")
        .values_list("at", flat=True)
    )

    assert sheet.period_to < timezone.localdate(sheet.signed_at) <= timezone.localdate(settlement.settled_at)
    assert timezone.localdate(settlement.settled_at) < payment.paid_on < timezone.localdate()
    assert steps.get(action="acceptance.signed", object_id=sheet.pk).at == sheet.signed_at
    assert sheet.prepared_by_id != sheet.signed_by_id
    assert moments[0] < sheet.signed_at < moments[-1]


def test_only_the_first_county_has_people_one_can_sign_in_as(two_counties):
    signing_in = [user.email for user in User.objects.all() if user.has_usable_password()]

    assert len(signing_in) == 13
    assert all("." not in email.partition("@")[0] for email in signing_in)


def test_a_database_in_use_is_refused(settings):
    settings.DEMO = True
    User.objects.create_user("somebody@xieshou.example", name="来过的人")

    with pytest.raises(CommandError, match="not empty"):
        call_command("demo")
