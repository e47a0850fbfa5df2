"""Applying, being judged and leaving, through the actions."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from portal.actions import Refused
from portal.models import AuditEntry, Notice, OutboxMessage, PrivacyNotice, User
from portal.roles import OFFICER
from tests.factories.portal import UserFactory, user_with_role
from tests.factories.volunteers import (
    CredentialFactory,
    DepartureFactory,
    HelperFactory,
    RecordCheckFactory,
    TownFactory,
    id_number,
)
from volunteers.actions import departures, people, vetting
from volunteers.choices import CredentialState, HelperKind, HelperState, Sex
from volunteers.models import Helper
from volunteers.signals import helper_stopped

pytestmark = pytest.mark.django_db
BOTH = {"notice", "sensitive"}


def notice():
    return PrivacyNotice.objects.in_force(timezone.localdate())


def officer_of(helper):
    return user_with_role(OFFICER, helper.area)


def codes(refused) -> list[str]:
    return [violation.code for violation in refused.value.violations]


def identify(helper, number, consents=BOTH):
    return people.save_identity(
        helper, by=helper.account, id_number=number, notice=notice(), consents=consents
    )


def test_a_profile_is_started_once_and_numbered():
    account = UserFactory()

    helper = people.start_profile(by=account)

    assert people.start_profile(by=account) == helper
    assert helper.number == f"V{timezone.localdate():%Y}{helper.pk:07}"
    assert account.groups.filter(name="helper").exists()


def test_sex_and_birth_date_follow_from_the_id_number():
    helper = identify(HelperFactory.draft(name="周岚"), id_number(1, date(1990, 2, 28), female=False))

    assert (helper.sex, helper.birth_date) == (Sex.MALE, date(1990, 2, 28))


def test_the_id_number_is_not_kept_without_both_consents():
    helper = HelperFactory.draft(name="周岚")

    with pytest.raises(Refused) as refused:
        identify(helper, id_number(1), {"notice"})

    helper.refresh_from_db()
    assert codes(refused) == ["helper.consent"]
    assert helper.id_number is None
    assert not helper.consents.exists()


def test_a_registered_number_is_refused_without_saying_whose_it_is():
    other = HelperFactory()
    with pytest.raises(Refused) as refused:
        identify(HelperFactory.draft(name="周岚"), other.id_number.reveal())

    assert codes(refused) == ["helper.id_taken"]
    assert other.name not in str(refused.value)


def entered_by_an_office(**fields):
    return HelperFactory.submitted(
        account=None, email="zhou@example.org", name="周岚", consents=False, **fields
    )


def confirm_address(account, email):
    EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)


def test_somebody_an_office_entered_takes_the_record_over():
    entered = entered_by_an_office()
    draft = HelperFactory.draft(name="周岚", help_kinds=["legal_aid"])
    account = draft.account
    confirm_address(account, "zhou@example.org")

    helper = identify(draft, entered.id_number.reveal())

    helper.refresh_from_db()
    assert (helper, helper.account, helper.state) == (entered, account, HelperState.SUBMITTED)
    assert helper.help_kinds == ["legal_aid"]
    assert helper.consents.count() == 2
    assert Helper.objects.count() == 1


@pytest.mark.parametrize(("name", "email"), [("周山", "zhou@example.org"), ("周岚", "stranger@example.org")])
def test_knowing_a_number_is_not_enough_to_take_a_record_over(name, email):
    entered = entered_by_an_office()
    draft = HelperFactory.draft(name=name)
    confirm_address(draft.account, email)

    with pytest.raises(Refused) as refused:
        identify(draft, entered.id_number.reveal())

    assert codes(refused) == ["helper.id_taken"]
    assert not draft.consents.exists()


def test_an_invented_number_is_refused_outside_the_demo(settings):
    settings.DEMO = False
    with pytest.raises(Refused) as refused:
        identify(HelperFactory.draft(name="周岚"), id_number(1))

    assert codes(refused) == ["helper.identity"]


def test_a_minor_cannot_register():
    with pytest.raises(Refused) as refused:
        identify(HelperFactory.draft(name="周岚"), id_number(1, date(timezone.localdate().year - 17, 1, 1)))

    assert codes(refused) == ["helper.too_young"]


def test_an_incomplete_application_is_not_handed_in():
    helper = HelperFactory.draft(name="周岚")
    with pytest.raises(Refused) as refused:
        people.submit(helper, by=helper.account)

    assert codes(refused) == ["helper.incomplete"]


def test_a_complete_application_waits_in_the_queue():
    helper = HelperFactory.submitted(state=HelperState.DRAFT, submitted_at=None)

    people.submit(helper, by=helper.account)

    assert list(Helper.objects.awaiting_vetting()) == [helper]
    assert Notice.objects.get(account=helper.account).kind == "helper_submitted"


def _hand_in(town):
    helper = HelperFactory.submitted(area=town, state=HelperState.DRAFT, submitted_at=None)
    return people.submit(helper, by=helper.account)


def test_the_officers_of_the_area_are_told_of_an_application_and_nobody_else_is():
    town = TownFactory()
    officer, elsewhere = user_with_role(OFFICER, town), user_with_role(OFFICER, TownFactory())

    _hand_in(town)

    assert Notice.objects.get(account=officer).kind == "application_waiting"
    assert OutboxMessage.objects.filter(address=officer.email).count() == 1
    assert not Notice.objects.filter(account=elsewhere).exists()


def test_many_applications_are_told_once_a_day_until_the_notice_is_read():
    town = TownFactory()
    officer = user_with_role(OFFICER, town)
    told = Notice.objects.filter(account=officer, kind="application_waiting")

    for _number in range(3):
        _hand_in(town)
    assert told.count() == 1

    told.update(read_at=timezone.now())
    _hand_in(town)
    assert told.count() == 2

    told.update(read_at=None, created_at=timezone.now() - timedelta(days=2))
    _hand_in(town)
    assert told.count() == 3


def test_only_the_owner_changes_a_profile():
    with pytest.raises(PermissionDenied):
        people.submit(HelperFactory.draft(), by=UserFactory())


def test_checked_facts_stay_while_an_officer_looks_at_them():
    helper = HelperFactory.submitted(name="周岚")

    people.save_about(
        helper, by=helper.account, name="周山", phone="139 0000 0000", kind="expert", work_unit=""
    )

    helper.refresh_from_db()
    assert (helper.name, helper.kind, helper.phone.reveal()) == ("周岚", "volunteer", "13900000000")
    with pytest.raises(Refused):
        identify(helper, id_number(900))


def test_the_officer_of_the_area_approves_and_the_applicant_is_told():
    helper = HelperFactory.submitted()
    officer = officer_of(helper)

    vetting.approve(helper, by=officer)

    helper.refresh_from_db()
    assert (helper.state, helper.vetted_by) == (HelperState.APPROVED, officer)
    assert Notice.objects.get(account=helper.account).kind == "helper_approved"
    assert AuditEntry.objects.get(action="helper.approved").object_label == helper.number


def test_an_officer_of_another_area_does_not_decide():
    with pytest.raises(PermissionDenied):
        vetting.approve(HelperFactory.submitted(), by=user_with_role(OFFICER, TownFactory()))


def test_nobody_decides_on_their_own_application():
    town = TownFactory()
    officer = user_with_role(OFFICER, town)
    with pytest.raises(Refused) as refused:
        vetting.approve(HelperFactory.submitted(account=officer, area=town), by=officer)

    assert codes(refused) == ["helper.own_application"]


@pytest.mark.parametrize(
    "enter",
    [
        lambda own, by: vetting.record_check(
            own, by=by, checked_on=timezone.localdate(), clear=True, number="1"
        ),
        lambda own, by: vetting.register_insurance(
            own, by=by, policy_number="保1", valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31)
        ),
        lambda own, by: vetting.record_paper_consent(own, by=by, evidence="窗口留存"),
        lambda own, by: vetting.record_agreement(
            own, by=by, caseload_limit=9, experienced=True, experience=[]
        ),
    ],
    ids=["record check", "insurance", "consent on paper", "agreement"],
)
def test_nobody_enters_what_they_are_judged_by(enter):
    helper = HelperFactory()
    officer = officer_of(helper)
    Helper.objects.filter(pk=helper.pk).update(account=officer)

    with pytest.raises(Refused) as refused:
        enter(helper, officer)

    assert codes(refused) == ["helper.own_application"]


def test_a_suspended_helper_is_reinstated_and_not_approved():
    helper = HelperFactory(state=HelperState.SUSPENDED)

    with pytest.raises(Refused) as refused:
        vetting.approve(helper, by=officer_of(helper))

    assert codes(refused) == ["helper.suspended"]


def test_whoever_may_not_check_certificates_is_not_told_that_the_reason_is_missing():
    credential = CredentialFactory()

    with pytest.raises(PermissionDenied):
        vetting.reject_credential(credential, by=UserFactory(), reason="")


def test_an_application_without_consent_is_not_approved():
    helper = HelperFactory.submitted(consents=False)
    with pytest.raises(Refused) as refused:
        vetting.approve(helper, by=officer_of(helper))

    assert codes(refused) == ["helper.consent"]


@pytest.mark.parametrize("decide", [vetting.return_for_completion, vetting.refuse])
def test_a_negative_decision_needs_a_reason(decide):
    helper = HelperFactory.submitted()
    with pytest.raises(Refused) as refused:
        decide(helper, by=officer_of(helper), reason=" ")

    assert codes(refused) == ["helper.reason"]


def test_a_returned_application_is_completed_and_handed_in_again():
    helper = HelperFactory.submitted()
    vetting.return_for_completion(helper, by=officer_of(helper), reason="请补充证书编号")

    helper = people.submit(helper, by=helper.account)

    assert (helper.state, helper.vetting_reason) == (HelperState.SUBMITTED, "")


def test_a_suspended_helper_stops_and_may_be_reinstated():
    helper = HelperFactory()
    officer = officer_of(helper)

    vetting.suspend(helper, by=officer, reason="三次未按约服务")
    helper.refresh_from_db()
    assert helper.state == HelperState.SUSPENDED

    vetting.reinstate(helper, by=officer)
    helper.refresh_from_db()
    assert (helper.state, helper.vetting_reason) == (HelperState.APPROVED, "")


def test_an_application_is_approved_and_not_reinstated():
    helper = HelperFactory.submitted()
    with pytest.raises(Refused) as refused:
        vetting.reinstate(helper, by=officer_of(helper))

    assert codes(refused) == ["helper.not_suspended"]


def test_a_certificate_counts_only_once_checked():
    credential = CredentialFactory(state=CredentialState.CLAIMED)
    today = timezone.localdate()
    assert not credential.helper.credentials.valid_on(today).exists()

    vetting.verify_credential(credential, by=officer_of(credential.helper))

    assert credential.helper.credentials.valid_on(today).exists()


def test_a_helper_pauses_invitations_and_takes_them_again():
    helper = HelperFactory()

    paused = people.set_accepting(helper, by=helper.account, accepting=False).accepting

    assert (paused, people.set_accepting(helper, by=helper.account, accepting=True).accepting) == (
        False,
        True,
    )


@pytest.mark.parametrize(("called", "afterwards"), [("", "周岚"), ("罗启明", "罗启明")])
def test_an_account_without_a_name_is_called_by_that_of_the_profile(called, afterwards):
    helper = HelperFactory.draft(account=UserFactory(name=called))
    about = {"phone": "13800138000", "kind": HelperKind.VOLUNTEER, "work_unit": ""}

    people.save_about(helper, name="周岚", **about, by=helper.account)

    helper.account.refresh_from_db()
    assert helper.account.name == afterwards


@pytest.mark.parametrize("leave", [departures.ask_to_leave, departures.withdraw_consent])
def test_somebody_never_vetted_leaves_at_once_and_is_forgotten(leave):
    helper = HelperFactory.submitted()
    User.objects.filter(pk=helper.account_id).update(name=helper.name)
    helper.account.refresh_from_db()

    leave(helper, by=helper.account)

    helper.refresh_from_db()
    assert helper.account.name == ""
    assert (helper.state, helper.name, helper.id_number, helper.id_index) == (HelperState.LEFT, "", None, "")


def test_withdrawing_consent_stops_service_at_once():
    stopped = []
    helper_stopped.connect(lambda helper, **kwargs: stopped.append(helper.pk), weak=False, dispatch_uid="t")
    helper = HelperFactory()

    departures.withdraw_consent(helper, by=helper.account)

    helper_stopped.disconnect(dispatch_uid="t")
    helper.refresh_from_db()
    assert stopped == [helper.pk]
    assert helper.state == HelperState.LEFT
    assert not helper.consents.filter(withdrawn_at=None).exists()
    assert helper.id_number is not None  # locked away, not lost


def test_a_request_to_leave_is_due_in_fifteen_working_days(time_machine):
    time_machine.move_to("2026-04-27T10:00+08:00", tick=False)
    helper = HelperFactory(submitted_at=None)

    departure = departures.ask_to_leave(helper, by=helper.account)

    assert departure.due_on == date(2026, 5, 20)
    helper.refresh_from_db()
    assert (helper.state, helper.accepting) == (HelperState.APPROVED, False)


def test_the_officer_closes_a_departure():
    departure = DepartureFactory()

    departures.finish_departure(departure, by=officer_of(departure.helper))

    departure.helper.refresh_from_db()
    assert departure.helper.state == HelperState.LEFT


def test_asking_to_leave_again_moves_no_due_date(time_machine):
    time_machine.move_to("2026-04-27T10:00+08:00", tick=False)
    helper = HelperFactory(submitted_at=None)
    departures.ask_to_leave(helper, by=helper.account)
    time_machine.move_to("2026-05-18T10:00+08:00", tick=False)

    departure = departures.ask_to_leave(helper, by=helper.account, reason="搬家")

    assert (departure.due_on, departure.reason) == (date(2026, 5, 20), "搬家")


@pytest.mark.parametrize("sent_back", [vetting.return_for_completion, vetting.refuse])
@pytest.mark.parametrize("leave", [departures.ask_to_leave, departures.withdraw_consent])
def test_somebody_sent_back_leaves_at_once_and_is_forgotten(leave, sent_back):
    helper = HelperFactory.submitted(paper_consent="窗口留存")
    RecordCheckFactory(helper=helper, clear=False)
    sent_back(helper, by=officer_of(helper), reason="核查发现不宜参与的情形")

    leave(helper, by=helper.account)

    helper.refresh_from_db()
    told = (helper.name, helper.id_index, helper.paper_consent, helper.vetting_reason)
    assert (helper.state, *told) == (HelperState.LEFT, "", "", "", "")
    assert not helper.record_checks.exists()
    assert not helper.departures.unfinished().exists()


def test_whoever_withdrew_consent_waits_for_the_office_before_applying_again():
    helper = HelperFactory()
    departures.withdraw_consent(helper, by=helper.account)

    with pytest.raises(Refused) as refused:
        people.apply_again(helper, by=helper.account)

    assert codes(refused) == ["departure.waiting"]


def test_whoever_asked_to_leave_takes_no_new_invitations():
    helper = HelperFactory()
    departures.ask_to_leave(helper, by=helper.account)

    with pytest.raises(Refused) as refused:
        people.set_accepting(helper, by=helper.account, accepting=True)

    assert codes(refused) == ["departure.waiting"]


def test_whoever_has_left_applies_again_once_the_office_is_done():
    helper = HelperFactory()
    departure = departures.withdraw_consent(helper, by=helper.account)
    departures.finish_departure(departure, by=officer_of(helper))

    assert people.apply_again(helper, by=helper.account).state == HelperState.DRAFT


def test_a_check_that_found_something_ends_an_older_clear_one():
    helper = HelperFactory()
    today = timezone.localdate()
    RecordCheckFactory(helper=helper, checked_on=today - timedelta(days=30))
    found = RecordCheckFactory(helper=helper, clear=False)

    application = vetting.application_of(helper, found.recorded_by)

    assert application.clear_check_on is None


def test_of_two_checks_of_one_day_the_later_entry_corrects_the_other():
    helper = HelperFactory()
    RecordCheckFactory(helper=helper, clear=False)
    corrected = RecordCheckFactory(helper=helper)

    assert helper.record_checks.last_clear(corrected.checked_on) == {helper.pk: corrected.checked_on}


def test_helpers_are_found_by_name_pinyin_number_and_unit():
    helper = HelperFactory(name="周岚", work_unit="柳溪中学", expertise="家庭教育")
    HelperFactory(name="沈秋禾")

    for query in ("周岚", "岚", "zhoulan", "ZL", helper.number, "溪中", "家庭教育 周"):
        assert list(Helper.objects.search(query)) == [helper], query
    assert not Helper.objects.search("周禾").exists()
