"""What the audit log calls an action: a thing and what happened to it, in the reader's language.

An action is recorded as ``thing.happening`` (``invitation.sent``); both words stand here. An attempt
that a rule refused bears the rule's code (``group.needs_leader``), of which only the thing is named; the
codes stand in its detail. An action nobody named shows its code.
"""

from collections import defaultdict

from django.apps import apps
from django.utils.translation import gettext, pgettext_lazy

THINGS = {
    "acceptance": pgettext_lazy("audit", "Acceptance sheet"),
    "account": pgettext_lazy("audit", "Account"),
    "appropriation": pgettext_lazy("audit", "Funding"),
    "area": pgettext_lazy("audit", "Area"),
    "attendance": pgettext_lazy("audit", "Attendance"),
    "audit": pgettext_lazy("audit", "Audit log"),
    "auditentry": pgettext_lazy("audit", "Audit log"),
    "back_office": pgettext_lazy("audit", "Back office"),
    "backup": pgettext_lazy("audit", "Backup"),
    "booking": pgettext_lazy("audit", "Attendance"),
    "calendar": pgettext_lazy("audit", "Calendar feed"),
    "call": pgettext_lazy("audit", "Recruitment call"),
    "certificate": pgettext_lazy("audit", "Service certificate"),
    "consent": pgettext_lazy("audit", "Consent"),
    "contract": pgettext_lazy("audit", "Purchase contract"),
    "course": pgettext_lazy("audit", "Course"),
    "credential": pgettext_lazy("audit", "Credential"),
    "date": pgettext_lazy("audit", "Step"),
    "departure": pgettext_lazy("audit", "Departure"),
    "encryption_key": pgettext_lazy("audit", "Encryption key"),
    "export": pgettext_lazy("audit", "Export"),
    "exportfile": pgettext_lazy("audit", "Prepared export"),
    "funding": pgettext_lazy("audit", "Funding"),
    "group": pgettext_lazy("audit", "Supervision group"),
    "hands": pgettext_lazy("audit", "Step"),
    "helper": pgettext_lazy("audit", "Helper"),
    "import": pgettext_lazy("audit", "Roster"),
    "insurance": pgettext_lazy("audit", "Accident insurance"),
    "invitation": pgettext_lazy("audit", "Invitation"),
    "ledger": pgettext_lazy("audit", "Ledger"),
    "letter": pgettext_lazy("audit", "Responsibility letter"),
    "letterversion": pgettext_lazy("audit", "Responsibility letter"),
    "match_plan": pgettext_lazy("audit", "Area plan"),
    "matching_policy": pgettext_lazy("audit", "Policy"),
    "matchplan": pgettext_lazy("audit", "Area plan"),
    "member": pgettext_lazy("audit", "Group membership"),
    "membership": pgettext_lazy("audit", "Group membership"),
    "no_contact": pgettext_lazy("audit", "No-contact entry"),
    "nocontact": pgettext_lazy("audit", "No-contact entry"),
    "office": pgettext_lazy("audit", "Office"),
    "opinion": pgettext_lazy("audit", "Opinion"),
    "page": pgettext_lazy("audit", "Page"),
    "pair": pgettext_lazy("audit", "Area plan"),
    "payment": pgettext_lazy("audit", "Payment"),
    "personal_data": pgettext_lazy("audit", "Personal data"),
    "plan": pgettext_lazy("audit", "Area plan"),
    "planrun": pgettext_lazy("audit", "Computation of a plan"),
    "policy": pgettext_lazy("audit", "Policy"),
    "policy_draft": pgettext_lazy("audit", "Draft of a policy"),
    "policy_trial": pgettext_lazy("audit", "Trial of a policy"),
    "position": pgettext_lazy("audit", "Position"),
    "privacy_notice": pgettext_lazy("audit", "Privacy notice"),
    "privacynotice": pgettext_lazy("audit", "Privacy notice"),
    "reason": pgettext_lazy("audit", "Step"),
    "record": pgettext_lazy("audit", "Service record"),
    "record_check": pgettext_lazy("audit", "Record check"),
    "recruitment_call": pgettext_lazy("audit", "Recruitment call"),
    "recruitmentcall": pgettext_lazy("audit", "Recruitment call"),
    "recusal": pgettext_lazy("audit", "Recusal"),
    "reveal": pgettext_lazy("audit", "Personal data"),
    "room": pgettext_lazy("audit", "Room"),
    "roster": pgettext_lazy("audit", "Roster"),
    "second_factor": pgettext_lazy("audit", "Account"),
    "service_record": pgettext_lazy("audit", "Service record"),
    "servicerecord": pgettext_lazy("audit", "Service record"),
    "session": pgettext_lazy("audit", "Session"),
    "settlement": pgettext_lazy("audit", "Settlement"),
    "state": pgettext_lazy("audit", "Step"),
    "subject": pgettext_lazy("audit", "Subject"),
    "supervision_group": pgettext_lazy("audit", "Supervision group"),
    "supervisiongroup": pgettext_lazy("audit", "Supervision group"),
    "supplier": pgettext_lazy("audit", "Supplier"),
    "user": pgettext_lazy("audit", "Account"),
    "wording": pgettext_lazy("audit", "Wording"),
}
HAPPENINGS = {
    "accepted": pgettext_lazy("audit", "accepted"),
    "activated": pgettext_lazy("audit", "activated"),
    "added": pgettext_lazy("audit", "added"),
    "adopted": pgettext_lazy("audit", "put in force"),
    "agreed": pgettext_lazy("audit", "agreed"),
    "agreement": pgettext_lazy("audit", "what was agreed entered"),
    "announced": pgettext_lazy("audit", "announced"),
    "applies_again": pgettext_lazy("audit", "applied again"),
    "approved": pgettext_lazy("audit", "approved"),
    "asked": pgettext_lazy("audit", "asked for"),
    "assigned": pgettext_lazy("audit", "office and roles set"),
    "begun": pgettext_lazy("audit", "begun"),
    "booked": pgettext_lazy("audit", "booked"),
    "broken_rule": pgettext_lazy("audit", "refused by a rule"),
    "cancelled": pgettext_lazy("audit", "cancelled"),
    "changed": pgettext_lazy("audit", "changed"),
    "checked": pgettext_lazy("audit", "checked"),
    "checked_in": pgettext_lazy("audit", "checked in"),
    "checked_out": pgettext_lazy("audit", "checked out"),
    "checked_out_late": pgettext_lazy("audit", "checked out afterwards"),
    "claimed": pgettext_lazy("audit", "claimed"),
    "closed": pgettext_lazy("audit", "closed"),
    "contact_imported": pgettext_lazy("audit", "contact read from a roster"),
    "corrected": pgettext_lazy("audit", "corrected"),
    "correction_ended": pgettext_lazy("audit", "correction ended"),
    "covered": pgettext_lazy("audit", "area added"),
    "created": pgettext_lazy("audit", "created"),
    "declined": pgettext_lazy("audit", "declined"),
    "dropped": pgettext_lazy("audit", "dropped"),
    "ended": pgettext_lazy("audit", "ended"),
    "enrolled": pgettext_lazy("audit", "enrolled"),
    "enrolment_withdrawn": pgettext_lazy("audit", "enrolment withdrawn"),
    "entered": pgettext_lazy("audit", "entered"),
    "expired": pgettext_lazy("audit", "expired"),
    "exported": pgettext_lazy("audit", "exported"),
    "failures_downloaded": pgettext_lazy("audit", "faulty lines downloaded"),
    "fetched": pgettext_lazy("audit", "fetched"),
    "filled": pgettext_lazy("audit", "filled"),
    "finished": pgettext_lazy("audit", "finished"),
    "formed": pgettext_lazy("audit", "formed"),
    "freed": pgettext_lazy("audit", "decision taken back"),
    "given": pgettext_lazy("audit", "given"),
    "heads_published": pgettext_lazy("audit", "heads published"),
    "held": pgettext_lazy("audit", "held"),
    "helper_removed": pgettext_lazy("audit", "helper removed"),
    "imported": pgettext_lazy("audit", "imported"),
    "issued": pgettext_lazy("audit", "issued"),
    "item_added": pgettext_lazy("audit", "item added"),
    "item_removed": pgettext_lazy("audit", "item removed"),
    "leader_changed": pgettext_lazy("audit", "leader changed"),
    "learners_recorded": pgettext_lazy("audit", "participants recorded"),
    "lifted": pgettext_lazy("audit", "lifted"),
    "locked": pgettext_lazy("audit", "pair locked"),
    "logged": pgettext_lazy("audit", "logged"),
    "made": pgettext_lazy("audit", "made"),
    "marked": pgettext_lazy("audit", "marked"),
    "minor_specialist": pgettext_lazy("audit", "named familiar with minors"),
    "no_permission": pgettext_lazy("audit", "no permission"),
    "not_there": pgettext_lazy("audit", "not there any more"),
    "opened": pgettext_lazy("audit", "opened"),
    "opinion_added": pgettext_lazy("audit", "opinion added"),
    "out_of_reach": pgettext_lazy("audit", "outside the own area"),
    "paper_consent": pgettext_lazy("audit", "paper consent entered"),
    "passed": pgettext_lazy("audit", "passed"),
    "paused": pgettext_lazy("audit", "paused"),
    "period_changed": pgettext_lazy("audit", "period changed"),
    "pledged": pgettext_lazy("audit", "pledge signed"),
    "published": pgettext_lazy("audit", "published"),
    "purged": pgettext_lazy("audit", "old entries deleted"),
    "read": pgettext_lazy("audit", "read"),
    "reactivated": pgettext_lazy("audit", "activated again"),
    "recorded": pgettext_lazy("audit", "recorded"),
    "refused": pgettext_lazy("audit", "refused"),
    "registered": pgettext_lazy("audit", "registered"),
    "rejected": pgettext_lazy("audit", "rejected"),
    "removed": pgettext_lazy("audit", "removed"),
    "renamed": pgettext_lazy("audit", "renamed"),
    "renewed": pgettext_lazy("audit", "renewed"),
    "replaced": pgettext_lazy("audit", "replaced"),
    "reopened": pgettext_lazy("audit", "reopened"),
    "resumed": pgettext_lazy("audit", "resumed"),
    "restored": pgettext_lazy("audit", "restored"),
    "returned": pgettext_lazy("audit", "returned"),
    "revealed": pgettext_lazy("audit", "shown in full"),
    "reversed": pgettext_lazy("audit", "reversed"),
    "revoked": pgettext_lazy("audit", "revoked"),
    "saved": pgettext_lazy("audit", "saved"),
    "second_factor_added": pgettext_lazy("audit", "second factor added"),
    "second_factor_failed": pgettext_lazy("audit", "second factor failed"),
    "second_factor_reset": pgettext_lazy("audit", "second factor reset"),
    "sent": pgettext_lazy("audit", "sent"),
    "set": pgettext_lazy("audit", "set"),
    "sign_in_failed": pgettext_lazy("audit", "sign-in failed"),
    "signed": pgettext_lazy("audit", "signed"),
    "signed_in": pgettext_lazy("audit", "signed in"),
    "signed_on_paper": pgettext_lazy("audit", "signed on paper"),
    "signed_out": pgettext_lazy("audit", "signed out"),
    "started": pgettext_lazy("audit", "started"),
    "step_saved": pgettext_lazy("audit", "step saved"),
    "stopped": pgettext_lazy("audit", "stopped"),
    "struck": pgettext_lazy("audit", "pair struck"),
    "subject_removed": pgettext_lazy("audit", "subject removed"),
    "submitted": pgettext_lazy("audit", "submitted"),
    "suspended": pgettext_lazy("audit", "suspended"),
    "taken_over": pgettext_lazy("audit", "taken over by another area"),
    "trained": pgettext_lazy("audit", "trained"),
    "uncovered": pgettext_lazy("audit", "area taken away"),
    "verified": pgettext_lazy("audit", "verified"),
    "view": pgettext_lazy("audit", "tried to open"),
    "withdrawn": pgettext_lazy("audit", "withdrawn"),
    "year_added": pgettext_lazy("audit", "year added"),
    "year_removed": pgettext_lazy("audit", "year removed"),
}


def name(action: str) -> str:
    """``invitation.sent`` as an office reads it; a denied permission names what it would have opened."""
    thing, _dot, happening = action.partition(".")
    model = happening.partition("_")[2]
    if thing not in THINGS and model in THINGS:
        thing, happening = model, "no_permission"
    if thing in THINGS and happening in HAPPENINGS:
        return _sentence(thing, HAPPENINGS[happening])
    if action == "self":
        return gettext("What only the person concerned may do")
    return _sentence(thing, HAPPENINGS["broken_rule"]) if thing in THINGS else action


def _sentence(thing: str, happening) -> str:
    return gettext("%(thing)s: %(happening)s") % {"thing": THINGS[thing], "happening": happening}


def kind_of(object_type: str) -> str:
    """What ``app.model`` is called; the code of a model that is no more."""
    try:
        return str(apps.get_model(object_type)._meta.verbose_name) if object_type else ""
    except LookupError:
        return object_type


def codes_by_words(names: dict) -> list[tuple[str, str]]:
    """Each word of ``THINGS`` or ``HAPPENINGS`` once, with all its codes: the choices of a filter."""
    codes = defaultdict(list)
    for code, words in names.items():
        codes[str(words)].append(code)
    return [(",".join(codes[words]), words) for words in sorted(codes)]
