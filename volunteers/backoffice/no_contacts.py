"""Who must not meet: recorded by officers, lifted by the county agency's approval (rule 66)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.backoffice import ActionForm, ActionView, AreaForm, GuardedViewSet
from volunteers.actions import no_contacts
from volunteers.models import NoContact
from volunteers.rules import groups as rules


class ApprovalForm(ActionForm):
    approval_number = forms.CharField(label=_("Number of the county agency's approval"), max_length=60)


class LiftView(ActionView):
    action = no_contacts.lift_no_contact
    permission = "volunteers.lift_nocontact"
    label = _("Lift by approval")
    explanation = _(
        "Only the county agency's recorded approval lifts this. It is written down who recorded it."
    )
    danger = True
    form_class = ApprovalForm
    success_message = _("The approval was recorded.")

    @classmethod
    def is_offered(cls, instance, user):
        return super().is_offered(instance, user) and instance.lifted_at is None


class NoContactForm(AreaForm):
    """A subject and exactly one other, said at the field before the database says it."""

    def clean(self):
        data = super().clean()
        fault = rules.keeps_one_other_apart(
            data.get("subject"), data.get("other_subject"), data.get("helper")
        )
        if fault and not self.errors:
            self.add_error(fault.field or None, str(fault.message))
        return data


class NoContactViewSet(GuardedViewSet):
    model = NoContact
    form_class = NoContactForm
    icon = "lock"
    menu_label = _("No-contact pairs")
    menu_order = 240
    menu_hook = "register_groups_menu_item"
    list_display = ["subject", "other_subject", "helper", "recorded_at", "lifted_at"]
    list_filter = []
    search_fields = ["subject__code", "helper__number"]
    select_related = ("subject", "other_subject", "helper")
    ordering = ["-pk"]
    inspect_view_fields = [
        "subject",
        "other_subject",
        "helper",
        "reason",
        "recorded_by",
        "recorded_at",
        "lifted_at",
        "approval_number",
    ]
    add_enabled = True
    form_fields = ["subject", "other_subject", "helper", "reason"]
    create_action = no_contacts.record_no_contact
    action_views = {"lift": LiftView}
    empty_message = _(
        "Record victim, accuser, informant or accomplice and subject, so that they never meet here."
    )
