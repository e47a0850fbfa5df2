"""The words of a plan: its state, why a seat stays empty, why a lock did not hold, why not her."""

import re

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from volunteers import explanations
from volunteers.choices import InvitationState, PairDecision

# --- the job ------------------------------------------------------------------------------------------

WAITING = {
    "title": gettext_lazy("The plan waits for its turn"),
    "text": gettext_lazy(
        "It begins by itself in a moment. This page follows it; you may leave and come back."
    ),
}
UNDER_WAY = {
    "title": gettext_lazy("The plan is being computed"),
    "text": gettext_lazy(
        "This page follows it; you may leave and come back. Nothing is sent: you look at the plan first."
    ),
}
STOPPING = {
    "title": gettext_lazy("It stops in a moment"),
    "text": gettext_lazy("The best plan so far is written down."),
}
STOPPED_BEFORE = {
    "title": gettext_lazy("Stopped before it began"),
    "text": gettext_lazy("There is no plan. Plan again when you like."),
}
NO_WORKER = {
    "title": gettext_lazy("Nobody has begun to compute yet"),
    "text": gettext_lazy(
        "Either other areas are being planned, or the background service does not run. Wait a little; "
        "if nothing changes, tell your administrator: “db_worker for the queue plans”."
    ),
}
FAILURES = {
    "lost": (
        gettext_lazy("The computation was lost"),
        gettext_lazy(
            "The background service ended in the middle, perhaps by a restart. Nothing was sent and nothing "
            "has changed. Plan again; if it happens twice, tell your administrator."
        ),
    ),
    "invalid": (
        gettext_lazy("The data of this area cannot be planned"),
        gettext_lazy("Correct what is named below, then plan again. Nothing was sent."),
    ),
    "crashed": (
        gettext_lazy("The computation failed"),
        gettext_lazy(
            "This is a fault of the system, not yours; it stands in its log. Nothing was sent. Plan again "
            "with a smaller area, and tell your administrator."
        ),
    ),
}


def failure(code: str, detail: str = "") -> dict:
    """What went wrong and what to do; ``detail`` lists the faults of the input, one a line."""
    title, text = FAILURES.get(code, FAILURES["crashed"])
    return {"title": title, "text": text, "lines": detail.splitlines() if code == "invalid" else []}


def bound_note(got: int, most: int | None) -> str:
    """What is proven about one level of the objective."""
    if most is None:
        return _("nothing proven yet")
    return _("proven: no plan has more") if most <= got else _("at most {n}").format(n=most)


# --- seats and locks ----------------------------------------------------------------------------------

REASONS = {
    "OUT_OF_SCOPE": gettext_lazy("Outside the planned area"),
    "NO_CANDIDATE": gettext_lazy("Nobody meets every rule"),
    "GATE": gettext_lazy("The group would stay without a member the law asks for"),
    "CAPACITY": gettext_lazy("The people who could serve are needed elsewhere"),
}
GAPS = {
    "female_member": pgettext_lazy("lacking", "a female member"),
    "minor_specialist": pgettext_lazy("lacking", "a member familiar with minors"),
}
LOCK_FAULTS = {
    "SEAT": gettext_lazy("The position is taken, offered to somebody or locked for somebody else"),
    "STRUCK": gettext_lazy("This pair is struck as well"),
    "ONCE_PER_GROUP": gettext_lazy("Another position of this group is locked for the same person"),
    "CASELOAD": gettext_lazy(
        "With the other locked positions the person would be in more groups than agreed"
    ),
    "HOURS": gettext_lazy("With the other locked positions the person has no minutes left"),
    "CLASH": gettext_lazy("The fixed times meet those of another locked position"),
    "GATE": gettext_lazy(
        "The group would stay without a member the law asks for, or another locked pair takes that "
        "member away"
    ),
}


CAME_TO_NOTHING = {
    InvitationState.DECLINED: gettext_lazy("The invitation was declined"),
    InvitationState.EXPIRED: gettext_lazy("The invitation was not answered in time"),
    InvitationState.WITHDRAWN: gettext_lazy("The invitation was withdrawn"),
    InvitationState.ACCEPTED: gettext_lazy("The person has left the group again"),
}


def why_empty(ended: list, strikes: list, reason: str = "") -> str:
    """Why a seat stands empty today: an invitation that came to nothing, the officer's strikes, or the plan.

    ``ended`` holds such invitations, the latest first; ``reason`` is the engine's code.
    """
    if ended:
        return str(CAME_TO_NOTHING[InvitationState(ended[0].state)])
    sentences = [str(REASONS[reason])] if reason else []
    if strikes:
        number = len(strikes)
        struck = ngettext("{n} person was struck here.", "{n} people were struck here.", number)
        sentences.append(struck.format(n=number))
    return " ".join(sentences) or _("Nobody is proposed any more")


def lock_fault(code: str) -> str:
    """Why a locked pair is not in the plan."""
    return str(LOCK_FAULTS.get(code) or explanations.HEADINGS.get(f"pair.{code.lower()}", code))


def gap_words(gaps: list[str]) -> str:
    return "、".join(str(GAPS.get(gap, gap)) for gap in gaps)


def failed_words(failed: dict[str, int]) -> str:
    """How many people fail which rule, the most frequent first."""
    ordered = sorted(failed.items(), key=lambda item: -item[1])
    heading = {code: explanations.HEADINGS.get(f"pair.{code.lower()}", code) for code, _count in ordered}
    return "；".join(
        ngettext("{rule}: {n} person", "{rule}: {n} people", n).format(rule=heading[code], n=n)
        for code, n in ordered
    )


def decided_by(decision) -> str:
    """Who locked or struck a pair, and on which day."""
    words = {PairDecision.LOCK: _("Locked by {who}, {day}"), PairDecision.STRIKE: _("Struck by {who}, {day}")}
    day = date_format(timezone.localtime(decision.decided_at), "DATE_FORMAT")
    return words[PairDecision(decision.kind)].format(who=decision.decided_by, day=day)


def chosen_instead(who: str, loss: dict) -> str:
    """Whom the plan had proposed instead, and what the choice costs the area."""
    if not who:
        return _("The plan had proposed nobody; {loss}.").format(loss=loss_words(loss))
    return _("Instead of {who}; {loss}.").format(who=who, loss=loss_words(loss))


INVITED_TONES = {
    InvitationState.SENT: "info",
    InvitationState.ACCEPTED: "ok",
    InvitationState.DECLINED: "warn",
    InvitationState.EXPIRED: "warn",
}


def invited(invitation) -> dict:
    """Who was invited, what came of it, and on which days."""
    state = InvitationState(invitation.state)
    return {
        "name": invitation.helper.name,
        "number": invitation.helper.number,
        "url": reverse("invitations:inspect", args=[invitation.pk]),
        "state": state.label,
        "tone": INVITED_TONES.get(state, ""),
        "days": _days(invitation),
    }


def _days(invitation) -> str:
    sent = date_format(timezone.localtime(invitation.sent_at), "DATE_FORMAT")
    if invitation.answered_at:
        day = date_format(timezone.localtime(invitation.answered_at), "DATE_FORMAT")
        state = InvitationState(invitation.state).label
        return _("Sent {sent}; {state} on {day}").format(sent=sent, state=state, day=day)
    if invitation.state == InvitationState.SENT:
        until = date_format(invitation.answer_by, "DATE_FORMAT")
        return _("Sent {sent}, answer by {until}").format(sent=sent, until=until)
    return _("Sent {sent}").format(sent=sent)


def solver(text: str) -> str:
    """The solver with its settings, as the plan kept them, in the reader's words."""
    found = SOLVER.fullmatch(text)
    if found is None:
        return text
    return _("{name}; one thread, seed {seed}; rules version {rules}").format(**found.groupdict())


SOLVER = re.compile(r"(?P<name>.+) \(threads 1, seed (?P<seed>\d+)\), rules (?P<rules>\d+)")


# --- why not her ---------------------------------------------------------------------------------------

VERDICTS = {
    "CHOSEN": (gettext_lazy("The plan proposes {name} here"), "ok"),
    "EQUAL": (gettext_lazy("Just as good: with {name} here the plan of the area loses nothing"), "ok"),
    "WORSE": (gettext_lazy("Possible, but with {name} here the plan of the area is weaker"), "warn"),
    "BETTER": (gettext_lazy("With {name} here the plan of the area is even better"), "ok"),
    "GATE": (gettext_lazy("With {name} here no lawful plan is possible"), "bad"),
    "RULE": (gettext_lazy("{name} cannot be invited to this position"), "bad"),
    "STRUCK": (gettext_lazy("{name} is struck for this position"), ""),
}


def loss_words(loss: dict | None) -> str:
    """What a choice gives away, coverage before quality."""
    if loss is None:
        return ""
    coverage, quality = loss["coverage"], loss["quality"]
    if coverage > 0:
        return ngettext("{n} point of coverage less", "{n} points of coverage less", coverage).format(
            n=coverage
        )
    if coverage < 0:
        return ngettext("{n} point of coverage more", "{n} points of coverage more", -coverage).format(
            n=-coverage
        )
    if quality > 0:
        return ngettext("{n} point of quality less", "{n} points of quality less", quality).format(n=quality)
    if quality < 0:
        return ngettext("{n} point of quality more", "{n} points of quality more", -quality).format(
            n=-quality
        )
    return _("nothing lost")


def answer_title(verdict: str, name: str) -> str:
    title, _tone = VERDICTS[verdict]
    return title.format(name=name)


def answer_tone(verdict: str) -> str:
    return VERDICTS[verdict][1]


def answer_text(answer: dict, serves: list[str], seconds: int) -> str:
    """Where she serves in the plan, what placing her here costs, and whether that is proven."""
    sentences = []
    if serves:
        groups = "、".join(serves)
        sentences.append(_("In this plan the person serves group {groups}.").format(groups=groups))
    elif answer["verdict"] in ("EQUAL", "WORSE", "BETTER", "GATE"):
        sentences.append(_("In this plan the person is free."))
    if answer["verdict"] == "WORSE":
        sentences.append(
            _("Placing them here: {loss} in the whole plan.").format(loss=loss_words(answer["loss"]))
        )
    if answer["verdict"] == "GATE":
        sentences.append(
            _("The group would stay without a member the law asks for, or a locked pair stands against it.")
        )
    if answer["verdict"] == "BETTER":
        sentences.append(_("The plan was made without this choice. Lock this pair and plan again."))
    if answer["verdict"] == "EQUAL":
        sentences.append(_("You may choose them without a reason."))
    if not answer["proven"]:
        sentences.append(
            _(
                "The exact answer takes longer than {n} seconds: what is said here is the most it can cost; "
                "it may be less."
            ).format(n=seconds)
        )
    return "".join(sentences) if "。" in "".join(sentences) else " ".join(sentences)


def move_words(move: dict, seat: str, who) -> str:
    """One seat that changes hands when she is placed here."""
    before = who(move["from"]) if move["from"] else _("nobody")
    after = who(move["to"]) if move["to"] else _("nobody, it stays empty")
    return format_lazy("{seat}：{before} → {after}", seat=seat, before=before, after=after)
