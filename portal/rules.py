"""How a business rule speaks: a source, and a violation that says what to do.

A rule is a pure function over frozen facts. It returns a ``Violation`` or ``None``; it never
raises for a business "no" and never touches the database.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from: a law with its article, or our own policy or safeguard."""

    title: str
    article: str = ""

    def __str__(self) -> str:
        return f"《{self.title}》{self.article}" if self.article else str(self.title)


LOCAL_POLICY = Source(_("Local policy"))
SAFEGUARD = Source(_("Safeguard of this system"))


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: a stable code, a sentence that ends in what to do, and its source.

    ``field`` names the form field beside which the message belongs, if there is one.
    """

    code: str
    message: str
    source: Source = SAFEGUARD
    field: str = ""

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of one rule as a screen shows it: passed, failed, waiting for the person, or not applicable.

    ``remedy`` is the smallest step that mends a failure, where the violation itself does not say it.
    """

    title: str
    source: Source
    violation: Violation | None = None
    pending: bool = False
    not_applicable: bool = False
    remedy: str = ""

    @property
    def passed(self) -> bool:
        return self.violation is None and not self.pending


def violations(results: Iterable[Violation | None]) -> tuple[Violation, ...]:
    """The broken rules among ``results``, in order."""
    return tuple(result for result in results if result is not None)


def beside(field: str, violation: Violation | None) -> Violation | None:
    """The same broken rule, told beside ``field`` of the form at hand."""
    return replace(violation, field=field) if violation else None


def may_move(transitions: Mapping[str, Collection[str]], current: str, wanted: str) -> Violation | None:
    """A lifecycle moves only along its transition table."""
    if wanted in transitions.get(current, ()):
        return None
    return Violation(
        code="state.not_possible",
        message=pgettext_lazy(
            "lifecycle", "This step is not possible in the present state. Reload the page to see what is."
        ),
    )
