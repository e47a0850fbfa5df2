"""The verification queue: what waits for this officer, several rows at once."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages

from portal.keys import keys_in
from services import actions
from services.models import ServiceRecord
from services.paging import OLDEST_FIRST, page_of_records
from services.rules.amounts import hours

from .evidence import doubts_about
from .pages import PermittedPage
from .wording import when

PER_PAGE = 50
# What one POST may carry; the page itself offers no more.
MOST_AT_ONCE = 200


class VerificationQueueView(PermittedPage, TemplateView):
    """What this officer may verify, oldest first; several rows at once, each refusal beside its row."""

    permission = "services.verify_servicerecord"
    template_name = "services/backoffice/queue.html"
    page_title = _("Verify hours")
    header_icon = "check"

    def post(self, request, *args, **kwargs):
        keys = keys_in(request.POST.getlist("record")[:MOST_AT_ONCE])
        rows = ServiceRecord.objects.visible_to(request.user).filter(pk__in=keys)
        verified, refused = actions.verify_many(rows, by=request.user)
        if verified:
            text = _("%(count)s records verified; %(hours)s hours are in the ledger now.") % {
                "count": len(verified),
                "hours": hours(sum(record.minutes for record in verified)),
            }
            messages.success(request, text)
        elif not keys:
            messages.warning(request, _("Choose at least one record first."))
        context = self.get_context_data(refused=dict(refused))
        for record, error in context["refused_elsewhere"]:
            reasons = " ".join(str(violation.message) for violation in error.violations)
            messages.warning(request, f"{when(record)} {record.helper}: {reasons}")
        return self.render_to_response(context)

    def get_context_data(self, refused=None, **kwargs):
        waiting = ServiceRecord.objects.verifiable_by(self.request.user).select_related(
            "helper", "office", "area", "recorded_by", "contract_item__contract", "booking__session"
        )
        page = page_of_records(waiting, self.request, PER_PAGE, OLDEST_FIRST)
        reasons = {record.pk: error.violations for record, error in (refused or {}).items()}
        rows = [
            {
                "record": record,
                "url": reverse("service_records:inspect", args=[record.pk]),
                "when": when(record),
                "doubts": doubts_about(record),
                "violations": reasons.get(record.pk, ()),
            }
            for record in page.rows
        ]
        shown = {row["record"].pk for row in rows}
        others = [(record, error) for record, error in (refused or {}).items() if record.pk not in shown]
        return super().get_context_data(
            rows=rows, page=page, count=waiting.order_by().count(), refused_elsewhere=others, **kwargs
        )
