"""My notices inside the admin: whoever works here need not go to another space to read what is new."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal import notice_actions
from portal.backoffice.policies import visible
from portal.backoffice.viewsets import VIEWSETS
from portal.keys import key_in
from portal.models import Notice

ON_A_PAGE = 20


class OwnNoticesView(WagtailAdminTemplateMixin, TemplateView):
    """Newest first, the unread ones marked; each leads to the page it tells of, where there is one."""

    template_name = "portal/backoffice/notices.html"
    page_title = _("Notices")
    header_icon = "bell"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        own = Notice.objects.visible_to(self.request.user)
        page = Paginator(own.order_by("-pk"), ON_A_PAGE).get_page(self.request.GET.get("page"))
        pages = pages_about(page.object_list, self.request.user)
        rows = [{"notice": notice, "url": pages.get(notice.pk) or notice.url} for notice in page.object_list]
        return {
            **super().get_context_data(**kwargs),
            "rows": rows,
            "page": page,
            "unread": own.filter(read_at=None).exists(),
        }

    def post(self, request, *args, **kwargs):
        """Note one notice, or all of them, as read."""
        if key := request.POST.get("notice", ""):
            own = Notice.objects.visible_to(request.user)
            notice_actions.mark_read(get_object_or_404(own, pk=key_in(key)), by=request.user)
        else:
            notice_actions.mark_all_read(by=request.user)
        return redirect("own_notices")


def pages_about(notices, user) -> dict[int, str]:
    """Where the things that notices tell of lie, by notice: only what ``user`` may see, a query a kind."""
    found = {}
    for viewset in VIEWSETS:
        kind = viewset.model._meta.label_lower
        mine = [(notice, key_in(notice.object_id)) for notice in notices if notice.object_type == kind]
        if not mine or not getattr(viewset, "inspect_view_enabled", False):
            continue
        rows = visible(viewset.model, user).filter(pk__in=[key for _notice, key in mine if key is not None])
        there = set(rows.values_list("pk", flat=True))
        address = viewset.get_url_name("inspect")
        for notice, key in mine:
            if key in there:
                found.setdefault(notice.pk, reverse(address, args=[key]))
    return found


class NoticesMenuItem(MenuItem):
    """The bell of the sidebar; it counts what is unread."""

    def render_component(self, request):
        component = super().render_component(request)
        unread = Notice.objects.visible_to(request.user).filter(read_at=None).count()
        if unread:
            component.label = f"{component.label} {unread}"
        return component


@hooks.register("register_admin_menu_item")
def bell():
    return NoticesMenuItem(_("Notices"), reverse("own_notices"), name="notices", icon_name="bell", order=2)


@hooks.register("register_admin_urls")
def routes():
    return [path("notices/", OwnNoticesView.as_view(), name="own_notices")]
