"""Arranging a session, and moving one: the form in the order people think."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.actions import Refused, require
from portal.backoffice import ActionView
from portal.backoffice.action import show_refusal
from portal.keys import key_in
from training import actions
from training.choices import SessionState
from training.forms.booking import SessionForm
from training.forms.course_dates import CourseDateForm
from training.models import Session
from volunteers.models import SupervisionGroup


class BookView(WagtailAdminTemplateMixin, FormView):
    """A new session, from the list or (``?group=``) from a supervision group's page."""

    model = Session
    form_class = SessionForm
    template_name = "training/backoffice/session_form.html"
    page_title = _("Arrange a session")
    header_icon = "date"
    index_url_name = None
    inspect_url_name = None
    violations = ()

    def dispatch(self, request, *args, **kwargs):
        require(request.user, "training.add_session")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def group(self) -> SupervisionGroup | None:
        """The group from whose page the officer comes."""
        key = self.request.GET.get("group", "")
        if not key:
            return None
        groups = SupervisionGroup.objects.visible_to(self.request.user).in_use()
        group = groups.filter(pk=key_in(key)).select_related("subject", "area").first()
        if group is None:
            raise Http404
        return group

    def get_form_kwargs(self):
        kwargs = {**super().get_form_kwargs(), "for_user": self.request.user, "group": self.group}
        kwargs["initial"] = {"subjects": (self.group.subject,)} if self.group else {}
        return kwargs

    def form_valid(self, form):
        try:
            session = actions.book(form.plan(), by=self.request.user)
        except Refused as refused:
            self.violations = show_refusal(form, refused)
            return self.form_invalid(form)
        if session.ends_at > timezone.now():
            words = _("The session is arranged. Its helpers are being told.")
        else:
            words = _("A past session is entered. Its helpers are asked to report their hours.")
        messages.success(self.request, words)
        return redirect(reverse(self.inspect_url_name, args=[session.pk]))

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_back_url(self):
        if self.group:
            return reverse("supervision_groups:inspect", args=[self.group.pk])
        return reverse(self.index_url_name)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Sessions")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context.update(
            violations=self.violations,
            sections=sections(context["form"]),
            button=self.page_title,
            back_url=self.get_back_url(),
            media=context["form"].media,
        )
        return context


SECTIONS = (
    (_("What, and for whom"), ("kind", "help_kind", "subjects")),
    (_("When and where"), ("day", "starts_at", "ends_at", "necessity", "room", "place")),
    (_("Who serves"), ("members", "helpers", "has_risk")),
)
SPECIAL = ("chair", "guardian_notified", "fitness_confirmed", "fitness_confirmed_again")


def sections(form) -> list[dict]:
    """The form in the order people think; what few sessions need is folded until it is wrong."""
    parts = [
        {"title": title, "fields": [form[name] for name in names if name in form.fields]}
        for title, names in SECTIONS
    ]
    special = [form[name] for name in SPECIAL]
    opened = any(field.errors or field.value() for field in special)
    return [*parts, {"title": _("Announcements and activities"), "fields": special, "folded": not opened}]


class RescheduleView(ActionView):
    permission = "training.change_session"
    label = _("Change or move")
    states = (SessionState.PLANNED,)
    form_class = SessionForm
    template_name = "training/backoffice/session_form.html"
    success_message = _("The session is changed. Its helpers are being told.")

    def get_form_class(self):
        return CourseDateForm if self.object.course_id else SessionForm

    def get_initial(self):
        return self.get_form_class().initial_for(self.object)

    def run(self, form):
        return actions.reschedule(self.object, form.plan(), by=self.request.user)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        whole = [{"title": "", "fields": list(form)}]
        return {
            **context,
            "sections": whole if self.object.course_id else sections(form),
            "button": self.label,
        }
