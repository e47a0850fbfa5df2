"""What waits for helpers and officers on their first page: applications, papers, departures."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.registry import Task, helper_tasks, office_tasks
from volunteers.choices import CredentialState, HelperState
from volunteers.models import Credential, Departure, Helper
from volunteers.rules.people import WITH_OWNER

# Vetting is expected within a week; later the task is marked late.
PATIENCE_DAYS = 7


@helper_tasks.register
def profile_tasks(user) -> list[Task]:
    """Complete the profile; sign the pledge."""
    helper = Helper.objects.filter(account=user).only("state", "pledged_on", "vetting_reason").first()
    if helper is None:
        if user.works_in_back_office:
            return []
        text = _("Five short steps, about five minutes.")
        return [Task(_("Become a helper"), reverse("volunteers:profile"), _("Begin"), (text,))]
    if helper.state in WITH_OWNER:
        returned = helper.state == HelperState.RETURNED
        title = _("Please complete your application") if returned else _("Finish your application")
        facts = (helper.vetting_reason,) if returned else ()
        return [Task(title, reverse("volunteers:profile"), _("Continue"), facts)]
    if helper.state == HelperState.APPROVED and helper.pledged_on is None:
        title, button = _("Sign the confidentiality pledge"), _("Read and sign")
        return [Task(title, reverse("volunteers:pledge"), button)]
    return []


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
    since = timezone.localtime(waiting[0].submitted_at).date()
    title = ngettext("%(number)d application waits", "%(number)d applications wait", number)
    return [
        Task(
            title % {"number": number},
            reverse("applications:index"),
            _("Look at them"),
            (_("The oldest since %(day)s") % {"day": since},),
            late=(timezone.localdate() - since).days > PATIENCE_DAYS,
            count=number,
            kind=_("Applications"),
        )
    ]


def _certificates(user) -> list[Task]:
    number = (
        Credential.objects.visible_to(user)
        .filter(state=CredentialState.CLAIMED, helper__state=HelperState.APPROVED)
        .count()
    )
    if not number:
        return []
    title = ngettext("%(number)d certificate to check", "%(number)d certificates to check", number)
    url = reverse("credentials:index") + f"?state={CredentialState.CLAIMED}"
    return [Task(title % {"number": number}, url, _("Look at them"), count=number, kind=_("Certificates"))]


def _departures(user) -> list[Task]:
    departures = Departure.objects.visible_to(user).unfinished()
    first = departures.first()
    if first is None:
        return []
    number = departures.count()
    title = ngettext("%(number)d helper is leaving", "%(number)d helpers are leaving", number)
    late = first.due_on < timezone.localdate()
    url = reverse("departures:index")
    return [
        Task(title % {"number": number}, url, _("Look at them"), due=first.due_on, late=late, count=number)
    ]
