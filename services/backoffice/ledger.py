"""The ledger in the back office: every chain with its head, published heads, the last check, the export."""

from django.http import StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages

from portal.backoffice import downloads, proof
from portal.backoffice.export import ExportForm, as_download
from services.actions import proving
from services.models import LedgerChain, LedgerCheck, LedgerHead

from .pages import PermittedPage
from .wording import FAULTS, number

MOST_DAYS = 30


def breakable(digest: str):
    """A digest that may wrap on a phone, between groups of eight."""
    return format_html_join(
        mark_safe("<wbr>"), "{}", ((digest[n : n + 8],) for n in range(0, len(digest), 8))
    )


def named(chain: LedgerChain):
    """The chain in words, and under it the name that an export and its verifiers use."""
    return format_html('{}<br><span class="quiet">{}</span>', chain.label, chain.name)


def last_check(chain: str = "") -> dict | None:
    """When the ledger was last checked, and with what result; about ``chain`` alone where a name is given."""
    check = LedgerCheck.objects.first()
    if check is None:
        return None
    when = date_format(timezone.localtime(check.at), "DATETIME_FORMAT")
    if check.passed:
        title = _("Checked, intact")
        text = _("On %(when)s every chain was whole: %(entries)s entries in %(chains)s chains.")
        words = {"when": when, "entries": check.entries, "chains": check.chains}
        return {"title": title, "text": text % words, "when": when, "tone": "ok"}
    if chain and check.fault_chain != chain:  # the check ends at the first fault, wherever it is
        return {"title": _("Check not completed: a fault elsewhere"), "when": when, "tone": "warn"}
    found = check.fault_reason.split()[0]
    words = {"when": when, "seq": check.fault_seq, "reason": FAULTS.get(found, found)}
    text = _("On %(when)s the check found a fault: %(reason)s. Tell the administrator.")
    if check.fault_chain:
        words["chain"] = LedgerChain(name=check.fault_chain).label
        text = _(
            "On %(when)s the check stopped at entry %(seq)s of %(chain)s: %(reason)s. Tell the administrator."
        )
    return {"title": _("Checked, not intact"), "text": text % words, "when": when, "tone": "bad"}


class LedgerPage(PermittedPage):
    """A page on the ledger, for holders of ``permission``."""

    permission = "services.view_ledgerchain"
    page_title = _("Ledger")
    header_icon = "shield"


class LedgerView(LedgerPage, TemplateView):
    """Chains and published heads, the last check; how anyone proves them without this portal."""

    template_name = "services/backoffice/ledger.html"

    def get_context_data(self, **kwargs):
        visible = LedgerChain.objects.visible_to(self.request.user)
        chains = [[named(chain), f"{chain.head_seq:,}", breakable(chain.head_hash)] for chain in visible]
        published = LedgerHead.objects.filter(chain__in=visible).select_related("chain")[:MOST_DAYS]
        return super().get_context_data(
            check=last_check(),
            may_export=self.request.user.has_perm(proving.EXPORT),
            chain_columns=[str(_("Chain")), number(_("Entries")), str(_("Digest"))],
            chains=chains,
            head_columns=[str(_("Day")), str(_("Chain")), number(_("Entry number")), str(_("Digest"))],
            heads=[
                [date_format(head.day), named(head.chain), head.seq, breakable(head.hash)]
                for head in published
            ],
            **kwargs,
        )


class LedgerCheckView(LedgerPage, View):
    """Check every chain now, in the background."""

    permission = proving.EXPORT

    def post(self, request):
        """Order the check; its result stands on the page of the ledger."""
        proving.order_check(by=request.user)
        messages.success(request, _("The ledger is being checked. The result stands here in a moment."))
        return redirect("ledger")


class LedgerExportForm(ExportForm):
    """The reason; there is one format only."""

    file_format = None


class LedgerExportView(LedgerPage, FormView):
    """Why is the ledger taken away? Then the chains of one's own areas, line by line (rule 62)."""

    permission = proving.EXPORT
    template_name = "services/backoffice/ledger_export.html"
    page_title = _("Export of the ledger")
    form_class = LedgerExportForm

    def dispatch(self, request, *args, **kwargs):
        if request.user.has_perm(self.permission):
            proof.require_recent(request)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        ledger = {"url": reverse("ledger"), "label": _("Ledger")}
        return [*self.breadcrumbs_items, ledger, {"url": "", "label": self.page_title}]

    def get(self, request, *args, **kwargs):
        told = downloads.due(request)
        return super().get(request, *args, **kwargs) if told is None else self.hand_out(told["reason"])

    def form_valid(self, form):
        reason = form.cleaned_data["reason"]
        if downloads.was_kept(self.request):
            return downloads.begin(self.request, reverse("ledger"), reason=reason)
        return self.hand_out(reason)

    def hand_out(self, reason: str):
        """The lines themselves, once the reason is written down."""
        lines = proving.export_for(reason=reason, by=self.request.user)
        answer = StreamingHttpResponse(lines, content_type="application/jsonl")
        return as_download(answer, f"ledger-{timezone.localdate():%Y%m%d}.jsonl")

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        chains = LedgerChain.objects.exported_to(self.request.user)
        return super().get_context_data(
            chains=[chain.label for chain in chains], back_url=reverse("ledger"), **kwargs
        )
