"""What the screens of a profile share: the five steps, and showing a refusal beside the fields."""

from dataclasses import dataclass
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.actions import Refused
from volunteers.models import Helper


@dataclass(frozen=True)
class Step:
    """One page of the profile."""

    number: int
    name: str
    title: str

    @property
    def url(self) -> str:
        return reverse(f"volunteers:{self.name}")


STEPS = (
    Step(1, "about", _("How to reach you")),
    Step(2, "skills", _("What you can do")),
    Step(3, "area", _("Where you help")),
    Step(4, "availability", _("When you have time")),
    Step(5, "identity", _("Consent and identity")),
)


def helper_of(user) -> Helper | None:
    """This account's profile, if it has begun one."""
    return Helper.objects.select_related("area", "account").filter(account=user).first()


def profile_page(view):
    """Signed in and with a profile; whoever has none is shown how to begin one."""

    @login_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        helper = helper_of(request.user)
        if helper is None:
            return redirect("volunteers:profile")
        return view(request, helper, *args, **kwargs)

    return guarded


def attempt(form, action, *args, **kwargs) -> bool:
    """Run ``action``; a refusal is written beside the fields it belongs to."""
    try:
        action(*args, **kwargs)
    except Refused as refused:
        for field, messages in refused.by_field().items():
            form.add_error(field if field in form.fields else None, messages)
        return False
    return True


def render_step(request, helper, number: int, template: str, **context):
    """A page of the profile; 422 when something has to be changed."""
    form = context.get("form")
    step = STEPS[number - 1]
    before = STEPS[number - 2].url if number > 1 else reverse("volunteers:profile")
    context |= {"helper": helper, "step": step, "total": len(STEPS), "back_url": before}
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return render(request, f"volunteers/profile/{template}.html", context, status=status)


def after(number: int, helper: Helper):
    """Onwards to the next page while the application is being filled in, else back to the summary."""
    if number < len(STEPS) and helper.submitted_at is None:
        return redirect(STEPS[number].url)
    return redirect("volunteers:profile")
