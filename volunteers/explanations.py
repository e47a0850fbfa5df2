"""The words of a match: each of the seventeen pair rules, each part of the score, each nearest miss.

The engine returns codes and facts; here they become sentences with their legal source, in the
reader's language. An invitation keeps the sentences of its day (``volunteers.snapshots``).
"""

from dataclasses import dataclass, field

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.rules import LOCAL_POLICY, SAFEGUARD, Source, Verdict, Violation
from portal.sources import (
    FITTING_SERVICE,
    INSURED_SERVICE,
    MINORS_CONFIDENTIALITY,
    NO_CONTACT,
    QUALIFIED_SERVICE,
    RECORD_CHECK,
    VOLUNTARY,
)
from volunteers import weekly
from volunteers.choices import CredentialKind, HelperKind, HelpKind, RecusalReason
from volunteers.rules import credentials, people

NO_CONTACT_REASON = "no_contact"


@dataclass(frozen=True, slots=True)
class Names:
    """What codes are called on a screen: areas by code, tags by tag."""

    areas: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)

    def area(self, code: str) -> str:
        return self.areas.get(code, code)

    def tag_list(self, codes: list[str]) -> str:
        return "、".join(self.tags.get(code, code) for code in codes)


@dataclass(frozen=True, slots=True)
class Wording:
    """How one rule speaks when it passes, when it fails, and as a refusal. Braces take prepared words."""

    source: Source
    passed: str
    failed: str
    refusal: str


WORDINGS = {
    "VETTED": Wording(
        SAFEGUARD,
        _("Vetting passed"),
        _("Vetting is not finished"),
        people.NOT_VETTED.message,
    ),
    "TRAINED": Wording(
        QUALIFIED_SERVICE,
        _("Pre-service training completed"),
        _("Pre-service training not completed"),
        credentials.NOT_PREPARED.message,
    ),
    "PLEDGED": Wording(
        MINORS_CONFIDENTIALITY,
        _("The confidentiality pledge is signed"),
        _("The confidentiality pledge is not signed"),
        credentials.NOT_PREPARED.message,
    ),
    "ACCEPTING": Wording(
        VOLUNTARY,
        _("Takes invitations at present"),
        _("Does not accept invitations at present"),
        _("This person does not accept invitations at present."),
    ),
    "NOT_DECLINED": Wording(
        VOLUNTARY,
        _("Has not declined this group"),
        _("Has declined an invitation of this group"),
        _("This person has declined this group; asking again would press them."),
    ),
    "KIND": Wording(
        FITTING_SERVICE,
        _("Kind of helper: {needed}"),
        _("The position asks for: {needed}; this person is: {kinds}"),
        _("The position asks for: {needed}."),
    ),
    "HELP_KIND": Wording(
        FITTING_SERVICE,
        _("Gives this help: {needed}"),
        _("Does not offer this help: {needed}"),
        _("This person does not offer: {needed}."),
    ),
    "CREDENTIAL": Wording(
        QUALIFIED_SERVICE,
        _("{credential}"),
        _("No valid record of “{needed}” on {on}"),
        credentials.NEEDS_CREDENTIAL,
    ),
    "TAGS": Wording(
        FITTING_SERVICE,
        _("Meets every requirement of the position"),
        _("Not confirmed: {missing}"),
        _("The position requires: {missing}."),
    ),
    "RECORD_CHECK": Wording(
        RECORD_CHECK,
        _("{check}"),
        _("No record check that still counts on {on} (last: {checked})"),
        _(
            "No record check still counts on {on}; no contact with minors may be arranged. "
            "Have it renewed first."
        ),
    ),
    "INSURED": Wording(
        INSURED_SERVICE,
        _("{insurance}"),
        _("Accident insurance does not cover {on}"),
        credentials.NOT_INSURED.message,
    ),
    "AREA": Wording(
        SAFEGUARD,
        _("Serves {need_area}"),
        _("Does not serve {need_area}"),
        _("This person does not serve {need_area}."),
    ),
    "TIME": Wording(
        SAFEGUARD,
        _("Times fit: {common} minutes a week in common"),
        _("Times do not fit: {common} minutes in common, {wanted} needed"),
        _("The times do not fit: {common} minutes in common, {wanted} needed."),
    ),
    "RECUSAL": Wording(
        SAFEGUARD,
        _("No tie that calls for recusal"),
        _("Must be recused: {reason}"),
        _("This person must be recused from this group."),
    ),
    "NOT_MEMBER": Wording(
        SAFEGUARD,
        _("Not a member of this group yet"),
        _("Is a member of this group already"),
        _("This person is already a member."),
    ),
    "CASELOAD": Wording(
        LOCAL_POLICY,
        _("After joining: {after} groups, at most {limit}"),
        _("Already in {caseload} groups, at most {limit}"),
        _("This person is already in {caseload} groups, at most {limit}."),
    ),
    "HOURS": Wording(
        LOCAL_POLICY,
        _("Needs {needed} minutes a month, {left} left"),
        _("Needs {needed} minutes a month, only {left} left"),
        _("The position needs {needed} minutes a month; this person has {left} left."),
    ),
}

PART_LABELS = {
    "skill": _("Skill"),
    "closeness": _("Closeness"),
    "availability": _("Times"),
    "language": _("Language"),
    "continuity": _("Continuity"),
    "mix": _("Experience beside"),
    "stability": _("Stability"),
}
PART_MEANINGS = {
    "skill": _("share of the welcome experience that is confirmed"),
    "closeness": _("how near the served area is"),
    "availability": _("share of time in common"),
    "language": _("shares a dialect that is asked for"),
    "continuity": _("has served this subject before"),
    "mix": _("somebody experienced is in the group"),
    "stability": _("the last area plan proposed the same person here"),
}
# A list for one position compares people as they stand; only plans compare themselves with the last plan.
STABILITY_IN_A_LIST = _("0 here: counts in area plans only, where the last plan proposed the same person")


def verdicts(entry: dict, names: Names) -> list[Verdict]:
    """The seventeen rules of an engine answer as a screen shows them, with the step that mends each.

    Where it takes several, one step alone does not make an invitation possible and does not say so.
    """
    changes = entry["changes"]
    alone = len(changes) == 1
    remedies = {
        change["rule"]: remedy([change], names) if alone else step(change, names) for change in changes
    }
    return [_verdict(rule, names, remedies.get(rule["code"], "")) for rule in entry["rules"]]


def consent_pending() -> Verdict:
    """The eighteenth line of every candidate: nothing is settled before the helper says yes (rule 11)."""
    return Verdict(title=_("Takes effect only when the helper accepts"), source=VOLUNTARY, pending=True)


def violations(entry: dict, names: Names) -> list[Violation]:
    """The broken rules of an engine answer as an action refuses with them."""
    broken = [_verdict(rule, names, "").violation for rule in entry["rules"] if not rule["pass"]]
    return [violation for violation in broken if violation is not None]


def _verdict(rule: dict, names: Names, remedy_text: str) -> Verdict:
    code, wording = rule["code"], WORDINGS[rule["code"]]
    words = _words(code, rule["facts"], names)
    source = NO_CONTACT if rule["facts"].get("reason") == NO_CONTACT_REASON else wording.source
    violation = None
    if not rule["pass"]:
        refusal = format_lazy(wording.refusal, **words)
        violation = Violation(code=f"pair.{code.lower()}", message=refusal, source=source)
    said = format_lazy(wording.passed if rule["pass"] else wording.failed, **words)
    return Verdict(title=said, source=source, violation=violation, remedy=remedy_text)


def _words(code: str, facts: dict, names: Names) -> dict:
    """The facts of one rule, each in words."""
    words = dict(facts)
    if code == "KIND":
        words["needed"] = HelperKind(facts["needed"]).label
        words["kinds"] = "、".join(str(HelperKind(kind).label) for kind in facts["kinds"]) or "—"
    elif code == "HELP_KIND":
        words["needed"] = HelpKind(facts["needed"]).label
    elif code == "CREDENTIAL":
        words |= _credential_words(facts)
    elif code == "TAGS":
        words["missing"] = names.tag_list(facts["missing"])
    elif code == "RECORD_CHECK":
        words["checked"] = facts["checked"] or "—"
        words["check"] = (
            format_lazy(_("Record check of {checked}"), checked=facts["checked"])
            if facts["minor"]
            else _("No record check needed: the subject is an adult")
        )
    elif code == "INSURED":
        words["insurance"] = (
            format_lazy(_("Accident insurance valid to {until}"), until=facts["insured_until"])
            if facts["risk"]
            else _("No accident insurance needed: no personal danger is stated")
        )
    elif code == "AREA":
        words["need_area"] = names.area(facts["need_area"])
    elif code == "RECUSAL":
        words["reason"] = _recusal_words(facts["reason"])
    elif code == "CASELOAD":
        words["after"] = facts["caseload"] + 1
    return words


def _credential_words(facts: dict) -> dict:
    if facts["needed"] is None:
        return {"needed": "", "credential": _("No certificate needed for this position")}
    needed = CredentialKind(facts["needed"]).label
    valid = format_lazy(_("Holds “{needed}”, valid on {on}"), needed=needed, on=facts["on"])
    return {"needed": needed, "credential": valid}


def _recusal_words(reason: str | None):
    if reason == NO_CONTACT_REASON:
        return _("no contact allowed")
    return RecusalReason(reason).label if reason in RecusalReason.values else reason or ""


def remedy(changes: list[dict], names: Names) -> str:
    """A nearest miss in words: information about data to check, never an order to change it.

    Only all changes together make the pair pass; empty where none can be named.
    """
    steps = [str(step(change, names)) for change in changes]
    together = str(_(", and ")).join(steps)
    return str(_("If {steps}, they can be invited")).format(steps=together) if steps else ""


def step(change: dict, names: Names):
    """One change as the clause of an "if"."""
    rule, value = change["rule"], change["value"]
    if rule in _PLAIN_STEPS:
        return _PLAIN_STEPS[rule]
    if rule == "HELP_KIND":
        return format_lazy(_("they offer “{kind}”"), kind=HelpKind(value[0]).label)
    if rule == "CREDENTIAL":
        return format_lazy(
            _("“{kind}” is registered as valid on {day}"),
            kind=CredentialKind(value[0]["kind"]).label,
            day=value[0]["to"],
        )
    if rule == "TAGS":
        return format_lazy(_("an officer confirms “{tags}”"), tags=names.tag_list(value))
    if rule == "INSURED":
        return format_lazy(_("an accident insurance covers {day}"), day=value)
    if rule == "AREA":
        if change["field"] == "remote":
            return _("they are willing to serve by video")
        return format_lazy(_("they are willing to serve {area}"), area=names.area(value[0]))
    if rule == "TIME":
        return format_lazy(_("they are free {windows}"), windows=weekly.words(value))
    if rule == "CASELOAD":
        return format_lazy(_("they agree to at most {number} groups"), number=value)
    return format_lazy(_("they have {minutes} minutes a month"), minutes=value)


_PLAIN_STEPS = {
    "VETTED": _("vetting is passed"),
    "TRAINED": _("pre-service training is completed"),
    "PLEDGED": _("the confidentiality pledge is signed"),
    "ACCEPTING": _("they accept invitations again"),
    "RECORD_CHECK": _("the record check is renewed"),
}


def parts(entry: dict, policy: dict) -> list[dict]:
    """The score of an engine answer, part by part, with what was possible; the parts sum to the total."""
    possible = {**policy["score"], "closeness": policy["score"]["close_same"]}
    return [
        {"label": label, "got": entry["parts"][name], "possible": possible[name]}
        for name, label in PART_LABELS.items()
    ]


# What the people who fail a rule have in common, as the heading over their names.
HEADINGS = {
    "pair.vetted": _("Vetting is not finished"),
    "pair.trained": _("Pre-service training not completed"),
    "pair.pledged": _("The confidentiality pledge is not signed"),
    "pair.accepting": _("Do not accept invitations at present"),
    "pair.not_declined": _("Have declined this group"),
    "pair.kind": _("Another kind of helper"),
    "pair.help_kind": _("Do not offer this help"),
    "pair.credential": _("No valid certificate"),
    "pair.tags": _("A requirement is not confirmed"),
    "pair.record_check": _("Record check missing or too old"),
    "pair.insured": _("No valid accident insurance"),
    "pair.area": _("Do not serve this area"),
    "pair.time": _("Times do not fit"),
    "pair.recusal": _("Must be recused"),
    "pair.not_member": _("Members already"),
    "pair.caseload": _("As many groups as agreed"),
    "pair.hours": _("No minutes left this month"),
    "pair.seat_for_a_woman": _("Do not add the female member the group lacks"),
}
