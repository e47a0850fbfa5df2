"""What officers decide about applicants: approve, return, refuse, and check their papers (rule 5)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from portal import audit, notifications, policies
from portal.actions import refuse_if, require
from portal.rules import Violation, may_move
from volunteers.actions import recruitment, seats
from volunteers.choices import MINOR_SPECIALIST, CredentialState, HelperState
from volunteers.matching_input import tags
from volunteers.models import Credential, Helper, Insurance, RecordCheck
from volunteers.policies import MINIMUM_AGE, RECORD_CHECK_DAYS
from volunteers.rules import agreements, credentials
from volunteers.rules import people as rules
from volunteers.signals import helper_stopped


def application_of(helper: Helper, by) -> rules.Application:
    """The facts of this application as they stand today, were ``by`` to decide."""
    today = timezone.localdate()
    return helper.application(
        today=today,
        minimum_age=policies.value(MINIMUM_AGE, today),
        record_check_days=policies.value(RECORD_CHECK_DAYS, today),
        decided_by=by,
    )


def _locked(helper: Helper, by) -> Helper:
    helper = Helper.objects.select_for_update().get(pk=helper.pk)
    require(by, "volunteers.vet_helper", helper)
    return helper


def _decide(helper: Helper, by, state: str, reason: str, action: str) -> Helper:
    helper.state, helper.vetting_reason = state, reason.strip()
    helper.vetted_by, helper.vetted_at = by, timezone.now()
    helper.save(update_fields=["state", "vetting_reason", "vetted_by", "vetted_at"])
    audit.record(f"helper.{action}", helper, by=by, reason=helper.vetting_reason)
    notifications.notify([helper.account], f"helper_{action}", about=helper, url="/me/profile/")
    return helper


@transaction.atomic
def approve(helper: Helper, *, by) -> Helper:
    """Let the applicant serve; refused while a rule that cannot wait is broken."""
    helper = _locked(helper, by)
    application = application_of(helper, by)
    refuse_if(
        may_move(rules.TRANSITIONS, helper.state, HelperState.APPROVED),
        rules.was_not_suspended(helper.state == HelperState.SUSPENDED),
        *(rule(application) for rule in rules.APPROVAL),
        about=helper,
        by=by,
    )

    helper = _decide(helper, by, HelperState.APPROVED, "", "approved")
    helper.approved_at = helper.vetted_at
    helper.save(update_fields=["approved_at"])
    recruitment.close_what_is_found(helper.kind, by=by)
    return helper


@transaction.atomic
def return_for_completion(helper: Helper, *, by, reason: str) -> Helper:
    """Give the application back with what is missing; nothing the applicant entered is lost."""
    helper = _locked(helper, by)
    refuse_if(
        may_move(rules.TRANSITIONS, helper.state, HelperState.RETURNED),
        rules.decided_by_another(application_of(helper, by)),
        rules.reason_given(reason),
        about=helper,
        by=by,
    )

    return _decide(helper, by, HelperState.RETURNED, reason, "returned")


@transaction.atomic
def refuse(helper: Helper, *, by, reason: str) -> Helper:
    """Decide against the application, with the reason that the applicant reads."""
    helper = _locked(helper, by)
    refuse_if(
        may_move(rules.TRANSITIONS, helper.state, HelperState.REFUSED),
        rules.decided_by_another(application_of(helper, by)),
        rules.reason_given(reason),
        about=helper,
        by=by,
    )

    return _decide(helper, by, HelperState.REFUSED, reason, "refused")


@transaction.atomic
def suspend(helper: Helper, *, by, reason: str) -> Helper:
    """Stop an approved helper's service while something is looked into (rule 37)."""
    seats.lock_what_waits(helper)
    helper = _locked(helper, by)
    refuse_if(
        may_move(rules.TRANSITIONS, helper.state, HelperState.SUSPENDED),
        rules.reason_given(reason),
        about=helper,
        by=by,
    )

    helper = _decide(helper, by, HelperState.SUSPENDED, reason, "suspended")
    helper_stopped.send(sender=Helper, helper=helper, by=by)
    return helper


@transaction.atomic
def reinstate(helper: Helper, *, by) -> Helper:
    """Let a suspended helper serve again; what stopped is not revived, new invitations may come."""
    helper = _locked(helper, by)
    application = application_of(helper, by)
    refuse_if(
        may_move(rules.TRANSITIONS, helper.state, HelperState.APPROVED),
        rules.was_suspended(helper.state == HelperState.SUSPENDED),
        *(rule(application) for rule in rules.APPROVAL),
        about=helper,
        by=by,
    )

    return _decide(helper, by, HelperState.APPROVED, "", "reinstated")


@transaction.atomic
def verify_credential(credential: Credential, *, by) -> Credential:
    """Accept a certificate after comparing it with the original or the register (rule 6)."""
    return _check(credential, by, CredentialState.VERIFIED, "")


@transaction.atomic
def reject_credential(credential: Credential, *, by, reason: str) -> Credential:
    """Do not accept a certificate, with the reason that its owner reads."""
    return _check(credential, by, CredentialState.REJECTED, reason.strip(), rules.reason_given(reason))


def _check(credential: Credential, by, state: str, reason: str, fault: Violation | None = None) -> Credential:
    helper = _locked(credential.helper, by)
    credential = Credential.objects.select_for_update().get(pk=credential.pk)
    refuse_if(
        may_move(credentials.TRANSITIONS, credential.state, state),
        rules.decided_by_another(application_of(helper, by)),
        fault,
        about=helper,
        by=by,
    )

    credential.state, credential.reason = state, reason
    credential.checked_by, credential.checked_at = by, timezone.now()
    credential.save(update_fields=["state", "reason", "checked_by", "checked_at"])
    audit.record(f"credential.{state}", helper, by=by, credential=credential.pk, reason=reason)
    notifications.notify([helper.account], "credential_checked", about=helper, url="/me/profile/")
    return credential


@transaction.atomic
def record_check(helper: Helper, *, by, checked_on: date, clear: bool, number: str) -> RecordCheck:
    """Enter the outcome of a lawful record check: result, day and number only (rules 9 and 83)."""
    helper = _locked(helper, by)
    refuse_if(
        credentials.not_in_future(checked_on, timezone.localdate(), "checked_on"),
        rules.decided_by_another(application_of(helper, by)),
        about=helper,
        by=by,
    )

    check = RecordCheck.objects.create(
        helper=helper, checked_on=checked_on, clear=clear, number=number.strip(), recorded_by=by
    )
    audit.record("record_check.entered", helper, by=by, checked_on=str(checked_on), clear=clear)
    return check


@transaction.atomic
def register_insurance(
    helper: Helper, *, by, policy_number: str, valid_from: date, valid_to: date
) -> Insurance:
    """Enter an accident insurance and the days it covers (rule 13)."""
    helper = _locked(helper, by)
    refuse_if(
        credentials.span_in_order(valid_from, valid_to),
        rules.decided_by_another(application_of(helper, by)),
        about=helper,
        by=by,
    )

    insurance = Insurance.objects.create(
        helper=helper, policy_number=policy_number.strip(), valid_from=valid_from, valid_to=valid_to
    )
    audit.record("insurance.entered", helper, by=by, valid_from=str(valid_from), valid_to=str(valid_to))
    return insurance


@transaction.atomic
def set_minor_specialist(helper: Helper, *, by, familiar: bool) -> Helper:
    """Confirm, or take back, that this helper is familiar with minors (rule 15)."""
    helper = _locked(helper, by)
    refuse_if(rules.decided_by_another(application_of(helper, by)), about=helper, by=by)

    others = [tag for tag in helper.tags if tag != MINOR_SPECIALIST]
    helper.tags = [*others, MINOR_SPECIALIST] if familiar else others
    helper.save(update_fields=["tags"])
    audit.record("helper.minor_specialist", helper, by=by, familiar=familiar)
    return helper


@transaction.atomic
def record_agreement(
    helper: Helper, *, by, caseload_limit: int, experienced: bool, experience: list[str]
) -> Helper:
    """Enter what was agreed with a helper, and which experience was confirmed: matching reads both."""
    helper = _locked(helper, by)
    refuse_if(
        rules.decided_by_another(application_of(helper, by)),
        agreements.limit_is_sensible(caseload_limit),
        agreements.experience_is_no_check(MINOR_SPECIALIST in tags(experience)),
        about=helper,
        by=by,
    )

    checked = [MINOR_SPECIALIST] if MINOR_SPECIALIST in helper.tags else []
    helper.caseload_limit, helper.experienced = caseload_limit, experienced
    helper.tags = [*experience, *checked]
    helper.save(update_fields=["caseload_limit", "experienced", "tags"])
    audit.record(
        "helper.agreement",
        helper,
        by=by,
        most_groups=caseload_limit,
        experienced=experienced,
        experience=experience,
    )
    return helper


@transaction.atomic
def record_paper_consent(helper: Helper, *, by, evidence: str) -> Helper:
    """Enter where the signed consent of somebody an office registered is kept (rules 3 and 76)."""
    helper = _locked(helper, by)
    refuse_if(
        agreements.consent_evidenced(evidence),
        rules.decided_by_another(application_of(helper, by)),
        about=helper,
        by=by,
    )

    helper.paper_consent = evidence.strip()
    helper.save(update_fields=["paper_consent"])
    audit.record("helper.paper_consent", helper, by=by)
    return helper
