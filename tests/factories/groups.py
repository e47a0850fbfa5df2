"""Subjects, supervision groups, seats and invitations.

``HelperFactory(area=town)`` passes all seventeen pair rules for ``PositionFactory(group=…)`` of
the same town. ``drafted_group(town)`` is a lawful group of an adult man: only its letter is unsigned.
"""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from portal.models import Area, User
from portal.roles import OFFICER
from tests.factories.portal import OfficeFactory, UserFactory, user_with_role
from tests.factories.volunteers import HelperFactory
from volunteers.choices import (
    CorrectionKind,
    HelperKind,
    HelpKind,
    InvitationState,
    MemberRole,
    PositionState,
)
from volunteers.models import (
    Invitation,
    LetterVersion,
    Membership,
    Position,
    RecruitmentCall,
    Subject,
    SupervisionGroup,
)


def _in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def leading_officer(area: Area, **fields) -> User:
    """An officer of an office that covers ``area`` and may lead groups."""
    office = OfficeFactory(areas=[area], may_lead_groups=True)
    return user_with_role(OFFICER, office=office, **fields)


def letter_in_force() -> LetterVersion:
    """The first version; a test that emptied the database finds it again."""
    defaults = {"text": "矫正责任书", "effective_from": date(2020, 7, 1)}
    return LetterVersion.objects.get_or_create(number=1, defaults=defaults)[0]


class SubjectFactory(DjangoModelFactory):
    """An adult man on probation."""

    class Meta:
        model = Subject

    code = factory.Sequence(lambda n: f"QH-2026-{n:04}")
    area = factory.SubFactory("tests.factories.portal.AreaFactory")
    correction_kind = CorrectionKind.PROBATION
    starts_on = factory.LazyFunction(lambda: _in_days(-100))
    ends_on = factory.LazyFunction(lambda: _in_days(600))
    registered_by = factory.SubFactory(UserFactory)


class GroupFactory(DjangoModelFactory):
    """A drafted group without members."""

    class Meta:
        model = SupervisionGroup

    subject = factory.SubFactory(SubjectFactory)
    area = factory.SelfAttribute("subject.area")
    letter = factory.LazyFunction(lambda: letter_in_force())
    created_by = factory.SubFactory(UserFactory)


class MembershipFactory(DjangoModelFactory):
    """A member named by capacity only; ``account=`` or ``helper=`` instead of ``label``."""

    class Meta:
        model = Membership

    group = factory.SubFactory(GroupFactory)
    role = MemberRole.RELATIVE
    label = factory.LazyAttribute(lambda seat: "" if (seat.account or seat.helper) else "母亲")
    account = helper = None
    joined_on = factory.LazyFunction(timezone.localdate)


class PositionFactory(DjangoModelFactory):
    """An open seat for a volunteer's home visits, at flexible times."""

    class Meta:
        model = Position

    group = factory.SubFactory(GroupFactory)
    area = factory.SelfAttribute("group.area")
    helper_kind = HelperKind.VOLUNTEER
    help_kind = HelpKind.HOME_VISIT
    starts_on = factory.LazyFunction(lambda: _in_days(20))
    deadline = factory.LazyFunction(lambda: _in_days(20))
    created_by = factory.SelfAttribute("group.created_by")


class InvitationFactory(DjangoModelFactory):
    """A sent invitation; its position waits for the answer."""

    class Meta:
        model = Invitation

    position = factory.SubFactory(PositionFactory, state=PositionState.INVITED)
    helper = factory.SubFactory(HelperFactory, area=factory.SelfAttribute("..position.area"))
    state = InvitationState.SENT
    sent_by = factory.SelfAttribute("position.created_by")
    answer_by = factory.LazyFunction(lambda: _in_days(7))


class RecruitmentCallFactory(DjangoModelFactory):
    """An open call for one volunteer in a town, each for another kind of help."""

    class Meta:
        model = RecruitmentCall

    area = factory.SubFactory("tests.factories.portal.AreaFactory", level="town")
    helper_kind = HelperKind.VOLUNTEER
    help_kind = factory.Iterator(HelpKind.values)
    count = 1
    title = "招募志愿者：走访"
    text = "参与走访，时间可商量。"
    risk_text = "走访时两人同行，不单独进入住所。"
    until = factory.LazyFunction(lambda: _in_days(30))
    published_by = factory.SubFactory(UserFactory)
    published_at = factory.LazyFunction(timezone.now)


def drafted_group(
    area: Area, leader: User | None = None, *, signed: bool = False, **facts
) -> SupervisionGroup:
    """A group with a leader of the area's office; ``signed=True``: nothing is missing any more."""
    leader = leader or leading_officer(area)
    group = GroupFactory(subject=SubjectFactory(area=area, registered_by=leader, **facts), created_by=leader)
    MembershipFactory(group=group, role=MemberRole.LEADER, account=leader)
    if signed:
        sign_all(group)
    return group


def sign_all(group: SupervisionGroup) -> None:
    """Everybody in the group has signed the present round."""
    group.refresh_from_db()
    group.memberships.present().update(signed_round=group.letter_round, signed_at=timezone.now())
