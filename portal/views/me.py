"""The helper's first page: what needs me, what comes next, what is new."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal import registry
from portal.models import Notice

NEWS = 3


@login_required
@require_safe
def home(request):
    """Tasks first, each with its button; then whatever the apps add."""
    user = request.user
    now = timezone.localtime()
    panels = registry.helper_panels.panels_for(user)
    return render(
        request,
        "portal/me.html",
        {
            "greeting": _greeting(user.name, now.hour),
            "today": now.date(),
            "tasks": registry.helper_tasks.tasks_for(user),
            "leading_panels": [panel for panel in panels if panel.leads],
            "main_panels": [panel for panel in panels if not panel.aside and not panel.leads],
            "aside_panels": [panel for panel in panels if panel.aside and not panel.leads],
            "news": Notice.objects.visible_to(user).unread()[:NEWS],
        },
    )


def _greeting(name: str, hour: int) -> str:
    if hour < 12:
        greeting = _("Good morning, {name}") if name else _("Good morning")
    elif hour < 18:
        greeting = _("Good afternoon, {name}") if name else _("Good afternoon")
    else:
        greeting = _("Good evening, {name}") if name else _("Good evening")
    return greeting.format(name=name)
