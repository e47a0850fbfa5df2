"""The versions of the responsibility letter: read, and published by the administrator."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from portal.backoffice import AreaForm, DetailView, GuardedViewSet
from portal.backoffice.detail import Panel, facts_panel, trail_panel
from portal.backoffice.publishing import PublishView
from portal.widgets import DateInput
from volunteers.actions import letter_versions
from volunteers.models import LetterVersion, Membership, SupervisionGroup

WORDING = "volunteers/backoffice/letter.html"


class LetterForm(AreaForm):
    """The next version, begun from the wording in force."""

    text = forms.CharField(
        label=_("responsibility letter"),
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("Duties of the agency and of the group; a blank line begins a new paragraph."),
    )

    class Meta:
        model = LetterVersion
        fields = ["effective_from", "text"]
        widgets = {"effective_from": DateInput}


class PublishLetterView(PublishView):
    preview_template = WORDING
    asks = _(
        "On its first day every group in use gets the new wording and all its members sign it again. "
        "A group goes on with its work meanwhile; what was signed before stays on record."
    )

    def get_first_wording(self):
        current = LetterVersion.objects.in_force(timezone.localdate())
        return {"text": current.text} if current else {}


class LetterDetail(DetailView):
    def get_callout(self):
        letter, today = self.object, timezone.localdate()
        if letter.effective_from > today:
            return {"title": _("Not yet in force"), "text": _("Groups sign it from its first day on.")}
        if letter == LetterVersion.objects.in_force(today):
            open_seats = Membership.objects.to_sign().filter(group__letter=letter).count()
            text = _("%(number)d signatures are missing.") % {"number": open_seats}
            return {
                "title": pgettext("wording", "In force"),
                "text": text,
                "tone": "warn" if open_seats else "ok",
            }
        return {"title": _("Replaced"), "text": _("A newer version is in force; this one stays readable.")}

    def get_panels(self):
        letter = self.object
        facts = [
            (_("version"), letter.number),
            (_("in force from"), letter.effective_from),
            (_("Groups that hold it"), SupervisionGroup.objects.in_use().filter(letter=letter).count()),
        ]
        wording = Panel(_("responsibility letter"), WORDING, {"letter": letter})
        return [wording, facts_panel(facts), trail_panel(letter)]


class LetterViewSet(GuardedViewSet):
    model = LetterVersion
    icon = "file"
    add_to_settings_menu = True
    menu_order = 320
    menu_permission = "volunteers.add_letterversion"
    list_display = ["number", "effective_from"]
    ordering = "-number"
    detail_view_class = LetterDetail
    add_enabled = True
    add_view_class = PublishLetterView
    form_class = LetterForm
    form_fields = ["effective_from", "text"]
    create_action = letter_versions.publish_letter
