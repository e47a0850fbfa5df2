"""The base of a page that belongs to no single row, for holders of a permission."""

from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.actions import require


class PermittedPage(WagtailAdminTemplateMixin):
    """Open to whoever holds ``permission``; anybody else is refused, and that is written down."""

    permission = ""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(request.user, self.permission)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]
