"""The life of a session: planned, then held or cancelled, and nothing after that."""

from portal.rules import Violation, may_move
from training.choices import SessionState

SESSION_TRANSITIONS: dict[str, set[str]] = {
    SessionState.PLANNED: {SessionState.HELD, SessionState.CANCELLED},
    SessionState.HELD: set(),
    SessionState.CANCELLED: set(),
}


def may_become(current: str, wanted: str) -> Violation | None:
    """Whether a session in state ``current`` may move to ``wanted``."""
    return may_move(SESSION_TRANSITIONS, current, wanted)
