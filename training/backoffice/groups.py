"""What training adds to the page of a supervision group: its sessions, and the way to arrange one."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.backoffice import Panel, add_panel
from training.backoffice.chips import session_chip
from training.models import Session
from volunteers.choices import GroupState
from volunteers.models import SupervisionGroup

SHOWN = 10


@add_panel(SupervisionGroup)
def sessions_of_group(group, user) -> Panel | None:
    """The latest sessions of the group, newest first."""
    if not user.has_perm("training.view_session"):
        return None
    rows = [
        [
            format_html(
                '<a href="{}">{}</a>', reverse("sessions:inspect", args=[session.pk]), session.when_listed
            ),
            session.get_kind_display(),
            session_chip(session),
        ]
        for session in Session.objects.filter(group=group)[:SHOWN]
    ]
    may_add = user.has_perm("training.add_session") and group.state != GroupState.CLOSED
    context = {
        "caption": _("Sessions"),
        "columns": [_("When"), _("Kind of session"), _("State")],
        "rows": rows,
        "empty": _("No session has been arranged for this group yet."),
        "add_url": f"{reverse('sessions:add')}?group={group.pk}" if may_add else "",
    }
    return Panel(_("Sessions"), "training/backoffice/group_sessions.html", context)
