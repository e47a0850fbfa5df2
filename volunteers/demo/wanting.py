"""In a city and a province every group looks for more helpers than its county has.

What they ask for together binds the hours people give, which is what makes a plan hard: it is computed
long enough to be watched and stopped. One county alone stays small enough to be read.
"""

from datetime import timedelta
from random import Random

from portal.demo import Demo
from volunteers.choices import MINOR_SPECIALIST, GroupState, HelpKind, PositionState, Priority
from volunteers.models import Position, SupervisionGroup

from .people import KINDS

COUNSELLING = HelpKind.PSYCH_COUNSELLING
# Four to five times an hour a week; flexible seats ask for what they like.
FIXED_MINUTES, FLEXIBLE_MINUTES = (240, 285, 300), (60, 90, 120, 180, 240)
HOURS = (
    {"day": 6, "from": "09:00", "to": "10:00"},
    {"day": 6, "from": "14:00", "to": "15:00"},
    {"day": 7, "from": "09:00", "to": "10:00"},
    {"day": 7, "from": "15:00", "to": "16:00"},
)
RISK = "在司法所或者社区活动室进行，无特殊风险。"


def load(demo: Demo) -> None:
    """Open seats for every group that is not closed, none of them published."""
    chance = Random(f"{demo.seed} {demo.place.number}")  # noqa: S311, repeatable on purpose
    groups = [group for group in demo.made["groups"] if group.state != GroupState.CLOSED]
    Position.objects.bulk_create(
        [_seat(demo, chance, group) for group in groups for _n in range(demo.scale.seats_a_group)]
    )


def _seat(demo: Demo, chance: Random, group: SupervisionGroup) -> Position:
    [(kind, _share, offered, credential)] = chance.choices(KINDS, weights=[row[1] for row in KINDS])
    help_kind = chance.choice(offered)
    windows = [chance.choice(HOURS)] if chance.random() < 0.6 else []
    deadline = demo.today + timedelta(days=chance.randrange(6, 60))
    return Position(
        group=group,
        area=group.area.get_parent(),
        helper_kind=kind,
        help_kind=help_kind,
        credential=credential if help_kind == COUNSELLING else "",
        required_tags=[MINOR_SPECIALIST] if group.subject.is_minor else [],
        fixed_time=bool(windows),
        windows=windows,
        session_minutes=60,
        minutes_per_month=chance.choice(FIXED_MINUTES if windows else FLEXIBLE_MINUTES),
        remote_possible=help_kind == COUNSELLING,
        priority=chance.choice(Priority.values),
        starts_on=deadline + timedelta(days=4),
        deadline=deadline,
        state=PositionState.OPEN,
        risk_text=RISK,
        created_by=group.created_by,
    )
