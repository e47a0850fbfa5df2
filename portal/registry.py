"""What a lower app lets a higher one add to its screens: tasks that need somebody, and dashboard panels."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that needs this person: a sentence, its facts, where to act, since when it waits."""

    title: str
    url: str
    button: str
    facts: tuple[str, ...] = ()
    due: date | None = None
    late: bool = False
    count: int = 1


@dataclass
class Registry:
    """Functions ``f(user) -> list[Task]`` in the order they were registered."""

    providers: list[Callable] = field(default_factory=list)

    def register(self, provider: Callable) -> Callable:
        """Use as a decorator."""
        self.providers.append(provider)
        return provider

    def tasks_for(self, user) -> list[Task]:
        """Everything that needs ``user`` now, late things first, then by due date."""
        tasks = [task for provider in self.providers for task in provider(user)]
        return sorted(tasks, key=lambda task: (not task.late, task.due or date.max))


helper_tasks = Registry()
office_tasks = Registry()
