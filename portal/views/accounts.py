"""The overview of one's own account, and the first step to a second factor."""

from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from portal.accounts import second_factor
from portal.accounts.phones import local
from portal.privacy.masking import mask_phone


@login_required
@require_safe
def index(request):
    """What belongs to my account, and where to change each part."""
    user = request.user
    return render(
        request,
        "account/index.html",
        {
            "phone": mask_phone(local(user.phone.reveal())) if user.phone else "",
            "with_phone": "phone" in settings.ACCOUNT_LOGIN_METHODS,
            "second_factor": second_factor.enrolled(user),
        },
    )


@login_required
@require_safe
def second_factor_choice(request):
    """Which second factor do I want? Shown once to everyone whose role needs one."""
    where_to = get_next_redirect_url(request) or get_adapter().get_login_redirect_url(request)
    if second_factor.enrolled(request.user):
        return redirect(where_to)
    return render(request, "mfa/choice.html", {"where_to": where_to})
