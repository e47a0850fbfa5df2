"""What the auditor and the administrator meet on their first page besides tasks."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import audit, policies, registry
from portal.models import AccountMail, AuditEntry, Office, OutboxMessage, PolicyVersion, PrivacyNotice, User
from portal.models.outbox import MOST_ATTEMPTS

WEEK, MONTH = timedelta(days=7), timedelta(days=30)
MOST_LINES = 5


@registry.office_figures.register
def what_was_done(user) -> list[dict]:
    """The auditor's numbers: entries of today, what was denied or refused within a week."""
    if not user.has_perm("portal.view_auditentry"):
        return []
    entries = AuditEntry.objects.visible_to(user)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    lately = entries.filter(at__gte=timezone.now() - WEEK)
    log = reverse("audit_log:index")
    return [
        _figure(_("Audit entries today"), entries.filter(at__gte=midnight).count(), log),
        _figure(
            _("Denied within 7 days"),
            lately.filter(result=audit.DENIED).count(),
            f"{log}?result={audit.DENIED}",
            _("outside the person's areas or role"),
        ),
    ]


@registry.office_panels.register
def looked_behind_masks(user) -> list[registry.OfficePanel]:
    """The latest looks at full personal values within a month, for the auditor."""
    if not user.has_perm("portal.view_auditentry"):
        return []
    lately = AuditEntry.objects.visible_to(user).filter(at__gte=timezone.now() - MONTH)
    seen = lately.filter(action="personal_data.revealed")
    entries = seen.select_related("actor").newest_first()[:MOST_LINES]
    title = _("Personal data shown in full")
    return [registry.OfficePanel(title, "portal/backoffice/panels/entries.html", {"entries": entries})]


@registry.office_figures.register
def who_may_enter(user) -> list[dict]:
    """The administrator's numbers: open accounts and what has not been delivered."""
    if not user.has_perm("portal.change_user"):
        return []
    staff = User.objects.visible_to(user).filter(is_active=True, is_system=False).exclude(office=None)
    unsent = OutboxMessage.objects.filter(sent_at=None)
    given_up = unsent.filter(attempts__gte=MOST_ATTEMPTS).count()
    waiting = unsent.count() + AccountMail.objects.filter(sent_at=None).count()
    note = _("of the whole site")
    if given_up:
        note = ngettext("%(count)d was given up", "%(count)d were given up", given_up) % {"count": given_up}
    return [
        _figure(_("Open accounts of offices"), staff.count(), reverse("people:index")),
        _figure(_("Offices"), Office.objects.visible_to(user).count(), reverse("offices:index")),
        _figure(_("Mails to be sent"), waiting, "", note),
    ]


@registry.office_panels.register
def what_takes_effect(user) -> list[registry.OfficePanel]:
    """Decided values and wordings that begin on a later day, for the administrator."""
    if not user.has_perm("portal.add_policyversion"):
        return []
    today = timezone.localdate()
    labels = {policy.key: policy.label for policy in policies.all_policies()}
    lines = [
        {
            "day": version.effective_from,
            "text": labels[version.key],
            "url": reverse("policy", args=[version.key]),
        }
        for version in PolicyVersion.objects.standing().filter(effective_from__gt=today, key__in=labels)
    ]
    lines += [
        {
            "day": notice.effective_from,
            "text": _("Privacy notice, version %(version)s") % {"version": notice.version},
            "url": reverse("privacy_version", args=[notice.version]),
        }
        for notice in PrivacyNotice.objects.filter(effective_from__gt=today)
    ]
    lines.sort(key=lambda line: line["day"])
    context = {"lines": lines[:MOST_LINES]}
    return [registry.OfficePanel(_("Takes effect soon"), "portal/backoffice/panels/coming.html", context)]


@registry.office_panels.register
def last_sign_ins(user) -> list[registry.OfficePanel]:
    """Who worked in the back office last, for the administrator."""
    if not user.has_perm("portal.change_user"):
        return []
    staff = User.objects.visible_to(user).exclude(office=None)
    lately = staff.exclude(last_login=None).select_related("office")
    accounts = lately.order_by("-last_login")[:MOST_LINES]
    title = _("Signed in last")
    return [registry.OfficePanel(title, "portal/backoffice/panels/sign_ins.html", {"accounts": accounts})]


def _figure(label, value, url, note="") -> dict:
    return {"label": label, "value": value, "unit": "", "note": note, "url": url}
