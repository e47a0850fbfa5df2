"""What waits for helpers and officers on their first page: applications, papers, departures."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.models import Office
from portal.registry import (
    MOST_CASES,
    Case,
    HelperPanel,
    Task,
    helper_panels,
    helper_tasks,
    office_tasks,
    sign_in_stops,
)
from volunteers.actions.consents import notice_to_agree_to
from volunteers.choices import CredentialState, HelperState
from volunteers.models import Credential, Departure, Helper
from volunteers.rules.people import WITH_OWNER

# Before that, step 5 of the profile asks; after it, nothing is processed but what the law wants kept.
AGREES_AGAIN = (HelperState.SUBMITTED, HelperState.APPROVED, HelperState.SUSPENDED)

# What the person can only wait for or read; everything else is a task or needs no word.
TOLD_FIRST = (HelperState.SUBMITTED, HelperState.REFUSED, HelperState.SUSPENDED, HelperState.LEFT)

# Vetting is expected within a week; later the task is marked late.
PATIENCE_DAYS = 7


@helper_tasks.register
def profile_tasks(user) -> list[Task]:
    """Complete the profile; sign the pledge."""
    helper = Helper.objects.filter(account=user).only("state", "pledged_on", "vetting_reason").first()
    if helper is None:
        if user.works_in_back_office or user.office_id:  # a supplier's manager has a first page of their own
            return []
        text = _("Five short steps, about five minutes.")
        return [Task(_("Become a helper"), reverse("volunteers:profile"), _("Begin"), (text,))]
    if helper.state in WITH_OWNER:
        returned = helper.state == HelperState.RETURNED
        title = _("Please complete your application") if returned else _("Finish your application")
        facts = (helper.vetting_reason,) if returned else ()
        return [Task(title, reverse("volunteers:profile"), pgettext("application", "Continue"), facts)]
    if helper.state == HelperState.APPROVED and helper.pledged_on is None:
        title, button = _("Sign the confidentiality pledge"), _("Read and sign")
        return [Task(title, reverse("volunteers:pledge"), button)]
    return []


@helper_tasks.register
def consent_to_renew(user) -> list[Task]:
    """Read the new privacy notice and agree again."""
    notice = _notice_to_agree_to(user)
    if notice is None:
        return []
    return [
        Task(
            title=_("Agree to the new privacy notice"),
            url=reverse("volunteers:agree_again"),
            button=_("Read and agree"),
            facts=(_("Version %(version)s") % {"version": notice.version},),
            late=True,
            icon="lock",
        )
    ]


@sign_in_stops.register
def consent_at_sign_in(user) -> list[str]:
    """A changed privacy notice is read before anything else (rule 3)."""
    return [reverse("volunteers:agree_again")] if _notice_to_agree_to(user) else []


def _notice_to_agree_to(user):
    asked = Helper.objects.filter(account=user, state__in=AGREES_AGAIN).first()
    return notice_to_agree_to(asked) if asked else None


@helper_panels.register
def standing(user) -> list[HelperPanel]:
    """Where the application stands, and who has it in hand."""
    helper = Helper.objects.select_related("area").filter(account=user, state__in=TOLD_FIRST).first()
    if helper is None:
        return []
    context = {
        "helper": helper,
        "office": office_in_charge(helper),
        "departure": helper.departures.unfinished().first(),
    }
    return [HelperPanel("volunteers/panels/standing.html", context, leads=True)]


def office_in_charge(helper: Helper) -> Office | None:
    """The judicial office that judges the application."""
    return Office.objects.judicial_office_of(helper.area) if helper.area_id else None


@office_tasks.register
def vetting_tasks(user) -> list[Task]:
    """Applications, certificates and departures of the user's areas."""
    if not user.has_perm("volunteers.vet_helper"):
        return []
    return [*_applications(user), *_certificates(user), *_departures(user)]


def _applications(user) -> list[Task]:
    waiting = Helper.objects.visible_to(user).awaiting_vetting()
    number = waiting.count()
    if not number:
        return []
    first = list(waiting[:MOST_CASES])
    since = timezone.localtime(first[0].submitted_at).date()
    title = ngettext("%(number)d application waits", "%(number)d applications wait", number)
    return [
        Task(
            title % {"number": number},
            reverse("applications:index"),
            _("Look at them"),
            (_("The oldest since %(day)s") % {"day": date_format(since)},),
            late=_waits_too_long(since),
            count=number,
            kind=_("Applications"),
            cases=tuple(_application(helper) for helper in first),
        )
    ]


def _waits_too_long(since) -> bool:
    return (timezone.localdate() - since).days > PATIENCE_DAYS


def _application(helper: Helper) -> Case:
    since = timezone.localtime(helper.submitted_at).date()
    return Case(
        title=f"{helper.name} · {helper.get_kind_display()}",
        url=reverse("helpers:inspect", args=[helper.pk]),
        note=_("Submitted on %(day)s") % {"day": date_format(since)},
        since=since,
        late=_waits_too_long(since),
    )


def _certificates(user) -> list[Task]:
    claimed = Credential.objects.visible_to(user).filter(
        state=CredentialState.CLAIMED, helper__state=HelperState.APPROVED
    )
    number = claimed.count()
    if not number:
        return []
    cases = tuple(
        Case(
            title=f"{credential.helper.name} · {credential}",
            url=reverse("credentials:inspect", args=[credential.pk]),
            note=credential.issuer,
        )
        for credential in claimed.select_related("helper").order_by("pk")[:MOST_CASES]
    )
    title = ngettext("%(number)d certificate to check", "%(number)d certificates to check", number)
    url = reverse("credentials:index") + f"?state={CredentialState.CLAIMED}"
    return [
        Task(
            title % {"number": number},
            url,
            _("Look at them"),
            count=number,
            kind=_("Certificates"),
            cases=cases,
        )
    ]


def _departures(user) -> list[Task]:
    departures = Departure.objects.visible_to(user).unfinished()
    first = departures.first()
    if first is None:
        return []
    number = departures.count()
    title = ngettext("%(number)d helper is leaving", "%(number)d helpers are leaving", number)
    late = first.due_on < timezone.localdate()
    url = reverse("departures:index")
    cases = tuple(
        Case(
            title=departure.helper.name,
            url=reverse("departures:inspect", args=[departure.pk]),
            note=_("Answer by %(day)s") % {"day": date_format(departure.due_on)},
            due=departure.due_on,
        )
        for departure in departures.select_related("helper")[:MOST_CASES]
    )
    return [
        Task(
            title % {"number": number},
            url,
            _("Look at them"),
            due=first.due_on,
            late=late,
            count=number,
            kind=_("Departures"),
            cases=cases,
        )
    ]
