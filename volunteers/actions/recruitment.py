"""Looking for helpers in public: a call is published, ends when enough are found, and can be taken back."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from portal import audit
from portal.actions import refuse_if, require
from portal.models import AreaLevel, User
from portal.rules import may_move
from volunteers.choices import CallState
from volunteers.models import RecruitmentCall, Subject
from volunteers.rules import groups as group_rules
from volunteers.rules import invitations as invitation_rules
from volunteers.rules import recruitment as rules


@transaction.atomic
def publish_call(call: RecruitmentCall, *, by: User) -> RecruitmentCall:
    """Put an unsaved call on the needs board; refused with every fault, each beside its field."""
    require(by, "volunteers.add_recruitmentcall")
    require(by, "volunteers.view_position")
    require(by, "volunteers.add_recruitmentcall", call.area)
    texts = {"title": call.title, "text": call.text, "risk_text": call.risk_text}
    same = RecruitmentCall.objects.open().filter(
        area=call.area, helper_kind=call.helper_kind, help_kind=call.help_kind
    )
    refuse_if(
        rules.for_a_whole_town(call.area.level == AreaLevel.COMMUNITY),
        rules.kind_is_called_for(call.helper_kind),
        rules.wants(call.count),
        rules.until_is_near(call.until, timezone.localdate()),
        rules.one_call_a_duty(same.exists()),
        invitation_rules.risks_are_stated(call.risk_text),
        *rules.text_given(call.title, call.text),
        *rules.names_nobody(texts, Subject.objects.codes_in("\n".join(texts.values()))),
        about=call.area,
        by=by,
    )

    call.title, call.text, call.risk_text = (words.strip() for words in texts.values())
    call.published_by = by
    call.published_at = timezone.now()
    call.save(force_insert=True)
    audit.record("recruitment_call.published", call, by=by, count=call.count, until=call.until.isoformat())
    return call


@transaction.atomic
def withdraw_call(call: RecruitmentCall, *, reason: str, by: User) -> RecruitmentCall:
    """Take an open call off the needs board."""
    call = _locked(call)
    require(by, "volunteers.change_recruitmentcall", call)
    refuse_if(
        may_move(rules.TRANSITIONS, call.state, CallState.WITHDRAWN),
        group_rules.reason_given(reason),
        about=call,
        by=by,
    )

    _close(call, CallState.WITHDRAWN, by=by, reason=reason.strip())
    return call


def close_what_is_found(kind: str, *, by: User) -> list[RecruitmentCall]:
    """Take the open calls for this kind of helper off the board that have found whom they wanted.

    Called inside the transaction in which a helper was approved.
    """
    calls = RecruitmentCall.objects.open().filter(helper_kind=kind).with_found()
    return [
        _close(call, CallState.FILLED, by=by, found=call.found)
        for call in calls.select_for_update(of=("self",))
        if not call.missing
    ]


@transaction.atomic
def expire_calls(today: date, *, by: User) -> list[RecruitmentCall]:
    """End the calls whose last day has passed."""
    over = RecruitmentCall.objects.over(today).with_found().select_for_update(of=("self",))
    return [_close(call, CallState.EXPIRED, by=by, found=call.found) for call in over]


def _locked(call: RecruitmentCall) -> RecruitmentCall:
    return RecruitmentCall.objects.select_for_update(of=("self",)).select_related("area").get(pk=call.pk)


def _close(call: RecruitmentCall, state: str, *, by: User, reason: str = "", **facts) -> RecruitmentCall:
    call.state, call.closed_at, call.closing_reason = state, timezone.now(), reason
    call.save(update_fields=["state", "closed_at", "closing_reason"])
    audit.record(f"recruitment_call.{state}", call, by=by, reason=reason, **facts)
    return call
