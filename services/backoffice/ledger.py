"""The ledger in the back office: every chain with its head and what was published. Read only."""

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.actions import require
from services.models import LedgerChain, LedgerHead

from .wording import number

MOST_DAYS = 30


def breakable(digest: str):
    """A digest that may wrap on a phone, between groups of eight."""
    return format_html_join(
        mark_safe("<wbr>"), "{}", ((digest[n : n + 8],) for n in range(0, len(digest), 8))
    )


def named(chain: LedgerChain):
    """The chain in words, and under it the name that an export and its verifiers use."""
    return format_html('{}<br><span class="quiet">{}</span>', chain.label, chain.name)


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
        chains = [
            [named(chain), chain.head_seq, breakable(chain.head_hash)] for chain in LedgerChain.objects.all()
        ]
        published = LedgerHead.objects.select_related("chain")[:MOST_DAYS]
        return super().get_context_data(
            chain_columns=[str(_("Chain")), number(_("Entries")), str(_("Digest"))],
            chains=chains,
            head_columns=[str(_("Day")), str(_("Chain")), number(_("Entry number")), str(_("Digest"))],
            heads=[
                [date_format(head.day), named(head.chain), head.seq, breakable(head.hash)]
                for head in published
            ],
            **kwargs,
        )
