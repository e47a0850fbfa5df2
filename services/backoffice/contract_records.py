"""The records behind one number of the five columns, with the sum they reconcile to."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.backoffice import narrow
from services import figures
from services.models import Contract, ServiceRecord

from .records import when


class ContractRecordsView(WagtailAdminTemplateMixin, TemplateView):
    """The records behind one number of the five columns, with the sum they reconcile to."""

    model = Contract
    template_name = "services/backoffice/contract_records.html"
    header_icon = "list-ul"
    index_url_name = inspect_url_name = None
    column_titles = {
        "claimed": _("Claimed"),
        "verified": _("Verified"),
        "accepted": _("Accepted service"),
        "payable": _("Payable"),
        "paid": _("Paid"),
    }

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        rows = narrow(Contract.objects.all(), request.user)
        self.object = get_object_or_404(rows, pk=kwargs["pk"])
        chosen = request.GET.get("column", "")
        self.column = chosen if chosen in figures.COLUMNS else "claimed"
        wanted = request.GET.get("item", "")
        self.item = get_object_or_404(self.object.items, pk=wanted) if wanted.isdigit() else None

    def get_page_title(self):
        return self.column_titles[self.column]

    def get_breadcrumbs_items(self):
        address = reverse("contracts:inspect", args=[self.object.pk])
        return [
            *self.breadcrumbs_items,
            {"url": reverse("contracts:index"), "label": _("Purchase contracts")},
            {"url": address, "label": str(self.object)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        records = ServiceRecord.objects.of_contract(self.object).filter(figures.COLUMNS[self.column])
        if self.item is not None:
            records = records.filter(contract_item=self.item)
        of_items = [row for row in figures.by_item(self.object) if self.item in (None, row.item)]
        listed = records.select_related("helper", "contract_item").order_by("-served_on", "-pk")
        page = Paginator(listed, 50).get_page(self.request.GET.get("page"))
        rows = [
            {
                "record": record,
                "when": when(record),
                "url": reverse("service_records:inspect", args=[record.pk]),
            }
            for record in page.object_list
        ]
        return super().get_context_data(
            contract=self.object,
            item=self.item,
            column=self.column,
            sums=figures.total(of_items),
            rows=rows,
            page=page,
            **kwargs,
        )
