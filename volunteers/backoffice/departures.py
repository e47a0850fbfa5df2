"""Who wants to leave, by when it has to be handled, and closing it (rule 38)."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.backoffice import ActionView, DetailView, GuardedViewSet, ListView, facts_panel, table_panel
from volunteers.actions import departures
from volunteers.backoffice.links import link
from volunteers.models import Departure


class FinishView(ActionView):
    action = departures.finish_departure
    permission = "volunteers.vet_helper"
    label = _("Close the departure")
    explanation = _("All seats in supervision groups are handed over. The helper is told.")
    success_message = _("Closed. The helper has been told.")

    def get_success_url(self):
        return reverse("departures:index")


class DepartureDetail(DetailView):
    select_related = ("helper",)

    def get_panels(self):
        departure = self.object
        facts = [
            (_("Helper"), link("helpers:inspect", departure.helper)),
            (_("What was asked"), departure.get_kind_display()),
            (_("Reason"), departure.reason),
            (_("To be handled by"), departure.due_on),
        ]
        seats = departure.helper.memberships.present().select_related("group__subject")
        rows = [
            (link("supervision_groups:inspect", seat.group), seat.get_role_display(), seat.joined_on)
            for seat in seats
        ]
        return [
            table_panel(
                _("Seats to hand over"),
                [_("Supervision group"), _("Role"), _("Since")],
                rows,
                empty=_("No seat left. The departure can be closed."),
            ),
            facts_panel(facts),
        ]


class DepartureList(ListView):
    """What is still to be handled, the earliest date first."""

    def get_base_queryset(self):
        return super().get_base_queryset().unfinished()


class DepartureViewSet(GuardedViewSet):
    model = Departure
    name = "departures"
    icon = "logout"
    menu_label = _("Departures")
    menu_order = 140
    menu_hook = "register_people_menu_item"
    menu_permission = "volunteers.view_departure"
    index_view_class = DepartureList
    detail_view_class = DepartureDetail
    list_display = ["helper", "kind", "asked_at", "due_on"]
    list_filter = ["kind"]
    inspect_view_fields = ["kind"]
    action_views = {"finish": FinishView}
    empty_message = _("Nobody is leaving.")
