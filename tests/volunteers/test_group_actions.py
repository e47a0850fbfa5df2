"""Forming, staffing, signing, activating and closing a supervision group, with every refusal."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from portal.actions import Refused
from portal.models import AuditEntry, Notice
from portal.roles import HELPER, OFFICE_HEAD, OFFICER
from tests.factories.groups import (
    GroupFactory,
    InvitationFactory,
    MembershipFactory,
    PositionFactory,
    SubjectFactory,
    drafted_group,
    leading_officer,
    sign_all,
)
from tests.factories.portal import AreaFactory, OfficeFactory, UserFactory, user_with_role
from tests.factories.volunteers import HelperFactory, RecordCheckFactory
from volunteers.actions import departures, invitations, letters, no_contacts, subjects, vetting
from volunteers.actions import groups as actions
from volunteers.choices import (
    MINOR_SPECIALIST,
    GroupState,
    InvitationState,
    MemberRole,
    PositionState,
    SubjectState,
)
from volunteers.models import LetterVersion, RecordCheck, Subject, SupervisionGroup
from volunteers.models.group_facts import group_facts
from volunteers.rules import groups as rules
from volunteers.signals import group_closed

pytestmark = pytest.mark.django_db


def codes(refusal) -> set[str]:
    return {violation.code for violation in refusal.value.violations}


@pytest.fixture
def elsewhere(town):
    return AreaFactory(parent=town.get_parent())


class TestSubjects:
    def test_a_subject_is_registered_under_a_code(self, town, officer):
        subject = subjects.register_subject(SubjectFactory.build(area=town, registered_by=None), by=officer)

        assert (Subject.objects.get().code, subject.registered_by) == (subject.code, officer)

    def test_a_subject_of_another_area_is_refused(self, elsewhere, officer):
        with pytest.raises(Refused) as refusal:
            subjects.register_subject(SubjectFactory.build(area=elsewhere, registered_by=None), by=officer)

        assert codes(refusal) == {"group.outside_area"}

    def test_the_flag_of_a_minor_cannot_be_changed(self, town, officer):
        subject = SubjectFactory(area=town, is_minor=True)
        subject.is_minor = False

        with pytest.raises(Refused) as refusal:
            subjects.change_subject(subject, by=officer)

        assert codes(refusal) == {"subject.flags_fixed"}

    @pytest.mark.parametrize("flag", ["is_minor", "is_female"])
    def test_the_database_refuses_to_change_a_flag(self, flag):
        subject = SubjectFactory()

        with pytest.raises(DatabaseError), transaction.atomic():
            Subject.objects.filter(pk=subject.pk).update(**{flag: True})

    def test_release_needs_somebody_who_takes_over(self, town, officer):
        with pytest.raises(Refused) as refusal:
            subjects.end_correction(
                SubjectFactory(area=town), outcome=SubjectState.RELEASED, handed_over_to=" ", by=officer
            )

        assert codes(refusal) == {"subject.handover_missing"}

    def test_release_closes_the_group_and_what_it_planned(self, town, officer):
        group = drafted_group(town, officer)
        invitation = InvitationFactory(position__group=group)
        heard = []
        group_closed.connect(lambda group, by, **kwargs: heard.append(group.pk), weak=False)

        subjects.end_correction(
            group.subject, outcome=SubjectState.RELEASED, handed_over_to="安置帮教办公室", by=officer
        )

        group.refresh_from_db()
        invitation.refresh_from_db()
        invitation.position.refresh_from_db()
        assert (group.state, invitation.state, invitation.position.state) == (
            GroupState.CLOSED,
            InvitationState.WITHDRAWN,
            PositionState.CANCELLED,
        )
        assert heard == [group.pk]

    def test_correction_ends_once(self, town, officer):
        subject = SubjectFactory(area=town, state=SubjectState.RELEASED)

        with pytest.raises(Refused) as refusal:
            subjects.end_correction(subject, outcome=SubjectState.MOVED, handed_over_to="邻县", by=officer)

        assert "subject.already_ended" in codes(refusal)


class TestForming:
    def test_a_group_starts_with_its_leader_and_the_letter_in_force(self, town, officer):
        group = actions.form_group(SubjectFactory(area=town), leader=officer, by=officer)

        assert [(seat.role, seat.account) for seat in group.memberships.all()] == [
            (MemberRole.LEADER, officer)
        ]
        assert (group.state, group.letter.number) == (GroupState.DRAFT, 1)

    def test_a_leader_whose_office_may_not_lead_is_refused(self, town, officer):
        committee = UserFactory(office=OfficeFactory(areas=[town]))

        with pytest.raises(Refused) as refusal:
            actions.form_group(SubjectFactory(area=town), leader=committee, by=officer)

        assert codes(refusal) == {"group.leader_not_staff"}

    def test_a_leader_of_another_area_is_refused(self, town, officer, elsewhere):
        with pytest.raises(Refused) as refusal:
            actions.form_group(SubjectFactory(area=town), leader=leading_officer(elsewhere), by=officer)

        assert codes(refusal) == {"group.leader_outside_area"}

    def test_a_second_group_in_use_is_refused(self, town, officer):
        group = drafted_group(town, officer)

        with pytest.raises(Refused) as refusal:
            actions.form_group(group.subject, leader=officer, by=officer)

        assert codes(refusal) == {"group.subject_has_another"}

    def test_without_a_letter_in_force_no_group_is_formed(self, town, officer):
        LetterVersion.objects.all().delete()

        with pytest.raises(Refused) as refusal:
            actions.form_group(SubjectFactory(area=town), leader=officer, by=officer)

        assert codes(refusal) == {"letter.missing"}

    def test_every_broken_rule_comes_at_once(self, elsewhere, officer):
        group = drafted_group(elsewhere)

        with pytest.raises(Refused) as refusal:
            actions.form_group(group.subject, leader=UserFactory(), by=officer)

        assert codes(refusal) == {
            "group.outside_area",
            "group.leader_not_staff",
            "group.leader_outside_area",
            "group.subject_has_another",
        }

    def test_a_helper_may_not_form_groups(self, town, officer):
        with pytest.raises(PermissionDenied):
            actions.form_group(SubjectFactory(area=town), leader=officer, by=user_with_role(HELPER, town))


class TestMembers:
    def test_a_relative_sits_by_capacity_and_everybody_signs_again(self, town, officer):
        group = drafted_group(town, officer, signed=True)

        seat = actions.add_member(group, role=MemberRole.RELATIVE, label="母亲", is_female=True, by=officer)

        group.refresh_from_db()
        assert (seat.who, group.letter_round) == ("母亲", 2)
        assert group.memberships.to_sign().count() == 2
        assert Notice.objects.filter(account=officer, kind="letter_to_sign").count() == 1

    def test_a_helper_cannot_be_placed_without_being_asked(self, town, officer):
        with pytest.raises(Refused) as refusal:
            actions.add_member(
                drafted_group(town, officer),
                role=MemberRole.HELPER,
                label="志愿者",
                is_female=True,
                by=officer,
            )

        assert codes(refusal) == {"member.role_not_possible"}

    def test_the_same_officer_sits_once(self, town, officer):
        group = drafted_group(town, officer)

        with pytest.raises(Refused) as refusal:
            actions.add_member(group, role=MemberRole.OFFICER, account=officer, is_female=False, by=officer)

        assert codes(refusal) == {"member.present"}

    @pytest.mark.parametrize("role", [MemberRole.OFFICER, MemberRole.RELATIVE])
    def test_a_seat_is_one_persons(self, town, officer, role):
        colleague = leading_officer(town)

        with pytest.raises(Refused) as refusal:
            actions.add_member(
                drafted_group(town, officer),
                role=role,
                account=colleague,
                label="母亲",
                is_female=True,
                by=officer,
            )

        assert codes(refusal) == {"member.two_people"}

    def test_the_last_woman_of_an_active_womans_group_stays(self, town, officer):
        group = drafted_group(town, officer, is_female=True)
        mother = MembershipFactory(group=group, is_female=True)
        sign_all(group)
        actions.activate(group, by=officer)

        with pytest.raises(Refused) as refusal:
            actions.remove_member(mother, reason="搬迁", by=officer)

        assert codes(refusal) == {"group.needs_female_member"}

    def test_while_a_group_is_being_formed_anybody_may_leave(self, town, officer):
        group = drafted_group(town, officer, is_female=True)
        mother = MembershipFactory(group=group, is_female=True)

        actions.remove_member(mother, reason="搬迁", by=officer)

        assert group.memberships.present().count() == 1

    def test_the_leader_of_an_active_group_is_replaced_not_removed(self, town, officer):
        group = drafted_group(town, officer, signed=True)
        actions.activate(group, by=officer)

        with pytest.raises(Refused) as refusal:
            actions.remove_member(group.memberships.get(), reason="调离", by=officer)

        assert codes(refusal) == {"group.leader_not_staff"}

    def test_a_new_leader_takes_over_and_everybody_signs_again(self, town, officer):
        group = drafted_group(town, officer, signed=True)
        successor = leading_officer(town)

        actions.change_leader(group, leader=successor, by=officer)

        assert [seat.account for seat in group.memberships.present()] == [successor]
        assert group.memberships.to_sign().count() == 1

    def test_a_woman_leader_of_an_active_womans_group_hands_over_to_a_woman(self, town, officer):
        group = drafted_group(town, officer, is_female=True, signed=True)
        group.memberships.update(is_female=True)
        actions.activate(group, by=officer)

        with pytest.raises(Refused) as refusal:
            actions.change_leader(group, leader=leading_officer(town), by=officer)

        assert codes(refusal) == {"group.needs_female_member"}

    def test_a_helper_who_leaves_opens_the_seat_again(self, town, officer):
        group = drafted_group(town, officer)
        position = PositionFactory(group=group, state=PositionState.FILLED)
        seat = MembershipFactory(
            group=group, role=MemberRole.HELPER, helper=HelperFactory(area=town), position=position
        )

        actions.remove_member(seat, reason="个人原因", by=officer)

        position.refresh_from_db()
        assert position.state == PositionState.OPEN

    def test_leaving_needs_a_reason(self, town, officer):
        seat = MembershipFactory(group=drafted_group(town, officer))

        with pytest.raises(Refused) as refusal:
            actions.remove_member(seat, reason="  ", by=officer)

        assert codes(refusal) == {"reason.missing"}


class TestLetter:
    def test_a_member_signs_with_their_own_account(self, town, officer):
        group = drafted_group(town, officer)

        letters.sign_letter(group.memberships.get(), by=officer)

        assert group.memberships.to_sign().count() == 0
        assert AuditEntry.objects.filter(action="letter.signed", actor=officer).count() == 1

    def test_nobody_signs_for_somebody_with_an_account(self, town, officer):
        group = drafted_group(town, officer)
        colleague = leading_officer(town)

        with pytest.raises(PermissionDenied):
            letters.sign_letter(group.memberships.get(), by=colleague)
        with pytest.raises(Refused) as refusal:
            letters.record_paper_signature(group.memberships.get(), by=colleague)

        assert codes(refusal) == {"letter.signs_personally"}

    def test_a_relatives_paper_signature_is_recorded_by_an_officer(self, town, officer):
        mother = MembershipFactory(group=drafted_group(town, officer))

        letters.record_paper_signature(mother, by=officer)

        mother.refresh_from_db()
        assert mother.signed_at is not None

    def test_the_same_round_is_signed_once(self, town, officer):
        group = drafted_group(town, officer, signed=True)

        with pytest.raises(Refused) as refusal:
            letters.sign_letter(group.memberships.get(), by=officer)

        assert codes(refusal) == {"letter.signed_already"}


class TestActivation:
    def test_a_lawful_group_begins_and_its_members_are_told(self, town, officer):
        group = drafted_group(town, officer, signed=True)

        actions.activate(group, by=officer)

        group.refresh_from_db()
        assert (group.state, group.activated_at is not None) == (GroupState.ACTIVE, True)
        assert Notice.objects.filter(account=officer, kind="group_activated").exists()

    def test_every_broken_rule_is_named_at_once(self, town, officer):
        group = drafted_group(town, officer, is_female=True, is_minor=True)

        with pytest.raises(Refused) as refusal:
            actions.activate(group, by=officer)

        assert codes(refusal) == {
            "group.needs_female_member",
            "group.needs_minor_specialist",
            "group.letter_unsigned",
        }

    def test_a_minors_helper_needs_a_fresh_record_check(self, town, officer):
        group = drafted_group(town, officer, is_minor=True)
        helper = HelperFactory(area=town, tags=[MINOR_SPECIALIST])
        MembershipFactory(group=group, role=MemberRole.HELPER, helper=helper)
        sign_all(group)
        check = RecordCheck(helper=helper, clear=True, number="函1", recorded_by=officer)
        check.checked_on = timezone.localdate() - timedelta(days=366)
        check.save()

        with pytest.raises(Refused) as refusal:
            actions.activate(group, by=officer)
        check.checked_on = timezone.localdate() - timedelta(days=365)
        check.save()

        assert codes(refusal) == {"helper.record_check"}
        assert actions.activate(group, by=officer).state == GroupState.ACTIVE

    def test_a_check_that_found_something_ends_an_older_clear_one(self, town, officer):
        group = drafted_group(town, officer, is_minor=True)
        helper = HelperFactory(area=town, tags=[MINOR_SPECIALIST])
        MembershipFactory(group=group, role=MemberRole.HELPER, helper=helper)
        sign_all(group)
        RecordCheckFactory(helper=helper, checked_on=timezone.localdate() - timedelta(days=9))
        RecordCheckFactory(helper=helper, clear=False)

        with pytest.raises(Refused) as refusal:
            actions.activate(group, by=officer)

        assert codes(refusal) == {"helper.record_check"}

    @pytest.mark.parametrize("familiar", [True, False])
    def test_what_an_officer_confirms_of_a_seated_helper_counts_at_once(self, town, officer, familiar):
        group = drafted_group(town, officer, is_minor=True)
        helper = HelperFactory(area=town, tags=[] if familiar else [MINOR_SPECIALIST])
        MembershipFactory(group=group, role=MemberRole.HELPER, helper=helper)

        vetting.set_minor_specialist(helper, by=officer, familiar=familiar)

        assert (rules.minor_has_specialist(group_facts(group)) is None) is familiar

    def test_a_group_begins_once(self, town, officer):
        group = drafted_group(town, officer, signed=True)
        actions.activate(group, by=officer)

        with pytest.raises(Refused) as refusal:
            actions.activate(group, by=officer)

        assert codes(refusal) == {"state.not_possible"}

    def test_an_officer_of_another_area_cannot_activate(self, town, officer, elsewhere):
        group = drafted_group(town, officer, signed=True)

        with pytest.raises(PermissionDenied):
            actions.activate(group, by=leading_officer(elsewhere))

    def test_a_closed_group_stays_as_it_was(self, town, officer):
        group = drafted_group(town, officer)
        actions.close_group(group, reason="解除矫正", by=officer)

        with pytest.raises(Refused) as refusal:
            actions.add_member(group, role=MemberRole.RELATIVE, label="母亲", is_female=True, by=officer)

        assert codes(refusal) == {"group.closed"}


class TestClosing:
    def test_a_leader_familiar_with_minors_keeps_a_minors_group_lawful(self, town, officer):
        group = drafted_group(town, officer, is_minor=True)
        teacher = leading_officer(town)
        actions.add_member(
            group,
            role=MemberRole.OFFICER,
            account=teacher,
            is_female=True,
            is_minor_specialist=True,
            by=officer,
        )
        sign_all(group)
        actions.activate(group, by=officer)

        with pytest.raises(Refused) as refusal:
            actions.change_leader(group, leader=teacher, by=officer)
        actions.change_leader(group, leader=teacher, leader_is_minor_specialist=True, by=officer)

        assert codes(refusal) == {"group.needs_minor_specialist"}
        assert group_facts(group).leader.is_minor_specialist

    def test_whoever_sat_in_a_closed_group_can_finish_leaving(self, town, officer):
        helper = HelperFactory(area=town)
        position = PositionFactory(group=drafted_group(town, officer))
        invitation = invitations.invite(position, helper=helper, by=officer)
        invitations.accept(invitation, by=helper.account)

        actions.close_group(position.group, reason="期满", by=officer)
        departure = departures.ask_to_leave(helper, by=helper.account)

        assert departures.finish_departure(departure, by=officer).finished_at is not None

    def test_memberships_end_on_the_day_the_group_is_closed(self, town, officer):
        group = drafted_group(town, officer)

        actions.close_group(group, reason="期满", by=officer)

        seat = group.memberships.get()
        assert seat.left_on == timezone.localdate()
        assert not SupervisionGroup.objects.of_member(officer).exists()
        assert Notice.objects.filter(account=officer, kind="group_closed").exists()


class TestNoContact:
    def test_a_member_who_must_not_meet_the_subject_stops_the_group(self, town, officer):
        group = drafted_group(town, officer)
        helper = HelperFactory(area=town)
        MembershipFactory(group=group, role=MemberRole.HELPER, helper=helper)
        sign_all(group)
        no_contacts.record_no_contact(subject=group.subject, helper=helper, reason="被害人", by=officer)

        with pytest.raises(Refused) as refusal:
            actions.activate(group, by=officer)

        assert codes(refusal) == {"no_contact.in_force"}

    def test_only_the_recorded_approval_of_the_agency_lifts_it(self, town, officer):
        pair = no_contacts.record_no_contact(
            subject=SubjectFactory(area=town),
            other_subject=SubjectFactory(area=town),
            reason="同案犯",
            by=officer,
        )
        head = user_with_role(OFFICE_HEAD, town)

        with pytest.raises(PermissionDenied):
            no_contacts.lift_no_contact(pair, approval_number="青矫〔2026〕8号", by=officer)
        with pytest.raises(Refused) as refusal:
            no_contacts.lift_no_contact(pair, approval_number=" ", by=head)

        assert codes(refusal) == {"no_contact.approval_missing"}
        assert no_contacts.lift_no_contact(pair, approval_number="青矫〔2026〕8号", by=head).lifted_at

    def test_a_waiting_invitation_of_the_two_is_taken_back(self, town, officer):
        position = PositionFactory(group=drafted_group(town, officer))
        invitation = invitations.invite(position, helper=HelperFactory(area=town), by=officer)

        no_contacts.record_no_contact(
            subject=position.group.subject, helper=invitation.helper, reason="被害人", by=officer
        )

        invitation.refresh_from_db()
        position.refresh_from_db()
        assert (invitation.state, position.state) == (InvitationState.WITHDRAWN, PositionState.OPEN)
        assert "被害人" not in invitation.withdrawal_reason

    def test_the_leader_is_told_when_the_two_share_a_group(self, town, officer):
        group = drafted_group(town, leading_officer(town))
        helper = HelperFactory(area=town)
        MembershipFactory(group=group, role=MemberRole.HELPER, helper=helper)

        no_contacts.record_no_contact(subject=group.subject, helper=helper, reason="被害人", by=officer)

        told = Notice.objects.filter(kind="group_no_contact")
        assert {notice.account for notice in told} == {officer, group.created_by}

    def test_the_same_pair_is_recorded_once_in_either_order(self, town, officer):
        one, other = SubjectFactory(area=town), SubjectFactory(area=town)
        no_contacts.record_no_contact(subject=one, other_subject=other, reason="同案犯", by=officer)

        with pytest.raises(Refused) as refusal:
            no_contacts.record_no_contact(subject=other, other_subject=one, reason="同案犯", by=officer)

        assert codes(refusal) == {"no_contact.known"}

    def test_nobody_is_kept_apart_from_themselves(self, town, officer):
        subject = SubjectFactory(area=town)

        with pytest.raises(Refused) as refusal:
            no_contacts.record_no_contact(subject=subject, other_subject=subject, reason="同案犯", by=officer)

        assert codes(refusal) == {"no_contact.one_other"}


def test_the_queue_of_groups_in_use_leaves_out_closed_ones():
    GroupFactory(state=GroupState.CLOSED)
    group = GroupFactory()

    assert list(SupervisionGroup.objects.in_use()) == [group]


def test_officers_hold_the_rights_of_their_screens(town):
    assert user_with_role(OFFICER, town).has_perm("volunteers.activate_supervisiongroup")
