"""Person-times (人次): whoever is present at a session counts once, however many helpers serve them.

Deliverables of purchased service and public figures count attendances and not helpers, and persons (人数)
apart. Each helper of a session has a record of their own; exactly one of these carries the persons present.
"""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecord:
    """A record that claims its time at a session, logged or confirmed."""

    key: int
    booking: int
    is_confirmed: bool = False
    is_purchased: bool = False
    person_times: int = 0


def of_session(records: Collection[SessionRecord], present: int) -> dict[int, int]:
    """The person-times of each record that may still change, by its key, whoever reported first.

    A confirmed record is final (rule 33): where one counts the persons already, no other does. Otherwise a
    purchased record carries them before a volunteered one, since a contract answers for whom it reached;
    among equals the first booking of the session does.
    """
    unconfirmed = [record for record in records if not record.is_confirmed]
    counted = any(record.is_confirmed and record.person_times for record in records)
    in_turn = sorted(unconfirmed, key=lambda record: (not record.is_purchased, record.booking, record.key))
    bearer = None if counted or not in_turn else in_turn[0]
    return {record.key: present if record is bearer else 0 for record in unconfirmed}
