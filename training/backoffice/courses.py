"""Courses for helpers, and recording who passed them."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.backoffice import ActionForm, ActionView, DetailView, GuardedViewSet, facts_panel, table_panel
from portal.backoffice.detail import trail_panel
from portal.widgets import DateInput
from training import actions
from training.forms.booking import NamesField
from training.models import Course, CourseCompletion
from volunteers.models import Helper

SHOWN = 200


class CompletionForm(ActionForm):
    helpers = NamesField(
        label=_("Helpers by volunteer number"),
        help_text=_("One or several, separated by commas or spaces."),
        model=Helper,
        key="number",
    )
    passed_on = forms.DateField(label=_("Passed on"), widget=DateInput, initial=timezone.localdate)

    def clean_helpers(self):
        return self.fields["helpers"].rows(
            self.cleaned_data["helpers"], Helper.objects.visible_to(self.for_user)
        )


class CompleteView(ActionView):
    action = actions.complete_course
    permission = "training.add_coursecompletion"
    label = _("Record who passed")
    form_class = CompletionForm
    explanation = _(
        "Once the pre-service courses of a helper reach the required time, they count as trained."
    )
    success_message = _("Recorded. The helpers are being told.")


class CourseDetail(DetailView):
    select_related = ("area",)

    def get_panels(self):
        passed = CourseCompletion.objects.visible_to(self.request.user).filter(course=self.object)
        rows = [[str(row.helper), row.passed_on] for row in passed.select_related("helper")[:SHOWN]]
        columns = [pgettext_lazy("session", "Helper"), _("Passed on")]
        return [
            table_panel(
                pgettext_lazy("course", "Passed"),
                columns,
                rows,
                empty=_("Nobody has passed this course yet."),
            ),
            facts_panel(self.get_facts()),
            trail_panel(self.object),
        ]


class CourseViewSet(GuardedViewSet):
    model = Course
    icon = "doc-full"
    menu_label = _("Courses")
    menu_order = 235
    menu_hook = "register_sessions_menu_item"
    add_enabled = True
    list_display = ["title", "minutes", "is_pre_service", "self_study", "area"]
    list_filter = ["is_pre_service", "self_study"]
    search_fields = ["title"]
    ordering = "title"
    form_fields = ["title", "area", "minutes", "is_pre_service", "self_study", "content"]
    inspect_view_fields = ["title", "area", "minutes", "is_pre_service", "self_study", "content"]
    detail_view_class = CourseDetail
    action_views = {"complete": CompleteView}
    empty_message = _("Enter the first course with the button above.")
