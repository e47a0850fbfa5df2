"""Search and choose a subject by code, within the officer's areas."""

from django.utils.translation import gettext_lazy as _

from portal.backoffice import GuardedChooserViewSet
from volunteers.models import Subject


class SubjectChooserViewSet(GuardedChooserViewSet):
    model = Subject
    icon = "person"
    choose_one_text = _("Choose a subject")
    choose_another_text = _("Choose another subject")
    search_fields = ("code",)
    select_related = ("area",)
    list_display = (("area", _("Area")),)
