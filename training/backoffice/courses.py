"""Courses for helpers, and recording who passed them."""

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from portal.backoffice import AreaForm, DetailView, GuardedViewSet, Panel, facts_panel, table_panel
from portal.backoffice.detail import trail_panel
from training import actions
from training.backoffice.course_dates import ParticipantsView, ScheduleView, dates_panel
from training.forms.participants import CompletionForm
from training.models import Course, CourseCompletion
from volunteers.backoffice.links import helper_links

SHOWN = 200


class CompleteView(ParticipantsView):
    action = actions.complete_course
    permission = "training.add_coursecompletion"
    label = _("Record who passed")
    form_class = CompletionForm
    explanation = _(
        "Once the pre-service courses of a helper reach the required time, they count as trained."
    )
    success_message = _("Recorded. The helpers are being told.")

    def run(self, form):
        chosen, day = form.cleaned_data["participants"], form.cleaned_data["passed_on"]
        return actions.complete_course(self.object, helpers=chosen, passed_on=day, by=self.request.user)


class CourseForm(AreaForm):
    """What helpers have passed already keeps its length and its meaning."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.completions.exists():
            for name in ("minutes", "is_pre_service"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Fixed, because helpers have passed this course.")


class CourseDetail(DetailView):
    select_related = ("area",)

    def get_panels(self):
        return [
            dates_panel(self.object, self.request.user),
            self.passed(),
            facts_panel(self.get_facts()),
            trail_panel(self.object),
        ]

    def passed(self) -> Panel:
        """Who passed, latest first; a long list says how much of it stands here."""
        passed = CourseCompletion.objects.visible_to(self.request.user).filter(course=self.object)
        shown = list(passed.select_related("helper")[:SHOWN])
        people = helper_links([row.helper for row in shown], self.request.user)
        rows = [[people[row.helper_id], date_format(row.passed_on)] for row in shown]
        title = pgettext("course", "Passed")
        if len(shown) == SHOWN:
            cut = _("The latest {shown} of {total}").format(shown=SHOWN, total=passed.count())
            title = f"{title} · {cut}"
        columns = [pgettext_lazy("session", "Helper"), _("Passed on")]
        return table_panel(title, columns, rows, empty=_("Nobody has passed this course yet."))


class CourseViewSet(GuardedViewSet):
    model = Course
    icon = "doc-full"
    menu_label = _("Courses")
    menu_order = 235
    menu_hook = "register_sessions_menu_item"
    add_enabled = edit_enabled = True
    form_class = CourseForm
    list_display = ["title", "length", "is_pre_service", "self_study", "area"]
    list_filter = ["is_pre_service", "self_study"]
    search_fields = ["title"]
    ordering = "title"
    form_fields = ["title", "area", "minutes", "is_pre_service", "self_study", "content"]
    inspect_view_fields = ["title", "area", "length", "is_pre_service", "self_study", "content"]
    detail_view_class = CourseDetail
    action_views = {"schedule": ScheduleView, "complete": CompleteView}
    empty_message = _("Enter the first course with the button above.")
