"""Rows stored before a migration mean the same after it, and going back loses none of them."""

from datetime import UTC, date, datetime

import pytest

from tests.migrating import migrate_to

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE, APPROVALS, SEATS = "0007_plan_questions", "0008_first_approval", "0009_members_of_closed_groups"
DECIDED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Past:
    """Helpers, groups and seats of the days before the migrations."""

    def __init__(self):
        self.apps = migrate_to("volunteers", BEFORE)
        self.officer = self.model("portal", "User").objects.create(email="officer@example.org")
        self.area = self.model("portal", "Area").objects.create(
            path="0009", depth=1, code="990900000000", name="青禾县", level="county"
        )

    def model(self, app: str, name: str):
        return self.apps.get_model(app, name)

    def helper(self, state: str, *, vetted: bool = True) -> int:
        helpers = self.model("volunteers", "Helper").objects
        fields = {"state": state, "area": self.area, "vetted_at": DECIDED if vetted else None}
        return helpers.create(number=f"V{helpers.count()}", **fields).pk

    def group(self, state: str, *, closed_at: datetime | None = None):
        subjects = self.model("volunteers", "Subject").objects
        subject = subjects.create(
            code=f"QH-{subjects.count()}",
            area=self.area,
            correction_kind="probation",
            starts_on=date(2025, 1, 1),
            ends_on=date(2026, 1, 1),
            registered_by=self.officer,
        )
        return self.model("volunteers", "SupervisionGroup").objects.create(
            subject=subject,
            area=self.area,
            state=state,
            letter=self.model("volunteers", "LetterVersion").objects.first(),
            created_by=self.officer,
            activated_at=datetime(2025, 1, 5, tzinfo=UTC),
            closed_at=closed_at,
        )

    def seat(self, group, *, joined_on: date = date(2025, 1, 3), **fields) -> int:
        who = {} if "helper_id" in fields else {"label": "母亲"}
        seats = self.model("volunteers", "Membership").objects
        return seats.create(group=group, role="relative", joined_on=joined_on, **who, **fields).pk


def approved_on(apps, helper: int) -> datetime | None:
    return apps.get_model("volunteers", "Helper").objects.get(pk=helper).approved_at


def test_a_decision_counts_as_an_approval_unless_the_application_was_sent_back():
    past = Past()
    decided = [past.helper(state) for state in ("approved", "suspended", "left")]
    sent_back = [past.helper(state) for state in ("returned", "refused")]
    undecided = [past.helper(state, vetted=False) for state in ("draft", "submitted")]

    apps = migrate_to("volunteers", APPROVALS)

    assert [approved_on(apps, helper) for helper in decided] == [DECIDED] * 3
    assert [approved_on(apps, helper) for helper in (*sent_back, *undecided)] == [None] * 4


def test_whoever_sat_in_a_group_was_approved_once_though_sent_back_since():
    past = Past()
    helper = past.helper("returned")
    past.seat(past.group("active"), helper_id=helper)

    assert approved_on(migrate_to("volunteers", APPROVALS), helper) == DECIDED


def test_seats_of_a_closed_group_end_on_the_local_day_of_its_end():
    past = Past()
    evening = datetime(2025, 12, 30, 20, 0, tzinfo=UTC)  # already the 31st in China
    seat = past.seat(past.group("closed", closed_at=evening))

    apps = migrate_to("volunteers", SEATS)

    ended = apps.get_model("volunteers", "Membership").objects.get(pk=seat)
    assert (ended.left_on, ended.leaving_reason) == (date(2025, 12, 31), "小组已关闭")


def test_nobody_leaves_before_they_joined():
    past = Past()
    group = past.group("closed", closed_at=datetime(2025, 6, 1, tzinfo=UTC))
    seat = past.seat(group, joined_on=date(2025, 7, 1))

    apps = migrate_to("volunteers", SEATS)

    assert apps.get_model("volunteers", "Membership").objects.get(pk=seat).left_on == date(2025, 7, 1)


def test_living_groups_and_seats_already_left_stay_as_they_were():
    past = Past()
    present = past.seat(past.group("active"))
    closed = past.group("closed", closed_at=datetime(2025, 6, 1, tzinfo=UTC))
    left = past.seat(closed, left_on=date(2025, 3, 1), leaving_reason="搬家")

    apps = migrate_to("volunteers", SEATS)

    seats = apps.get_model("volunteers", "Membership").objects
    assert seats.get(pk=present).left_on is None
    assert (seats.get(pk=left).left_on, seats.get(pk=left).leaving_reason) == (date(2025, 3, 1), "搬家")


def test_going_back_and_forth_keeps_helpers_and_seats():
    past = Past()
    helper = past.helper("approved")
    seat = past.seat(past.group("closed", closed_at=datetime(2025, 6, 1, tzinfo=UTC)))
    migrate_to("volunteers", SEATS)

    earlier = migrate_to("volunteers", BEFORE)
    assert earlier.get_model("volunteers", "Helper").objects.get(pk=helper).vetted_at == DECIDED
    assert earlier.get_model("volunteers", "Membership").objects.get(pk=seat).left_on == date(2025, 6, 1)

    assert approved_on(migrate_to("volunteers", SEATS), helper) == DECIDED
