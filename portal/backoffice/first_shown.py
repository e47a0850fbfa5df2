"""What a list shows until somebody asks for the rest: the living first, the archive on demand."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FirstShown:
    """``field`` and the ``values`` that are shown at first; ``words`` names them: “those in correction”.

    ``keyset`` or ``ordering`` say in which order, where it differs from that of the whole list. A
    search, a filter on the same field and ``?all=1`` each lift the restriction.
    """

    field: str
    values: tuple[str, ...]
    words: str
    keyset: tuple[str, ...] = ()
    ordering: tuple[str, ...] = ()
