"""The queue of applications, the list of helpers, and everything about one of them."""

from itertools import groupby
from operator import attrgetter

from django.contrib.admin.utils import quote
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from portal.backoffice import (
    ChipColumn,
    DetailView,
    GuardedChooserViewSet,
    GuardedViewSet,
    ListView,
    Panel,
    facts_panel,
    rules_panel,
    table_panel,
    trail_panel,
)
from portal.identity import age_on
from portal.lists import listed, parts
from portal.screens.reveal import reveal_view
from volunteers.actions import vetting
from volunteers.backoffice.links import chip, link
from volunteers.backoffice.vetting import (
    DECISIONS,
    VET,
    AgreementView,
    ApproveView,
    InsuranceView,
    MinorSpecialistView,
    PaperConsentView,
    RecordCheckView,
    RefuseView,
    ReinstateView,
    ReturnView,
    SuspendView,
)
from volunteers.choices import MINOR_SPECIALIST, CredentialState, HelperState, HelpKind
from volunteers.forms.people import PARTS, WEEKDAYS
from volunteers.models import Consent, Helper
from volunteers.rules import people as rules

STATE_TONES = {
    HelperState.SUBMITTED: "warn",
    HelperState.RETURNED: "info",
    HelperState.APPROVED: "ok",
    HelperState.SUSPENDED: "bad",
}
CREDENTIAL_TONES = {CredentialState.VERIFIED: "ok", CredentialState.REJECTED: "bad"}


class HelperDetail(DetailView):
    select_related = ("area", "account", "vetted_by", "import_batch")

    @cached_property
    def application(self):
        return vetting.application_of(self.object, self.request.user)

    def get_callout(self):
        """What the rules say, and what is to be done."""
        helper = self.object
        if helper.state == HelperState.SUBMITTED:
            broken = [violation for rule in rules.APPROVAL if (violation := rule(self.application))]
            if broken:
                return {
                    "title": _("This application cannot be approved yet"),
                    "text": broken[0].message,
                    "tone": "bad",
                }
            return self._ready()
        if helper.state in (HelperState.RETURNED, HelperState.REFUSED, HelperState.SUSPENDED):
            title = helper.get_state_display()
            return {"title": title, "text": helper.vetting_reason, "tone": "warn"}
        if helper.departures.filter(finished_at=None).exists():
            text = _("Hand over the groups, then close the departure.")
            return {"title": _("This helper is leaving"), "text": text, "tone": "warn"}
        return None

    def _ready(self):
        """Nothing forbids approval; what the officer should still look at stands beside it."""
        if self.object.account_id is None:
            return {
                "title": _("It may be approved, but the applicant has not checked the data"),
                "text": _(
                    "An office entered this application. Ask the person whether everything is right and "
                    "whether they know the risks; they confirm both themselves when they first sign in."
                ),
                "tone": "warn",
            }
        if self.object.credentials.filter(state=CredentialState.CLAIMED).exists():
            text = _("Compare the certificates, then approve or return it.")
        else:
            text = _("There is no certificate to compare. Approve it, or return it.")
        return {"title": _("Every condition of approval is met"), "text": text, "tone": "ok"}

    def get_facts(self):
        """Who this is; numbers masked."""
        helper = self.object
        born = helper.birth_date
        return [
            (_("State"), chip(helper.get_state_display(), STATE_TONES.get(helper.state, ""))),
            (_("Volunteer number"), helper.number),
            (_("Kind of helper"), helper.get_kind_display()),
            (_("Area"), helper.area),
            (_("ID number"), self._masked("reveal-id-number", helper.masked_id_number)),
            (_("Sex"), helper.get_sex_display()),
            (_("Age"), age_on(born, timezone.localdate()) if born else ""),
            (_("Mobile number"), self._masked("reveal-phone", helper.masked_phone)),
            (_("E-mail address"), helper.email),
            (_("Work unit"), helper.work_unit),
            (_("Handed in"), helper.submitted_at and timezone.localtime(helper.submitted_at).date()),
            (
                _("Familiar with minors"),
                pgettext("ability", "Yes") if MINOR_SPECIALIST in helper.tags else "",
            ),
            (_("Vetted by"), helper.vetted_by),
            (_("Consent on paper"), helper.paper_consent),
            (_("Remarks"), helper.remarks),
        ]

    def get_action_links(self):
        """Decisions stand in the header, papers beside what they add to."""
        return [entry for entry in super().get_action_links() if entry["view"] in DECISIONS]

    def _door(self, route):
        """The address of an action that is offered now, else nothing."""
        offered = self.action_views[route].is_offered(self.object, self.request.user)
        return reverse(f"helpers:{route}", args=[self.object.pk]) if offered else ""

    def _masked(self, route, value):
        door = self._door(route)
        if not (value and door):
            return value
        return format_html(
            '{} <a class="button button-small button-secondary" href="{}">{}</a>',
            value,
            door,
            pgettext("masked", "Show"),
        )

    def _doors(self, *routes):
        """Links to the actions that add a paper or a note."""
        links = [{"url": self._door(route), "label": self.action_views[route].label} for route in routes]
        template = "volunteers/backoffice/doors.html"
        return Panel(_("Enter"), template, {"links": [entry for entry in links if entry["url"]]}, aside=True)

    def get_panels(self):
        return [
            rules_panel(rules.vetting_verdicts(self.application), _("Conditions")),
            self._credentials(),
            facts_panel(self._offer(), _("What they offer"), aside=False),
            table_panel(
                _("Record checks"),
                [_("Checked on"), _("Outcome"), _("Number of the answer")],
                [
                    (check.checked_on, _outcome(check), check.number)
                    for check in self.object.record_checks.all()
                ],
                empty=_("None entered. One is needed only for contact with minors."),
            ),
            table_panel(
                _("Accident insurances"),
                [_("Policy number"), _("From"), _("To")],
                [
                    (policy.policy_number, policy.valid_from, policy.valid_to)
                    for policy in self.object.insurances.all()
                ],
                empty=_("None entered. One is needed before service with personal danger."),
            ),
            facts_panel(self.get_facts()),
            self._doors("agreement", "record-check", "insurance", "minors", "paper-consent"),
            trail_panel(self.object, *self._roster()),
        ]

    def _roster(self) -> list:
        """The roster that brought this person here: its history is where theirs begins."""
        return [self.object.import_batch] if self.object.import_batch_id else []

    def _credentials(self):
        rows = [
            (
                link("credentials:inspect", credential),
                credential.number or "–",
                credential.valid_from or "–",
                credential.valid_to or "–",
                chip(credential.get_state_display(), CREDENTIAL_TONES.get(credential.state, "warn")),
            )
            for credential in self.object.credentials.all()
        ]
        columns = [_("Certificate"), _("Certificate number"), _("Issued on"), _("Valid to"), _("State")]
        return table_panel(_("Certificates"), columns, rows, empty=_("None claimed."))

    def _offer(self):
        helper = self.object
        return [
            (_("Kinds of help"), "、".join(str(HelpKind(kind).label) for kind in helper.help_kinds)),
            (_("Most groups at once"), helper.caseload_limit),
            (_("Experienced"), _("Yes") if helper.experienced else ""),
            (_("Confirmed experience"), "、".join(helper.experience)),
            (_("Expertise"), helper.expertise),
            (_("Dialects and languages"), "、".join(helper.dialects)),
            (_("Times"), _week(helper.windows.all())),
            (_("As written in the roster"), helper.availability_note),
            (_("Hours a month"), helper.minutes_per_month // 60),
            (_("Also serves"), "、".join(area.name for area in helper.served_areas.all())),
            (_("Neighbouring areas"), pgettext("ability", "Yes") if helper.travels else ""),
            (_("By telephone or video"), pgettext("ability", "Yes") if helper.remote else ""),
            (_("Accepts invitations"), pgettext("ability", "Yes") if helper.accepting else _("Paused")),
            (_("Pre-service training passed"), helper.trained_on),
            (_("Confidentiality pledge signed"), helper.pledged_on),
        ]


def _outcome(check) -> str:
    return (
        chip(gettext("Nothing found"), "ok")
        if check.clear
        else chip(gettext("Bars service with minors"), "bad")
    )


def _week(windows) -> str:
    """Weekly windows in words, day by day: 星期一 上午、下午；星期六 09:00–11:00."""
    days = groupby(windows, key=attrgetter("weekday"))
    return parts(f"{WEEKDAYS[day - 1]} {listed(map(_window, held))}" for day, held in days)


def _window(window) -> str:
    """The part of the day, or its clock times."""
    for label, start, end in PARTS.values():
        if (start, end) == (window.start_minute, window.end_minute):
            return str(label)
    hours = [f"{minute // 60:02}:{minute % 60:02}" for minute in (window.start_minute, window.end_minute)]
    return f"{hours[0]}–{hours[1]}"


class HelperList(ListView):
    """All helpers; new rosters come in from here."""

    @cached_property
    def header_buttons(self):
        buttons = super().header_buttons
        if self.request.user.has_perm("volunteers.import_helper"):
            url = reverse("helper_rosters")
            buttons.append(HeaderButton(_("Import a roster"), url=url, icon_name="upload"))
        return buttons


class ApplicationList(ListView):
    """The queue, oldest first, with what is missing at a glance."""

    page_title = _("Applications")

    def get_base_queryset(self):
        given = Consent.objects.filter(helper=OuterRef("pk"), withdrawn_at=None)
        claimed = Count("credentials", filter=Q(credentials__state=CredentialState.CLAIMED))
        return (
            super()
            .get_base_queryset()
            .awaiting_vetting()
            .annotate(
                has_notice=Exists(given.filter(kind="notice")),
                has_sensitive=Exists(given.filter(kind="sensitive")),
                claimed=claimed,
            )
        )

    def get_detail_url(self, instance):
        return reverse("helpers:inspect", args=[quote(instance.pk)])


def waiting(helper) -> str:
    """How long an application has waited."""
    days = (timezone.localdate() - timezone.localtime(helper.submitted_at).date()).days
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def gaps(helper) -> str:
    """What an officer has to look at, in a few words."""
    found = []
    if not (helper.paper_consent or (helper.has_notice and helper.has_sensitive)):
        found.append(gettext("no consent"))
    if helper.account_id is None:
        found.append(gettext("entered by an office"))
    if helper.claimed:
        found.append(gettext("%(number)d certificates to check") % {"number": helper.claimed})
    return "、".join(found) or gettext("complete")


class ApplicationViewSet(GuardedViewSet):
    """Only the list; a row leads to the helper's page."""

    model = Helper
    name = "applications"
    icon = "tasks"
    menu_label = _("Applications")
    menu_order = 110
    menu_hook = "register_people_menu_item"
    menu_permission = VET
    index_view_class = ApplicationList
    inspect_view_enabled = False
    list_display = [
        "name",
        "kind",
        "area",
        Column("submitted_at", label=_("Waiting"), accessor=waiting),
        Column("gaps", label=_("To look at"), accessor=gaps),
    ]
    list_filter = ["kind", "area"]
    empty_message = _("Nobody waits. Applications appear here when somebody hands one in.")


class HelperViewSet(GuardedViewSet):
    model = Helper
    name = "helpers"
    icon = "people"
    menu_label = capfirst(Helper._meta.verbose_name_plural)
    menu_order = 120
    menu_hook = "register_people_menu_item"
    menu_permission = "volunteers.view_helper"
    index_view_class = HelperList
    detail_view_class = HelperDetail
    list_display = ["name", "number", "kind", "area", ChipColumn(tones=STATE_TONES)]
    list_filter = ["state", "kind", "area"]
    ordering = "-pk"
    inspect_view_fields = ["number"]
    action_views = {
        "approve": ApproveView,
        "return": ReturnView,
        "refuse": RefuseView,
        "suspend": SuspendView,
        "reinstate": ReinstateView,
        "paper-consent": PaperConsentView,
        "record-check": RecordCheckView,
        "insurance": InsuranceView,
        "minors": MinorSpecialistView,
        "agreement": AgreementView,
        "reveal-id-number": reveal_view("id_number", _("Show the ID number")),
        "reveal-phone": reveal_view("phone", _("Show the mobile number")),
    }
    empty_message = _("Import a roster, or wait for applications from the public site.")


class HelperChooserViewSet(GuardedChooserViewSet):
    model = Helper
    icon = "people"
    choose_one_text = _("Choose a helper")
    choose_another_text = _("Choose another helper")
    list_display = (("number", _("Volunteer number")), ("area", _("Area")))
    select_related = ("area",)
