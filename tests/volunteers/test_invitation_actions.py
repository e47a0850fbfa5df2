"""From the ranked list to the answer on the phone: every step, every refusal."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.actions import Refused
from portal.models import Notice, User
from tests.factories.groups import (
    InvitationFactory,
    PositionFactory,
    SubjectFactory,
    drafted_group,
    leading_officer,
)
from tests.factories.portal import AreaFactory
from tests.factories.volunteers import HelperFactory, InsuranceFactory, RecordCheckFactory
from volunteers import candidates, snapshots
from volunteers.actions import departures, invitations, no_contacts, positions, vetting
from volunteers.actions.groups import close_group
from volunteers.choices import (
    CredentialKind,
    HelperState,
    HelpKind,
    InvitationState,
    MemberRole,
    PositionState,
    Sex,
)
from volunteers.matching_input import input_for_position
from volunteers.models import Invitation, Position

pytestmark = pytest.mark.django_db


def codes(refusal) -> set[str]:
    return {violation.code for violation in refusal.value.violations}


@pytest.fixture
def position(town, officer):
    return PositionFactory(group=drafted_group(town, officer))


@pytest.fixture
def helper(town):
    return HelperFactory(area=town)


class TestRanking:
    def test_a_helper_of_the_town_may_be_invited_and_the_parts_sum(self, position, helper, officer):
        seat = candidates.rank(position, viewer=officer)

        candidate = seat.lawful[0]
        assert candidate.helper == helper
        assert sum(part["got"] for part in candidate.parts) == candidate.entry["score"]
        assert len(candidate.verdicts) == 17

    def test_experience_that_an_officer_confirmed_counts_where_it_is_welcome(self, town, officer, helper):
        position = PositionFactory(group=drafted_group(town, officer), preferred_tags=["家庭教育"])
        stranger = HelperFactory(area=town)
        vetting.record_agreement(
            stranger, by=officer, caseload_limit=3, experienced=False, experience=["家庭教育"]
        )

        ranked = candidates.rank(position, viewer=officer).lawful

        assert [candidate.helper for candidate in ranked] == [stranger, helper]

    @pytest.mark.parametrize(
        "lapsed", [(), [(date(2024, 1, 1), date(2024, 12, 31))]], ids=["no gap", "a gap"]
    )
    def test_a_lapse_of_cover_in_the_past_leaves_the_insured_insured(self, town, officer, lapsed):
        position = PositionFactory(group=drafted_group(town, officer), has_risk=True, risk_text="入户走访")
        helper = InsuranceFactory(helper__area=town).helper
        for first, last in lapsed:
            InsuranceFactory(helper=helper, valid_from=first, valid_to=last)

        assert [c.helper for c in candidates.rank(position, viewer=officer).lawful] == [helper]

    def test_near_a_minor_a_check_that_found_something_ends_an_older_clear_one(self, town, officer):
        position = PositionFactory(group=drafted_group(town, officer, is_minor=True))
        check = RecordCheckFactory(helper__area=town, checked_on=timezone.localdate() - timedelta(days=9))
        assert candidates.rank(position, viewer=officer).lawful

        RecordCheckFactory(helper=check.helper, clear=False)

        assert not candidates.rank(position, viewer=officer).lawful

    def test_serving_in_a_closed_group_of_the_subject_counts_as_past(self, town, officer, helper):
        group = drafted_group(town, officer)
        seated = PositionFactory(group=group)
        invitations.accept(invitations.invite(seated, helper=helper, by=officer), by=helper.account)
        close_group(group, reason="期满", by=officer)

        data = input_for_position(PositionFactory(group=drafted_group(town, officer)), area_ids=[town.pk])

        assert data["helpers"][0]["past_groups"] == [group.subject.code]

    def test_the_number_of_queries_does_not_grow_with_helpers(self, position, town, officer):
        HelperFactory.create_batch(2, area=town)
        _queries(position, officer)
        with_two = _queries(position, officer)
        HelperFactory.create_batch(3, area=town)

        assert _queries(position, officer) == with_two

    def test_who_neither_serves_the_area_nor_belongs_to_the_officer_is_not_shown(self, position, officer):
        HelperFactory()

        assert candidates.rank(position, viewer=officer).everybody == []

    def test_a_traveller_from_the_next_town_is_ranked_after_a_neighbour(
        self, position, helper, town, officer
    ):
        traveller = HelperFactory(area=AreaFactory(parent=town.get_parent()), travels=True)

        ranked = [c.helper for c in candidates.rank(position, viewer=officer).lawful]

        assert ranked == [helper, traveller]

    def test_one_step_away_names_the_step(self, position, town, officer):
        HelperFactory(area=town, trained_on=None)

        near = candidates.rank(position, viewer=officer).one_step_away[0]

        assert [str(verdict.remedy) != "" for verdict in near.failures] == [True]

    def test_a_seat_for_a_woman_leaves_men_out_while_the_group_lacks_one(self, town, officer):
        group = drafted_group(town, officer, is_female=True)
        position = PositionFactory(group=group, wants_female=True)
        woman, man = HelperFactory(area=town), HelperFactory(area=town, sex=Sex.MALE)

        seat = candidates.rank(position, viewer=officer)

        assert [c.helper for c in seat.lawful] == [woman]
        assert [v.code for v in seat.candidate(man).violations] == ["pair.seat_for_a_woman"]

    def test_sex_changes_no_score(self, position, town, officer):
        HelperFactory(area=town, sex=Sex.MALE)
        HelperFactory(area=town, sex=Sex.FEMALE)

        scores = {c.entry["score"] for c in candidates.rank(position, viewer=officer).lawful}

        assert len(scores) == 1


def _queries(position, officer):
    with CaptureQueriesContext(connection) as queries:
        seat = candidates.rank(position, viewer=officer)
        [str(c.helper.area) + str(c.verdicts) for c in seat.everybody]
    return len(queries)


class TestInviting:
    def test_an_invitation_waits_with_what_was_known(self, position, helper, officer):
        invitation = invitations.invite(position, helper=helper, by=officer)

        position.refresh_from_db()
        kept = Invitation.objects.get().snapshot
        assert (invitation.state, position.state) == (InvitationState.SENT, PositionState.INVITED)
        assert kept["sha256"] == snapshots.digest(kept)
        assert (kept["place"], kept["of"], len(kept["said"])) == (1, 1, 17)
        assert Notice.objects.filter(account=helper.account, kind="invitation_sent").exists()

    def test_the_snapshot_holds_no_name(self, position, helper, officer):
        invitation = invitations.invite(position, helper=helper, by=officer)

        assert helper.name not in str(invitation.snapshot)

    def test_the_database_keeps_the_snapshot_as_it_was(self, position, helper, officer):
        invitation = invitations.invite(position, helper=helper, by=officer)

        with pytest.raises(DatabaseError), transaction.atomic():
            Invitation.objects.filter(pk=invitation.pk).update(snapshot={})

    def test_every_broken_pair_rule_is_named(self, position, town, officer):
        helper = HelperFactory(area=town, trained_on=None, accepting=False, help_kinds=[])

        with pytest.raises(Refused) as refusal:
            invitations.invite(position, helper=helper, by=officer)

        assert codes(refusal) == {"pair.trained", "pair.accepting", "pair.help_kind"}

    def test_passing_over_the_first_needs_a_reason(self, position, helper, town, officer):
        traveller = HelperFactory(area=AreaFactory(parent=town.get_parent()), travels=True)

        with pytest.raises(Refused) as refusal:
            invitations.invite(position, helper=traveller, by=officer)
        invitation = invitations.invite(
            position, helper=traveller, override_reason="熟悉对象家庭", by=officer
        )

        assert codes(refusal) == {"invitation.reason_missing"}
        assert (invitation.snapshot["place"], invitation.snapshot["first"]) == (2, helper.number)

    def test_between_people_with_as_many_points_nobody_is_passed_over(self, position, helper, town, officer):
        twin = HelperFactory(area=town)

        invitation = invitations.invite(position, helper=twin, by=officer)

        assert (invitation.snapshot["place"], invitation.snapshot["first"]) == (1, helper.number)

    def test_a_seat_is_offered_to_one_at_a_time(self, position, helper, town, officer):
        invitations.invite(position, helper=helper, by=officer)

        with pytest.raises(Refused) as refusal:
            invitations.invite(position, helper=HelperFactory(area=town), by=officer)

        assert codes(refusal) == {"position.not_open"}

    def test_who_must_not_meet_the_subject_is_not_invited(self, position, helper, officer):
        no_contacts.record_no_contact(
            subject=position.group.subject, helper=helper, reason="被害人", by=officer
        )

        with pytest.raises(Refused) as refusal:
            invitations.invite(position, helper=helper, by=officer)

        assert codes(refusal) == {"pair.recusal"}
        assert "被害人" not in str(refusal.value)

    def test_an_officer_of_another_area_invites_nobody(self, position, helper, town):
        stranger = leading_officer(AreaFactory(parent=town.get_parent()))

        with pytest.raises(PermissionDenied):
            invitations.invite(position, helper=helper, by=stranger)


class TestAccepting:
    def test_yes_takes_the_seat_and_everybody_signs_again(self, position, helper, officer):
        invitation = invitations.invite(position, helper=helper, by=officer)

        invitations.accept(invitation, by=helper.account)

        position.refresh_from_db()
        seat = position.group.memberships.get(helper=helper)
        assert (position.state, seat.role, seat.is_female) == (PositionState.FILLED, MemberRole.HELPER, True)
        assert position.group.memberships.to_sign().count() == 2

    def test_nobody_else_may_say_yes(self, position, helper, officer):
        invitation = invitations.invite(position, helper=helper, by=officer)

        with pytest.raises(PermissionDenied):
            invitations.accept(invitation, by=officer)

    def test_yes_is_said_once(self, position, helper, officer):
        invitation = invitations.invite(position, helper=helper, by=officer)
        invitations.accept(invitation, by=helper.account)

        with pytest.raises(Refused) as refusal:
            invitations.accept(invitation, by=helper.account)

        assert codes(refusal) == {"invitation.not_waiting"}
        assert position.group.memberships.filter(helper=helper).count() == 1

    def test_a_rule_that_fails_meanwhile_stops_the_acceptance(self, position, helper, officer):
        invitation = invitations.invite(position, helper=helper, by=officer)
        helper.state = HelperState.SUSPENDED
        helper.save(update_fields=["state"])

        with pytest.raises(Refused) as refusal:
            invitations.accept(invitation, by=helper.account)

        assert codes(refusal) == {"pair.vetted"}

    def test_two_invitations_for_the_last_free_place_give_one_seat(self, position, helper, town, officer):
        helper.caseload_limit = 1
        helper.save(update_fields=["caseload_limit"])
        other = PositionFactory(group=drafted_group(town, officer))
        first = InvitationFactory(position=position, helper=helper)
        second = InvitationFactory(position=other, helper=helper)
        second_waits = second.pk
        Invitation.objects.filter(pk=second_waits).update(state=InvitationState.EXPIRED)
        invitations.accept(first, by=helper.account)
        Invitation.objects.filter(pk=second_waits).update(state=InvitationState.SENT)

        with pytest.raises(Refused) as refusal:
            invitations.accept(second, by=helper.account)

        assert codes(refusal) == {"pair.caseload"}

    def test_after_the_last_day_it_is_too_late(self, town, helper, position):
        invitation = InvitationFactory(
            position=position, helper=helper, answer_by=timezone.localdate() - timedelta(days=1)
        )

        with pytest.raises(Refused) as refusal:
            invitations.accept(invitation, by=helper.account)

        assert codes(refusal) == {"invitation.too_late"}


class TestDeclining:
    def test_no_costs_nothing_and_opens_the_seat(self, position, helper, officer):
        invitation = invitations.invite(position, helper=helper, by=officer)

        invitations.decline(invitation, by=helper.account)

        position.refresh_from_db()
        assert position.state == PositionState.OPEN

    def test_who_said_no_is_not_asked_for_this_group_again(self, position, helper, officer):
        invitations.decline(invitations.invite(position, helper=helper, by=officer), by=helper.account)

        with pytest.raises(Refused) as refusal:
            invitations.invite(Position.objects.get(), helper=helper, by=officer)

        assert codes(refusal) == {"pair.not_declined"}

    def test_no_changes_no_score_elsewhere(self, position, helper, town, officer):
        other = PositionFactory(group=drafted_group(town, officer))
        before = candidates.rank(other, viewer=officer).lawful[0].entry["score"]
        invitations.decline(invitations.invite(position, helper=helper, by=officer), by=helper.account)

        assert candidates.rank(other, viewer=officer).lawful[0].entry["score"] == before


class TestEndings:
    def test_the_office_takes_an_offer_back_with_a_reason(self, position, helper, officer):
        invitation = invitations.invite(position, helper=helper, by=officer)

        with pytest.raises(Refused) as refusal:
            invitations.withdraw(invitation, reason="", by=officer)
        invitations.withdraw(invitation, reason="时间调整", by=officer)

        position.refresh_from_db()
        assert codes(refusal) == {"reason.missing"}
        assert position.state == PositionState.OPEN

    def test_unanswered_invitations_expire_once(self, position, helper):
        late = InvitationFactory(
            position=position, helper=helper, answer_by=timezone.localdate() - timedelta(days=1)
        )

        call_command("expire_invitations")
        call_command("expire_invitations")

        late.refresh_from_db()
        position.refresh_from_db()
        assert (late.state, position.state) == (InvitationState.EXPIRED, PositionState.OPEN)
        assert Notice.objects.filter(account=helper.account, kind="invitation_expired").count() == 1

    def test_an_invitation_of_today_does_not_expire(self, position, helper):
        waiting = InvitationFactory(position=position, helper=helper, answer_by=timezone.localdate())

        call_command("expire_invitations")

        waiting.refresh_from_db()
        assert waiting.state == InvitationState.SENT

    def test_nobody_ends_an_invitation_for_want_of_an_answer_before_its_time_is_over(
        self, position, helper, officer
    ):
        waiting = InvitationFactory(position=position, helper=helper, answer_by=timezone.localdate())

        with pytest.raises(Refused) as refusal:
            invitations.expire(waiting, by=officer)

        assert codes(refusal) == {"invitation.not_overdue"}

    def test_a_helper_who_stops_is_asked_nothing_more(self, position, helper, officer):
        invitation = invitations.invite(position, helper=helper, by=officer)

        departures.withdraw_consent(helper, by=helper.account)

        invitation.refresh_from_db()
        position.refresh_from_db()
        assert (invitation.state, position.state) == (InvitationState.WITHDRAWN, PositionState.OPEN)

    def test_the_system_account_takes_nothing_back_for_others(self, position, helper):
        invitation = InvitationFactory(position=position, helper=helper)

        with pytest.raises(PermissionDenied):
            invitations.withdraw(invitation, reason="x", by=User.objects.system())


class TestPositions:
    def test_counselling_needs_a_certificate(self, town, officer):
        position = PositionFactory.build(
            group=drafted_group(town, officer), help_kind=HelpKind.PSYCH_COUNSELLING, created_by=None
        )

        with pytest.raises(Refused) as refusal:
            positions.open_position(position, by=officer)
        position.credential = CredentialKind.COUNSELLOR

        assert codes(refusal) == {"position.needs_credential"}
        assert positions.open_position(position, by=officer).area == town

    def test_fixed_times_and_dates_must_make_sense(self, town, officer):
        position = PositionFactory.build(
            group=drafted_group(town, officer),
            fixed_time=True,
            starts_on=timezone.localdate() - timedelta(days=1),
            created_by=None,
        )

        with pytest.raises(Refused) as refusal:
            positions.open_position(position, by=officer)

        assert codes(refusal) == {"position.needs_windows", "position.dates_past"}

    def test_publishing_needs_risks_and_no_code(self, position, officer):
        code = position.group.subject.code

        with pytest.raises(Refused) as refusal:
            positions.publish_position(position, public_title=f"陪伴 {code}", risk_text=" ", by=officer)
        positions.publish_position(
            position, public_title="周末陪伴走访", risk_text="入户走访，两人同行。", by=officer
        )

        assert codes(refusal) == {"position.risk_text_missing", "call.personal_data"}
        assert list(Position.objects.on_needs_board()) == [position]

    @pytest.mark.parametrize("field", ["public_title", "risk_text"])
    @pytest.mark.parametrize(
        "words", ["电话 138 0013 8000", "证件 110101199003070038", "对象 qh-2026-9999", "对象 {own}"]
    )
    def test_nothing_that_names_a_person_is_published(self, position, officer, field, words):
        SubjectFactory(code="QH-2026-9999")
        texts = {"public_title": "周末陪伴走访", "risk_text": "入户走访，两人同行。"}
        texts[field] = words.format(own=position.group.subject.code.lower())

        with pytest.raises(Refused) as refusal:
            positions.publish_position(position, **texts, by=officer)

        assert set(refusal.value.by_field()) == {field}

    def test_a_cancelled_seat_withdraws_its_invitation(self, position, helper, officer):
        invitation = invitations.invite(position, helper=helper, by=officer)

        positions.cancel_position(position, reason="方案调整", by=officer)

        invitation.refresh_from_db()
        assert invitation.state == InvitationState.WITHDRAWN

    def test_a_filled_seat_is_not_cancelled(self, position, officer):
        Position.objects.update(state=PositionState.FILLED)

        with pytest.raises(Refused) as refusal:
            positions.cancel_position(position, reason="方案调整", by=officer)

        assert codes(refusal) == {"state.not_possible"}
