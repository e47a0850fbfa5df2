"""Many clicks at once: one membership, no server error, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from portal.actions import Refused
from tests.factories.groups import InvitationFactory, PositionFactory, drafted_group
from tests.factories.volunteers import HelperFactory
from volunteers.actions import groups, invitations, letters, vetting
from volunteers.choices import GroupState, InvitationState
from volunteers.models import Helper, Invitation, Membership, SupervisionGroup

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(calls):
    """Run every call in a thread of its own; a refusal counts as an answer, anything else fails."""

    def run(call):
        try:
            return call()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_accepting_twelve_times_at_once_gives_one_membership(town):
    helper = HelperFactory(area=town)
    invitation = InvitationFactory(position__group=drafted_group(town), helper=helper)

    answers = at_once([lambda: invitations.accept(invitation, by=helper.account)] * 12)

    assert sum(not isinstance(answer, Refused) for answer in answers) == 1
    assert Membership.objects.filter(helper=helper).count() == 1


def test_two_officers_inviting_for_one_seat_send_one_invitation(town):
    position = PositionFactory(group=drafted_group(town))
    officers = [position.created_by, position.created_by]
    people = HelperFactory.create_batch(2, area=town)

    answers = at_once(
        [
            lambda helper=helper, officer=officer: invitations.invite(
                position, helper=helper, override_reason="熟悉情况", by=officer
            )
            for helper, officer in zip(people, officers, strict=True)
        ]
    )

    assert sum(isinstance(answer, Invitation) for answer in answers) == 1
    assert Invitation.objects.filter(state=InvitationState.SENT).count() == 1


def test_activating_while_somebody_signs_never_leaves_an_unsigned_active_group(town):
    group = drafted_group(town)
    leader = group.memberships.get()

    at_once(
        [
            lambda: letters.sign_letter(leader, by=leader.account),
            *[lambda: groups.activate(group, by=leader.account)] * 4,
        ]
    )

    group = SupervisionGroup.objects.get()
    assert group.state == GroupState.DRAFT or not group.memberships.to_sign().exists()


def test_a_helper_is_suspended_while_saying_yes_and_nobody_waits_for_ever(town):
    helper = HelperFactory(area=town)
    waiting = [InvitationFactory(position__group=drafted_group(town), helper=helper) for _number in range(3)]
    officer = waiting[0].sent_by

    answers = at_once(
        [
            *[lambda each=each: invitations.accept(each, by=helper.account) for each in waiting],
            lambda: vetting.suspend(helper, by=officer, reason="核查中"),
            *[lambda each=each: invitations.accept(each, by=helper.account) for each in waiting],
        ]
    )

    assert sum(isinstance(answer, Helper) for answer in answers) == 1
    assert not Invitation.objects.unanswered().exists()
    assert (
        Membership.objects.filter(helper=helper).count()
        == Invitation.objects.filter(state="accepted").count()
    )
