"""The versions of the privacy notice: read, and published by the administrator."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from portal import privacy_notice_actions
from portal.backoffice import AreaForm, DetailView, GuardedViewSet
from portal.backoffice.detail import Panel, facts_panel, trail_panel
from portal.backoffice.publishing import PublishView
from portal.models import PrivacyNotice
from portal.widgets import DateInput


class NoticeForm(AreaForm):
    """The next version, begun from the wording in force."""

    text = forms.CharField(
        label=_("privacy notice"),
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("A blank line begins a new part; the first line of a part is its heading."),
    )
    sensitive_text = forms.CharField(
        label=_("notice on sensitive personal data"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Why it is needed, and what happens without; people agree to it separately."),
    )

    class Meta:
        model = PrivacyNotice
        fields = ["version", "effective_from", "text", "sensitive_text"]
        widgets = {"effective_from": DateInput}


class PublishNoticeView(PublishView):
    preview_template = "portal/backoffice/panels/privacy_notice.html"
    asks = _(
        "From its first day on, everybody who agreed to an older version reads the new one at their next "
        "sign-in and agrees again, separately for sensitive data. Older consents stay on record."
    )

    def get_first_wording(self):
        today = timezone.localdate()
        current = PrivacyNotice.objects.in_force(today)
        number = PrivacyNotice.objects.filter(version__startswith=f"{today.year}-").count() + 1
        wording = {"text": current.text, "sensitive_text": current.sensitive_text} if current else {}
        return {"version": f"{today.year}-{number}", **wording}


class NoticeDetail(DetailView):
    def get_callout(self):
        current = PrivacyNotice.objects.in_force(timezone.localdate())
        if self.object == current:
            return {
                "title": pgettext("wording", "In force"),
                "text": _("Everybody agrees to this version."),
                "tone": "ok",
            }
        if self.object.effective_from > timezone.localdate():
            return {"title": _("Not yet in force"), "text": _("Consent is asked for from its first day on.")}
        return {"title": _("Replaced"), "text": _("A newer version is in force; this one stays readable.")}

    def get_panels(self):
        notice = self.object
        facts = [(_("version"), notice.version), (_("in force from"), notice.effective_from)]
        wording = Panel(
            _("privacy notice"), "portal/backoffice/panels/privacy_notice.html", {"notice": notice}
        )
        return [wording, facts_panel(facts), trail_panel(notice)]


class PrivacyNoticeViewSet(GuardedViewSet):
    model = PrivacyNotice
    icon = "lock"
    add_to_settings_menu = True
    menu_order = 310
    menu_permission = "portal.add_privacynotice"
    list_display = ["version", "effective_from"]
    ordering = "-effective_from"
    detail_view_class = NoticeDetail
    add_enabled = True
    add_view_class = PublishNoticeView
    form_class = NoticeForm
    form_fields = ["version", "effective_from", "text", "sensitive_text"]
    create_action = privacy_notice_actions.publish_notice
