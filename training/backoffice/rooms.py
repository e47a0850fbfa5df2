"""The bookable rooms of an office."""

from django.utils.translation import gettext_lazy as _

from portal.backoffice import AreaForm, GuardedViewSet
from training.models import Room


class RoomForm(AreaForm):
    """A new room is one of the officer's own office, unless said otherwise."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.fields["office"].initial = self.for_user.office_id
            self.fields["area"].initial = self.for_user.areas.order_by("path").first()


class RoomViewSet(GuardedViewSet):
    model = Room
    form_class = RoomForm
    icon = "home"
    menu_label = _("Rooms")
    menu_order = 230
    menu_hook = "register_sessions_menu_item"
    list_display = ["name", "kind", "office", "capacity", "in_use"]
    list_filter = ["kind", "in_use", "area"]
    search_fields = ["name", "office__name"]
    select_related = ("office",)
    ordering = ["office__name", "name"]
    form_fields = ["name", "kind", "office", "area", "capacity", "in_use"]
    add_enabled = True
    edit_enabled = True
    inspect_view_fields = ["name", "kind", "office", "area", "capacity", "in_use"]
    empty_message = _("Enter the rooms of your office that sessions may use.")
