"""The clock of one run: how long it may last, who may stop it, whom it tells how far it is."""

from collections.abc import Callable
from time import monotonic
from typing import Self


class Control:
    """A time limit with an optional stop button and an optional listener for progress."""

    def __init__(
        self,
        seconds: float,
        on_progress: Callable[[dict], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ):
        self.seconds, self.on_progress, self.should_stop = seconds, on_progress, should_stop
        self.began = monotonic()

    @property
    def elapsed(self) -> float:
        return monotonic() - self.began

    @property
    def remaining(self) -> float:
        """Seconds left; zero once the limit is reached or the stop button was pressed."""
        return 0.0 if self.stopped else max(0.0, self.seconds - self.elapsed)

    @property
    def stopped(self) -> bool:
        return self.should_stop is not None and bool(self.should_stop())

    def report(self, stage: str, objective: dict, bound: dict) -> None:
        """Tell the listener the best plan so far and what no plan can exceed."""
        if self.on_progress is not None:
            seconds = round(self.elapsed, 3)
            self.on_progress({"stage": stage, "seconds": seconds, "objective": objective, "bound": bound})

    def again(self) -> Self:
        """The same limit from now on, for a question asked after the plan is made."""
        return type(self)(self.seconds, None, self.should_stop)
