"""Agreeing again after the privacy notice has changed."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from volunteers.actions import consents
from volunteers.forms.people import ConsentForm

from .profile import attempt, profile_page


@profile_page
@require_http_methods(["GET", "HEAD", "POST"])
def agree_again(request, helper):
    """Two open boxes under the new wording; whoever disagrees finds the way to withdraw."""
    notice = consents.notice_to_agree_to(helper)
    if notice is None:
        return redirect("me")
    form = ConsentForm(request.POST or None, version=notice)
    if form.is_valid() and attempt(
        form, consents.agree_again, helper, notice=notice, consents=form.consents(), by=request.user
    ):
        messages.success(request, _("Thank you. Your consent to the new version is stored."))
        return redirect("me")
    status = 422 if form.is_bound else 200
    return render(request, "volunteers/agree_again.html", {"form": form, "notice": notice}, status=status)
