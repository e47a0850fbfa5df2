"""The ledger in the back office: every chain with its head and what was published. Read only."""

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.actions import require
from services.models import LedgerChain, LedgerHead

from .records import number

MOST_DAYS = 30


class LedgerView(WagtailAdminTemplateMixin, TemplateView):
    """Chains and published heads; how anyone proves them without this portal."""

    template_name = "services/backoffice/ledger.html"
    page_title = _("Ledger")
    header_icon = "shield"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(request.user, "services.view_ledgerchain")
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        chains = [[chain.name, chain.head_seq, chain.head_hash] for chain in LedgerChain.objects.all()]
        published = LedgerHead.objects.select_related("chain")[:MOST_DAYS]
        return super().get_context_data(
            chain_columns=[str(_("Chain")), number(_("Entries")), str(_("Digest"))],
            chains=chains,
            head_columns=[str(_("Day")), str(_("Chain")), number(_("Number")), str(_("Digest"))],
            heads=[[str(head.day), head.chain.name, head.seq, head.hash] for head in published],
            **kwargs,
        )
