"""What all searches in one component share, so that a second one begins where the first one ended."""

from collections.abc import Callable
from functools import cached_property

from volunteers.matching import highs, packages
from volunteers.matching.blocks import Known, Layout
from volunteers.matching.candidates import Candidates
from volunteers.matching.components import Component
from volunteers.matching.control import Control
from volunteers.matching.model import Model


class Groundwork:
    """The model of a component with the rows found for it, its prices, and the blocks solved so far."""

    def __init__(self, candidates: Candidates, component: Component):
        self.candidates, self.component = candidates, component
        self.known: Known = {}
        self._relaxed: dict[str, highs.Relaxed] = {}

    @cached_property
    def model(self) -> Model:
        return Model(self.candidates, self.component)

    @cached_property
    def layout(self) -> Layout:
        return Layout(self.model)

    def relaxed(
        self, stage: str, program: highs.Program, control: Control, limit: Callable[[float], None]
    ) -> highs.Relaxed | None:
        """The linear optimum of a stage; the first search tightens the model and ``limit`` hears the value.

        Any later search may use its prices, whatever pairs it pins. None if time ran out.
        """
        known = self._relaxed.get(stage)
        if known is not None and len(known.prices) == len(program.rows.entries):
            return known
        found = packages.tighten(self.model, program, control, limit)
        if found is not None:
            self._relaxed[stage] = found
        return found
