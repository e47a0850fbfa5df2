"""A session is moved while its helpers answer, enrol or report: nobody waits in a circle, nothing is lost."""

from collections import Counter
from datetime import timedelta

import pytest

from tests.concurrency.racing import race
from tests.factories.training import at, booked, helper_in, replace
from training.choices import SessionKind
from training.models import Booking, CalendarEvent, Course, Session

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

MOVES, HELPERS = 12, 6


def act(what: str, **given) -> str:
    """One of the acts below: "done", or the code of the refusal."""
    from portal.actions import Refused

    try:
        ACTS[what](**given)
    except Refused as refused:
        return refused.violations[0].code
    return "done"


def _move(officer: int, session: int, day: int) -> None:
    from portal.models import User
    from training import actions, planning

    stored = Session.objects.get(pk=session)
    hours = stored.ends_at - stored.starts_at
    starts_at = at("09:00", days=day)
    plan = replace(planning.plan_of(stored), starts_at=starts_at, ends_at=starts_at + hours)
    actions.reschedule(stored, plan, by=User.objects.select_related("office").get(pk=officer))


def _enrol(helper: int, session: int) -> None:
    from training import actions
    from volunteers.models import Helper

    by = Helper.objects.get(pk=helper).account
    actions.enrol(Session.objects.get(pk=session), by=by)
    actions.leave_course(Booking.objects.get(session=session, helper=helper), by=by)


def _agree(helper: int, session: int) -> None:
    from training import actions
    from volunteers.models import Helper

    terms = Session.objects.get(pk=session).terms
    booking = Booking.objects.get(session=session, helper=helper)
    actions.agree(booking, terms=terms, by=Helper.objects.get(pk=helper).account)


ACTS = {"move": _move, "enrol": _enrol, "agree": _agree}


def moves(officer, session) -> list[dict]:
    """The same session on one day after the other."""
    fixed = {"what": "move", "officer": officer.pk, "session": session.pk}
    return [{**fixed, "day": 8 + number} for number in range(MOVES)]


def test_a_course_moves_while_helpers_enrol_and_leave(town, officer, tmp_path):
    course = Course.objects.create(title="岗前培训", area=town, minutes=480)
    people = [helper_in(town, trained_on=None) for _one in range(HELPERS)]
    session = booked(
        officer,
        kind=SessionKind.HELPER_TRAINING,
        course=course,
        seats=20,
        helpers=(),
        subjects=(),
        learners=tuple(people),
        ends_at=at("09:00") + timedelta(hours=8),
    )
    act = {"what": "enrol", "session": session.pk}
    jobs = [[{**act, "helper": helper.pk}] * MOVES for helper in people[:3]]

    answers = race(tmp_path, "tests.concurrency.test_sessions:act", [moves(officer, session), *jobs])

    assert Counter(word for own in answers for word in own) == {"done": 4 * MOVES}


def test_a_session_moves_while_its_helpers_answer(town, officer, tmp_path):
    people = tuple(helper_in(town) for _one in range(3))
    session = booked(officer, helpers=people)
    act = {"what": "agree", "session": session.pk}
    jobs = [[{**act, "helper": helper.pk}] * (2 * MOVES) for helper in people]

    answers = race(tmp_path, "tests.concurrency.test_sessions:act", [moves(officer, session), *jobs])

    words = Counter(word for own in answers for word in own)
    assert words.keys() <= {"done", "session.moved"}
    assert answers[0] == ["done"] * MOVES
    session.refresh_from_db()
    day = f"{session.starts_at:%Y%m%d}"
    for event in CalendarEvent.objects.filter(session=session):
        assert (event.starts_at, event.sequence) == (session.starts_at, session.sequence)
        assert day in event.text.replace("\r\n ", "")
