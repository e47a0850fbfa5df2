"""What applicants do themselves: fill in their profile step by step, agree, submit, pause, sign.

Each step saves what was entered; nothing is judged as a whole before ``submit``.
"""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from portal import audit, identity, notifications, phones, policies, roles
from portal.actions import refuse_if, require_self
from portal.models import Area, Office, PrivacyNotice, User
from portal.rules import may_move
from volunteers.actions import takeover
from volunteers.choices import HelperState, Sex
from volunteers.models import AvailabilityWindow, Consent, Credential, Helper
from volunteers.policies import MINIMUM_AGE
from volunteers.rules import agreements, credentials, departures
from volunteers.rules import people as rules


@transaction.atomic
def start_profile(*, by) -> Helper:
    """The profile of this account, begun on the first visit."""
    helper, created = Helper.objects.get_or_create(account=by, defaults={"email": by.email})
    if created:
        by.groups.add(Group.objects.get_or_create(name=roles.HELPER)[0])
        audit.record("helper.started", helper, by=by)
    return helper


def _locked(helper: Helper, by) -> Helper:
    helper = Helper.objects.select_for_update().get(pk=helper.pk)
    require_self(by, helper.account, helper)
    return helper


def _may_change(helper: Helper, by, *, checked: bool) -> None:
    """Steps with checked facts change only while the application is with its owner."""
    allowed = helper.state in (rules.WITH_OWNER if checked else rules.WITH_OWNER | rules.CHECKED)
    refuse_if(None if allowed else rules.closed_for_changes(), about=helper, by=by)


def _keep(helper: Helper, step: int, *fields: str, by) -> Helper:
    helper.step = max(helper.step, step)
    helper.saved_at = timezone.now()
    helper.save(update_fields=[*fields, "step", "saved_at"])
    audit.record("helper.step_saved", helper, by=by, step=step)
    return helper


@transaction.atomic
def save_about(helper: Helper, *, by, name: str, phone: str, kind: str, work_unit: str) -> Helper:
    """Step 1: who I am and how to reach me. Name and kind stay once an officer looks at them."""
    helper = _locked(helper, by)
    _may_change(helper, by, checked=False)
    number = phones.parse(phone)
    refuse_if(rules.reachable(number), about=helper, by=by)

    if helper.state in rules.WITH_OWNER:
        _call_account(by, name.strip(), before=helper.name)
        helper.name, helper.kind = name.strip(), kind
    helper.phone, helper.work_unit = number, work_unit.strip()
    return _keep(helper, 2, "name", "kind", "phone", "work_unit", by=by)


def _call_account(account: User, name: str, *, before: str) -> None:
    """Pages call the account by the name of the profile, not by its e-mail; what an office wrote stays."""
    if account.name in ("", before):
        account.name = name
        account.save(update_fields=["name"])


@transaction.atomic
def save_skills(helper: Helper, *, by, help_kinds: list[str], expertise: str, dialects: list[str]) -> Helper:
    """Step 2: what I can help with."""
    helper = _locked(helper, by)
    _may_change(helper, by, checked=False)

    helper.help_kinds, helper.expertise, helper.dialects = sorted(help_kinds), expertise.strip(), dialects
    return _keep(helper, 3, "help_kinds", "expertise", "dialects", by=by)


@transaction.atomic
def add_credential(helper: Helper, *, by, **fields) -> Credential:
    """Name one certificate; it counts only once an officer has checked it."""
    helper = _locked(helper, by)
    _may_change(helper, by, checked=False)

    credential = helper.credentials.create(**fields)
    if not credential.title:
        credential.title = str(credential.get_kind_display())
        credential.save(update_fields=["title"])
    audit.record("credential.claimed", helper, by=by, credential=credential.pk, kind=credential.kind)
    return credential


@transaction.atomic
def remove_credential(credential: Credential, *, by) -> None:
    """Take back a certificate that nobody has checked yet."""
    helper = _locked(credential.helper, by)
    credential = Credential.objects.select_for_update().get(pk=credential.pk)
    refuse_if(credentials.unchecked(credential.state), about=helper, by=by)

    audit.record("credential.removed", helper, by=by, credential=credential.pk, kind=credential.kind)
    credential.delete()


@transaction.atomic
def choose_home_area(helper: Helper, *, by, area: Area) -> Helper:
    """Step 3: where I live. It decides which officers see the application, so it rests during vetting."""
    helper = _locked(helper, by)
    _may_change(helper, by, checked=helper.state == HelperState.SUBMITTED)

    helper.area = area
    return _keep(helper, 3, "area", by=by)


@transaction.atomic
def serve_area(helper: Helper, *, by, area: Area, serve: bool) -> Helper:
    """Step 3: serve one more area, or no longer."""
    helper = _locked(helper, by)
    _may_change(helper, by, checked=False)

    (helper.served_areas.add if serve else helper.served_areas.remove)(area)
    return _keep(helper, 3, by=by)


@transaction.atomic
def save_reach(helper: Helper, *, by, travels: bool, remote: bool) -> Helper:
    """Step 3: whether I also serve next door, or by video."""
    helper = _locked(helper, by)
    _may_change(helper, by, checked=False)

    helper.travels, helper.remote = travels, remote
    return _keep(helper, 4, "travels", "remote", by=by)


@transaction.atomic
def save_availability(
    helper: Helper, *, by, windows: list[tuple[int, int, int]], minutes_per_month: int
) -> Helper:
    """Step 4: when I have time; each window is weekday, first and last minute of the day."""
    helper = _locked(helper, by)
    _may_change(helper, by, checked=False)

    helper.windows.all().delete()
    AvailabilityWindow.objects.bulk_create(
        AvailabilityWindow(helper=helper, weekday=day, start_minute=start, end_minute=end)
        for day, start, end in windows
    )
    helper.minutes_per_month = minutes_per_month
    return _keep(helper, 5, "minutes_per_month", by=by)


def save_identity(helper: Helper, *, by, id_number: str, notice: PrivacyNotice, consents: set[str]) -> Helper:
    """Step 5: agree, then give the ID number; sex and date of birth follow from it (rules 1-3).

    Somebody whom an office entered before takes that record over; the answer is then that record.
    """
    try:
        return _save_identity(helper, by=by, id_number=id_number, notice=notice, consents=consents)
    except IntegrityError:
        refuse_if(rules.id_number_free(taken=True), about=helper, by=by)
        raise


@transaction.atomic
def _save_identity(helper, *, by, id_number, notice, consents) -> Helper:
    helper = _locked(helper, by)
    _may_change(helper, by, checked=True)
    given = set(helper.consents.filter(notice=notice, withdrawn_at=None).values_list("kind", flat=True))
    person = identity.parse(id_number, fictional=settings.DEMO)
    application = _of_person(helper, person, given | consents)
    entered = takeover.entered_for(by, helper, person.number) if person else None
    others = Helper.objects.with_id_number(person.number).exclude(pk=helper.pk) if person else None
    taken = others is not None and entered is None and others.exists()
    broken = rules.real_name(application)
    refuse_if(
        broken,
        None if broken else rules.of_age(application),
        rules.id_number_free(taken),
        rules.consented(application),
        about=helper,
        by=by,
    )

    for kind in consents - given:
        Consent.objects.create(helper=helper, kind=kind, notice=notice)
        audit.record("consent.given", helper, by=by, kind=kind, version=notice.version)
    if entered is not None:
        return takeover.take_over(entered, helper, by=by)
    helper.id_number = person.number
    helper.birth_date = person.birth_date
    helper.sex = Sex.FEMALE if person.is_female else Sex.MALE
    return _keep(helper, 5, "id_number", "birth_date", "sex", by=by)


def _of_person(helper: Helper, person: identity.Identity | None, consents: set[str]) -> rules.Application:
    """What the last step is judged by; a name still to be entered is the first step's matter."""
    today = timezone.localdate()
    return rules.Application(
        today=today,
        minimum_age=policies.value(MINIMUM_AGE, today),
        name=helper.name or "-",
        has_identity=person is not None,
        birth_date=person.birth_date if person else None,
        consents=frozenset(consents),
    )


@transaction.atomic
def submit(helper: Helper, *, by) -> Helper:
    """Hand the application in; it waits in the queue of the area's officers."""
    helper = _locked(helper, by)
    application = helper.application(
        today=timezone.localdate(),
        minimum_age=policies.value(MINIMUM_AGE, timezone.localdate()),
        notice=PrivacyNotice.objects.in_force(timezone.localdate()),
    )
    refuse_if(
        may_move(rules.TRANSITIONS, helper.state, HelperState.SUBMITTED),
        rules.complete(application),
        rules.of_age(application) if application.birth_date else None,
        about=helper,
        by=by,
    )

    helper.state = HelperState.SUBMITTED
    helper.submitted_at = helper.saved_at = timezone.now()
    helper.vetting_reason = ""
    helper.save(update_fields=["state", "submitted_at", "saved_at", "vetting_reason"])
    audit.record("helper.submitted", helper, by=by)
    notifications.notify([by], "helper_submitted", about=helper, url="/me/profile/")
    _tell_the_office(helper)
    return helper


def _tell_the_office(helper: Helper) -> None:
    """Whoever may vet it in the judicial office in charge, but not once for every application."""
    office = Office.objects.judicial_office_of(helper.area)
    if office is not None:
        officers = User.objects.who_may("volunteers.vet_helper", office).exclude(pk=helper.account_id)
        notifications.notify_once_a_day(officers, "application_waiting", url=reverse("applications:index"))


@transaction.atomic
def apply_again(helper: Helper, *, by) -> Helper:
    """Begin anew after a refusal or after leaving; what is still known is kept."""
    helper = _locked(helper, by)
    refuse_if(
        may_move(rules.TRANSITIONS, helper.state, HelperState.DRAFT),
        departures.is_handled(helper.is_leaving),
        about=helper,
        by=by,
    )

    helper.state, helper.accepting = HelperState.DRAFT, True
    helper.save(update_fields=["state", "accepting"])
    audit.record("helper.applies_again", helper, by=by)
    return helper


@transaction.atomic
def set_accepting(helper: Helper, *, by, accepting: bool) -> Helper:
    """Pause invitations, or take them again; what is agreed already stays (rule 11)."""
    helper = _locked(helper, by)
    refuse_if(
        rules.vetted(helper.state),
        departures.is_handled(accepting and helper.is_leaving),
        about=helper,
        by=by,
    )

    helper.accepting = accepting
    helper.save(update_fields=["accepting"])
    audit.record("helper.resumed" if accepting else "helper.paused", helper, by=by)
    return helper


@transaction.atomic
def sign_pledge(helper: Helper, *, by) -> Helper:
    """Sign the confidentiality pledge (rule 10)."""
    helper = _locked(helper, by)
    refuse_if(rules.vetted(helper.state), about=helper, by=by)

    helper.pledged_on = timezone.localdate()
    helper.save(update_fields=["pledged_on"])
    audit.record("helper.pledged", helper, by=by, version=agreements.PLEDGE_VERSION)
    return helper
