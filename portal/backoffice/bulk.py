"""One action on many rows: only rows of the user's areas exist for it, whatever ids are sent."""

from wagtail.admin.views.bulk_action import BulkAction

from .policies import visible


class AreaBulkAction(BulkAction):
    """The base of every bulk action. Foreign ids are dropped silently, as unknown ones are."""

    def get_all_objects_in_listing_query(self, parent_id):
        return visible(self.model, self.request.user).values_list("pk", flat=True)

    def get_actionable_objects(self):
        ids = self.request.GET.getlist("id")
        rows = visible(self.model, self.request.user)
        known = rows if "all" in ids else rows.filter(pk__in=[key for key in ids if key.isdigit()])
        return list(known), {"items_with_no_access": []}
