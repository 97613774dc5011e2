"""Whether the patients at hand are enough to develop a model: one level, one sentence."""

from dataclasses import dataclass
from enum import StrEnum

from clinnet_gui.core.data.codes import Code, NumberCode
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.encoder import Encoder
from clinnet_gui.core.data.split import Part, Split
from clinnet_gui.core.evaluation.sample_size.development import (
    DevelopmentSize,
    Plan,
    development_size,
    modest_c,
)

STABLE = 200
"""Events a parameter from which a flexible model is stable (van der Ploeg et al. 2014)."""


class Enough(StrEnum):
    """How the patients at hand compare with what a model needs."""

    TOO_FEW = "too few"
    FOR_REGRESSION = "enough for a regression"
    FOR_NETWORK = "enough for a network"


@dataclass(frozen=True, slots=True)
class Sufficiency:
    """``rows`` with ``events`` at hand, beside what is needed."""

    rows: int
    events: int
    size: DevelopmentSize

    @property
    def events_per_parameter(self) -> float:
        """Events at hand a candidate parameter (non-events, where these are fewer)."""
        rarer = min(self.events, self.rows - self.events)
        return rarer / self.size.plan.parameters

    @property
    def level(self) -> Enough:
        """Too few below the regression's least; enough for a network from 200 events a parameter."""
        if self.rows < self.size.patients:
            return Enough.TOO_FEW
        return Enough.FOR_NETWORK if self.events_per_parameter >= STABLE else Enough.FOR_REGRESSION

    @property
    def sentence(self) -> str:
        """What that means, with the figures it rests on."""
        parameters = self.size.plan.parameters
        word = "parameter" if parameters == 1 else "parameters"
        held = (
            f"{self.rows:,} rows train the network; a regression with {parameters:,} {word} needs at "
            f"least {self.size.patients:,}"
        )
        ratio = f"{self.events_per_parameter:,.3g}"
        if self.level is Enough.TOO_FEW:
            return f"{held}, and a network more. Leave predictors out, or bring more patients."
        if self.level is Enough.FOR_REGRESSION:
            return f"{held}. A network may need {STABLE} {self._rarer} a parameter; there are {ratio}."
        return f"{held}. There are {ratio} {self._rarer} a parameter: enough for a network too."

    @property
    def _rarer(self) -> str:
        return "events" if self.events <= self.rows - self.events else "non-events"


def sufficiency(dataset: Dataset, split: Split, encoder: Encoder, c: float | None = None) -> Sufficiency:
    """Return how the rows that train compare with what these predictors need; ``c`` is the anticipated
    C-statistic (None: that of a modest model). SettingsRefused where the outcome does not vary."""
    rows = split.rows(Part.TRAIN)
    prevalence = dataset.events / max(dataset.n, 1)
    plan = Plan(candidate_parameters(encoder), prevalence, modest_c(prevalence) if c is None else c)
    return Sufficiency(int(rows.size), int(dataset.y[rows].sum()), development_size(plan))


def candidate_parameters(encoder: Encoder) -> int:
    """Return how many parameters a regression of these predictors would have, at least 1: one a number,
    one less than the levels of a category, one where missing is a sign of its own; bins do not count."""
    return max(1, sum(map(_parameters, encoder.codes)))


def _parameters(code: Code) -> int:
    if code.constant:
        return int(code.indicator)
    if isinstance(code, NumberCode):
        return 1 + code.indicator
    return len(code.levels) + bool(code.joined) - 1 + code.indicator
