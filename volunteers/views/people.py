"""The helper's profile: five resumable steps, the summary, the pledge, pausing and leaving."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from portal import identity as identities
from portal import policies
from portal.actions import Refused
from portal.lists import listed, parts
from portal.models import PrivacyNotice
from volunteers import pledge as pledges
from volunteers.actions import departures, people
from volunteers.choices import HelperState, HelpKind
from volunteers.forms.people import (
    AboutForm,
    AvailabilityForm,
    CredentialForm,
    IdentityForm,
    LeaveForm,
    SkillsForm,
)
from volunteers.home_people import office_in_charge
from volunteers.policies import EXIT_WORKING_DAYS
from volunteers.rules import people as rules

from .profile import STEPS, after, attempt, helper_of, profile_page, render_step


@login_required
def profile(request, violations=()):
    """Where my application stands, and everything in it."""
    helper = helper_of(request.user)
    today = timezone.localdate()
    notice = PrivacyNotice.objects.in_force(today)
    if helper is None:
        return render(request, "volunteers/profile/intro.html", {"notice": notice, "steps": STEPS})
    missing = rules.missing(helper.application(today=today, minimum_age=0, notice=notice))
    context = {
        "helper": helper,
        "office": office_in_charge(helper) if helper.state == HelperState.SUBMITTED else None,
        "violations": violations,
        "sections": _sections(helper, missing),
        "first_gap": next((step for step in STEPS if step.number in missing), None),
        "with_owner": helper.state in rules.WITH_OWNER,
        "states": HelperState,
        "departure": helper.departures.filter(finished_at=None).first(),
        "credentials": helper.credentials.all(),
    }
    return render(request, "volunteers/profile/summary.html", context, status=422 if violations else 200)


def _sections(helper, missing):
    """Each step with its answers and what is still missing."""
    answers = {
        1: [
            (_("Full name"), helper.name),
            (_("Mobile number"), helper.masked_phone),
            (_("Who you are"), helper.get_kind_display()),
            (_("Work unit or school"), helper.work_unit),
        ],
        2: [
            (_("Kinds of help"), listed(HelpKind(kind).label for kind in helper.help_kinds)),
            (_("Expertise"), helper.expertise),
            (_("Dialects and languages"), listed(helper.dialects)),
        ],
        3: [
            (_("Lives in"), helper.area),
            (_("Also serves"), listed(area.name for area in helper.served_areas.all())),
            (_("Neighbouring areas"), pgettext("ability", "Yes") if helper.travels else ""),
            (_("By telephone or video"), pgettext("ability", "Yes") if helper.remote else ""),
        ],
        4: [
            (_("Times"), _week(helper)),
            (_("As written in the roster"), helper.availability_note),
            (_("Hours a month"), helper.minutes_per_month // 60 if helper.step > 4 else ""),
        ],
        5: [
            (_("ID number"), helper.masked_id_number),
            (_("Sex"), helper.get_sex_display()),
            (_("Date of birth"), helper.birth_date),
        ],
    }
    return [
        {"step": step, "facts": answers[step.number], "missing": missing.get(step.number, ())}
        for step in STEPS
    ]


def _week(helper) -> str:
    """The ticked parts of the week in words."""
    form = AvailabilityForm(stored=helper.windows.all())
    days = [
        f"{row['label']} " + listed(box["label"] for box in row["boxes"] if box["ticked"])
        for row in form.grid()
        if any(box["ticked"] for box in row["boxes"])
    ]
    return parts(days)


@login_required
@require_POST
def start(request):
    """Begin a profile."""
    people.start_profile(by=request.user)
    return redirect("volunteers:about")


@profile_page
def about(request, helper):
    """Step 1."""
    phone = helper.phone or request.user.phone
    initial = {
        "name": helper.name or request.user.name,
        "phone": phone.reveal() if phone else "",
        "kind": helper.kind,
        "work_unit": helper.work_unit,
    }
    checked = helper.state not in rules.WITH_OWNER
    form = AboutForm(request.POST or None, initial=initial, checked=checked)
    if form.is_valid() and attempt(form, people.save_about, helper, by=request.user, **form.cleaned_data):
        return after(1, helper)
    return render_step(request, helper, 1, "step", form=form)


@profile_page
def skills(request, helper):
    """Step 2, with the certificates below it."""
    initial = {
        "help_kinds": helper.help_kinds,
        "expertise": helper.expertise,
        "dialects": "、".join(helper.dialects),
    }
    form = SkillsForm(request.POST or None, initial=initial)
    if form.is_valid() and attempt(form, people.save_skills, helper, by=request.user, **form.cleaned_data):
        return redirect("volunteers:credential_add") if "add" in request.POST else after(2, helper)
    return render_step(request, helper, 2, "skills", form=form, credentials=helper.credentials.all())


@profile_page
def credential_add(request, helper):
    """One more certificate."""
    form = CredentialForm(request.POST or None)
    if form.is_valid() and attempt(form, people.add_credential, helper, by=request.user, **form.cleaned_data):
        messages.success(request, _("The certificate is noted. It counts once an officer has checked it."))
        return redirect("volunteers:skills")
    return render_step(request, helper, 2, "credential", form=form)


@profile_page
def credential_remove(request, helper, pk):
    """Ask once, then take a certificate back."""
    credential = get_object_or_404(helper.credentials, pk=pk)
    if request.method != "POST":
        return render_step(request, helper, 2, "credential_remove", credential=credential)
    try:
        people.remove_credential(credential, by=request.user)
    except Refused as refused:
        for violation in refused.violations:
            messages.error(request, violation.message)
    return redirect("volunteers:skills")


@profile_page
def availability(request, helper):
    """Step 4."""
    initial = {"hours_per_month": helper.minutes_per_month // 60}
    form = AvailabilityForm(request.POST or None, initial=initial, stored=helper.windows.all())
    if form.is_valid() and attempt(
        form,
        people.save_availability,
        helper,
        by=request.user,
        windows=form.windows(),
        minutes_per_month=form.cleaned_data["hours_per_month"] * 60,
    ):
        return after(4, helper)
    return render_step(request, helper, 4, "availability", form=form)


@profile_page
def identity(request, helper):
    """Step 5."""
    notice = PrivacyNotice.objects.in_force(timezone.localdate())
    if notice is None:
        raise Http404("no privacy notice is in force")
    given = frozenset(helper.consents.filter(notice=notice, withdrawn_at=None).values_list("kind", flat=True))
    known = helper.id_number is not None
    example = identities.invented(helper.pk) if settings.DEMO and not known else ""
    form = IdentityForm(request.POST or None, version=notice, given=given, known=known, example=example)
    if form.is_valid() and attempt(
        form,
        people.save_identity,
        helper,
        by=request.user,
        id_number=form.cleaned_data["id_number"] or (helper.id_number.reveal() if known else ""),
        notice=notice,
        consents=form.consents(),
    ):
        if helper_of(request.user).pk != helper.pk:
            messages.info(
                request,
                _("Your office had entered you before. This is your record: check that all is right."),
            )
        return after(5, helper)
    context = {"form": form, "notice": notice, "given": given, "open": helper.state in rules.WITH_OWNER}
    if known:
        context |= {
            "masked": helper.masked_id_number,
            "province": identities.PROVINCES.get(helper.id_number.reveal()[:2], ""),
        }
    return render_step(request, helper, 5, "identity", **context)


@profile_page
@require_POST
def submit(request, helper):
    """Hand the application in."""
    try:
        people.submit(helper, by=request.user)
    except Refused as refused:
        return profile(request, violations=refused.violations)
    return redirect("volunteers:profile")


@profile_page
@require_POST
def again(request, helper):
    """Begin anew after a refusal or after leaving."""
    try:
        people.apply_again(helper, by=request.user)
    except Refused as refused:
        return profile(request, violations=refused.violations)
    return redirect("volunteers:about")


@profile_page
@require_POST
def accepting(request, helper):
    """Pause invitations, or take them again."""
    try:
        people.set_accepting(helper, by=request.user, accepting=request.POST.get("accepting") == "yes")
    except Refused as refused:
        return profile(request, violations=refused.violations)
    return redirect("volunteers:profile")


@profile_page
def pledge(request, helper):
    """Read and sign the confidentiality pledge."""
    violations = ()
    if request.method == "POST":
        try:
            people.sign_pledge(helper, by=request.user)
        except Refused as refused:
            violations = refused.violations
        else:
            messages.success(request, _("Signed. Thank you for keeping what you hear to yourself."))
            return redirect("volunteers:pledge")
    context = {"helper": helper, "violations": violations, "text": pledges.TEXT}
    return render(request, "volunteers/pledge.html", context, status=422 if violations else 200)


@profile_page
def leave(request, helper):
    """Stop serving, or withdraw consent; each asks once."""
    form = LeaveForm(request.POST or None)
    violations = ()
    if form.is_valid():
        try:
            said = _end(helper, request.POST.get("what"), form.cleaned_data["reason"], by=request.user)
        except Refused as refused:
            violations = refused.violations
        else:
            messages.success(request, said)
            return redirect("volunteers:profile")
    departure = helper.departures.filter(finished_at=None).first()
    due = departures.due_date(timezone.localdate())
    context = {"helper": helper, "form": form, "departure": departure, "due": due, "violations": violations}
    return render(request, "volunteers/leave.html", context, status=422 if violations else 200)


def _end(helper, what: str, reason: str, *, by) -> str:
    """Withdraw consent or ask to leave, and say what happens now."""
    if what == "consent":
        departures.withdraw_consent(helper, by=by)
    else:
        departure = departures.ask_to_leave(helper, by=by, reason=reason)
    if helper.approved_at is None:
        return _("Your application has ended, and what you entered is deleted.")
    if what == "consent":
        return _(
            "You have withdrawn consent. Coming services are cancelled; "
            "records that the law wants kept are locked away."
        )
    return _("Your request was received. It will be handled within %(days)d working days, by %(day)s.") % {
        "days": policies.value(EXIT_WORKING_DAYS, timezone.localdate()),
        "day": date_format(departure.due_on),
    }
