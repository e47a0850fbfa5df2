"""What a lower app lets a higher one add to its screens: tasks that need somebody, and dashboard panels."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Case:
    """One of the cases a task counts: what it is, its facts, where to act on it.

    It waits since ``since`` or until ``due``; a ``state`` with its ``tone`` says something better than days.
    """

    title: str
    url: str
    note: str = ""
    since: date | None = None
    due: date | None = None
    late: bool = False
    state: str = ""
    tone: str = "info"


@dataclass(frozen=True, slots=True)
class Answer:
    """A button that answers a task at once: it posts to ``url``."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that needs this person: a sentence, its facts, where to act, since when it waits.

    ``kind`` names the sort of task in a few words, with an ``icon``; ``pairs`` are labelled facts.
    ``cases`` are the first of those it counts, the most urgent first. ``answers`` are buttons that
    settle it on a helper's first page, the wanted one first, ``note`` what answering means.
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
    cases: tuple[Case, ...] = ()
    answers: tuple[Answer, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class HelperPanel:
    """A part of the helper's first page: a template, which finds ``context`` under the name ``panel``.

    Panels stand in the side column, under the tasks where ``aside`` is false, or above everything
    where ``leads`` is true: what the person waits for.
    """

    template_name: str
    context: dict = field(default_factory=dict)
    aside: bool = True
    leads: bool = False


@dataclass(frozen=True, slots=True)
class OfficePanel:
    """A part of the office's first page after the tasks: a heading and a template with its context."""

    title: str
    template_name: str
    context: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SiteLink:
    """A page in the menu or the footer of the public site."""

    url: str
    label: str


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

    def panels_for(self, whom) -> list:
        """The parts for ``whom``, in the order of their registration."""
        return [panel for provider in self.providers for panel in provider(whom)]


helper_tasks = Registry()
helper_panels = Registry()
office_tasks = Registry()
# Addresses somebody is led to at sign-in before anything else, such as a new privacy notice.
sign_in_stops = Registry()
# Headline numbers of the office's first page: dictionaries with label, value, unit, note and url.
office_figures = Registry()
# Parts that are no task: what today holds, what happened lately. Each an ``OfficePanel``.
office_panels = Registry()
# The acts one begins with: dictionaries with label, url and icon; the last of them is the primary button.
office_acts = Registry()
# Doors of one's own space instead of the helper's, for those who work for a body: label, url and icon.
helper_doors = Registry()
# Pages of the public site by place: functions ``f("menu" or "footer") -> list[SiteLink]``.
site_links = Registry()

# How many cases a panel of the first page lists; the rest stand behind its count.
MOST_CASES = 3
