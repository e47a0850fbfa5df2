"""What a lower app lets a higher one add to its screens: tasks that need somebody, and dashboard panels."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that needs this person: a sentence, its facts, where to act, since when it waits.

    ``kind`` names the sort of task in a few words, with an ``icon``; ``pairs`` are labelled facts.
    """

    title: str
    url: str
    button: str
    facts: tuple[str, ...] = ()
    due: date | None = None
    late: bool = False
    count: int = 1
    kind: str = ""
    icon: str = "info"
    pairs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class HelperPanel:
    """A part of the helper's first page: a template, which finds ``context`` under the name ``panel``.

    Panels stand in the side column, or under the tasks where ``aside`` is false.
    """

    template_name: str
    context: dict = field(default_factory=dict)
    aside: bool = True


@dataclass
class Registry:
    """Functions ``f(user) -> list`` of tasks or panels, in the order they were registered."""

    providers: list[Callable] = field(default_factory=list)

    def register(self, provider: Callable) -> Callable:
        """Use as a decorator."""
        self.providers.append(provider)
        return provider

    def tasks_for(self, user) -> list[Task]:
        """Everything that needs ``user`` now, late things first, then by due date."""
        tasks = [task for provider in self.providers for task in provider(user)]
        return sorted(tasks, key=lambda task: (not task.late, task.due or date.max))

    def panels_for(self, user) -> list[HelperPanel]:
        """The panels for ``user``, in the order of their registration."""
        return [panel for provider in self.providers for panel in provider(user)]


helper_tasks = Registry()
helper_panels = Registry()
office_tasks = Registry()
# Headline numbers of the office's first page: dictionaries with label, value, unit, note and url.
office_figures = Registry()
