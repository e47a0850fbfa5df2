"""What officers do with a seat: open it, put it on the needs board, take it back."""

from django.db import transaction
from django.utils import timezone

from portal import audit
from portal.actions import refuse_if, require
from portal.models import User
from portal.rules import may_move
from volunteers.actions import closing
from volunteers.choices import PositionState
from volunteers.models import Position, Subject, SupervisionGroup
from volunteers.rules import groups as group_rules
from volunteers.rules import invitations as rules
from volunteers.rules import recruitment as recruitment_rules


@transaction.atomic
def open_position(position: Position, *, by: User) -> Position:
    """Open a seat in a group that is not closed; helpers of the whole town may take it.

    Raises ``Refused`` with every fault of the description, each beside its field.
    """
    group = (
        SupervisionGroup.objects.select_for_update(of=("self",))
        .select_related("area")
        .get(pk=position.group_id)
    )
    require(by, "volunteers.add_position")
    require(by, "volunteers.view_supervisiongroup", group)
    today = timezone.localdate()
    refuse_if(
        group_rules.not_closed(group.state),
        rules.counselling_needs_a_certificate(position.help_kind, position.credential),
        rules.times_are_stated(position.fixed_time, position.windows),
        rules.dates_in_order(position.starts_on, position.deadline, today),
        rules.filled_before_it_begins(position.starts_on, position.deadline, today),
        rules.month_holds_a_session(position.session_minutes, position.minutes_per_month),
        rules.a_session_fits_the_times(position.session_minutes, position.windows),
        rules.month_fits_the_times(position.fixed_time, position.windows, position.minutes_per_month),
        rules.danger_is_described(position.has_risk, position.risk_text),
        about=group,
        by=by,
    )

    position.area = group.area.town or group.area
    position.created_by = by
    position.save(force_insert=True)
    audit.record("position.opened", position, by=by)
    return position


@transaction.atomic
def publish_position(position: Position, *, public_title: str, risk_text: str, by: User) -> Position:
    """Put an open seat on the public needs board, with its risks (rule 12)."""
    position = (
        Position.objects.select_for_update(of=("self",)).select_related("group__subject").get(pk=position.pk)
    )
    require(by, "volunteers.change_position", position)
    texts, own = {"public_title": public_title, "risk_text": risk_text}, position.group.subject.code
    refuse_if(
        rules.seat_is_open(position.state),
        group_rules.reason_given(public_title, "public_title"),
        rules.risks_are_stated(risk_text),
        *recruitment_rules.names_nobody(texts, [own, *Subject.objects.codes_in("\n".join(texts.values()))]),
        about=position,
        by=by,
    )

    position.public_title, position.risk_text = public_title.strip(), risk_text.strip()
    position.published_at = timezone.now()
    position.save(update_fields=["public_title", "risk_text", "published_at"])
    audit.record("position.published", position, by=by)
    return position


@transaction.atomic
def cancel_position(position: Position, *, reason: str, by: User) -> Position:
    """Take an unfilled seat back; a waiting invitation to it ends."""
    position = Position.objects.select_for_update().get(pk=position.pk)
    require(by, "volunteers.change_position", position)
    refuse_if(
        may_move(rules.POSITION_TRANSITIONS, position.state, PositionState.CANCELLED),
        group_rules.reason_given(reason),
        about=position,
        by=by,
    )

    closing.cancel_seat(position, reason=reason.strip(), by=by)
    return position
