"""My notices: the list, opening one, and having seen them all."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from portal import notice_actions
from portal.models import Notice

ON_A_PAGE = 20


@login_required
@require_safe
def index(request):
    """Newest first; what is unread stands out."""
    notices = Notice.objects.visible_to(request.user).order_by("-pk")
    page = Paginator(notices, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/notices.html", {"page": page})


@login_required
@require_POST
def read(request, pk):
    """Mark one as read and go where it leads."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    notice_actions.mark_read(notice, by=request.user)
    leads_somewhere = notice.url and url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return redirect(notice.url if leads_somewhere else reverse("notices"))


@login_required
@require_POST
def read_all(request):
    notice_actions.mark_all_read(by=request.user)
    return redirect("notices")
