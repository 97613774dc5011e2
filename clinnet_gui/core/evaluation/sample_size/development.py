"""The least sample size for developing a model of a binary outcome.

Sources: Riley et al., Stat Med 2019;38:1276 and BMJ 2020;368:m441. It is a bound for regression;
a flexible model may need above 200 events a parameter (van der Ploeg et al., BMC Med Res Methodol
2014;14:137).
"""

import math
from dataclasses import dataclass
from enum import StrEnum

from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.statistics.binormal import Binormal, c_statistic, cox_snell, largest_r2

SHRINKAGE = 0.9
OPTIMISM = 0.05
MARGIN = 0.05
MODEST = 0.15
"""Share of the largest R2 that is assumed where nothing is known of the model (Riley et al., BMJ 2020)."""


class Criterion(StrEnum):
    """What a development sample must be large enough for."""

    SHRINKAGE = "little overfitting of the predictors' effects"
    OPTIMISM = "little optimism in the apparent fit"
    AVERAGE = "a precise average risk"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a development is planned for: candidate ``parameters``, ``prevalence``, the anticipated
    C-statistic ``c``, and the least uniform ``shrinkage`` of effects that is acceptable.

    SettingsRefused where a value is out of its range.
    """

    parameters: int
    prevalence: float
    c: float
    shrinkage: float = SHRINKAGE

    def __post_init__(self) -> None:
        _within("The number of parameters", self.parameters, 1, 1_000_000)
        _within("The prevalence", self.prevalence, 1e-6, 1 - 1e-6)
        _within("The anticipated C-statistic", self.c, 0.501, 0.999)
        _within("The shrinkage", self.shrinkage, 0.5, 0.999)


@dataclass(frozen=True, slots=True)
class DevelopmentSize:
    """Patients that each criterion asks for, in the order of ``Criterion``, and what they rest on:
    the model's Cox-Snell R2 and the largest there can be."""

    plan: Plan
    r2: float
    largest: float
    needed: tuple[int, int, int]

    @property
    def patients(self) -> int:
        """The least sample size: what the most demanding criterion asks for."""
        return max(self.needed)

    @property
    def binding(self) -> Criterion:
        """The most demanding criterion."""
        return tuple(Criterion)[self.needed.index(self.patients)]

    @property
    def events(self) -> int:
        """How many events that many patients hold."""
        return math.ceil(self.patients * self.plan.prevalence)

    @property
    def events_per_parameter(self) -> float:
        """Events a candidate parameter at the least sample size."""
        return self.patients * self.plan.prevalence / self.plan.parameters


def modest_c(prevalence: float) -> float:
    """Return the C-statistic of a model that reaches 15 % of the largest R2, within 0.501 to 0.999."""
    return c_statistic(MODEST * largest_r2(prevalence), prevalence)


def development_size(plan: Plan) -> DevelopmentSize:
    """Return the least sample size of a plan, its R2 following from the C-statistic."""
    return size_of_r2(plan, cox_snell(Binormal(plan.prevalence, plan.c)))


def size_of_r2(plan: Plan, r2: float) -> DevelopmentSize:
    """Return the least sample size where the Cox-Snell ``r2`` is known itself; ``plan.c`` has no part.

    >>> size_of_r2(Plan(24, 0.174, 0.89), 0.288).needed
    (623, 662, 221)
    """
    largest = largest_r2(plan.prevalence)
    fit = r2 / (r2 + OPTIMISM * largest)
    average = (1.96 / MARGIN) ** 2 * plan.prevalence * (1 - plan.prevalence)
    needed = (_shrunk(plan.parameters, plan.shrinkage, r2), _shrunk(plan.parameters, fit, r2), average)
    whole = (math.ceil(needed[0]), math.ceil(needed[1]), math.ceil(needed[2]))
    return DevelopmentSize(plan, r2, largest, whole)


def _shrunk(parameters: int, shrinkage: float, r2: float) -> float:
    """Patients at which the expected shrinkage (van Houwelingen & le Cessie 1990) is this."""
    return parameters / ((shrinkage - 1) * math.log1p(-r2 / shrinkage))


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:  # NaN lands here too
        raise SettingsRefused(
            f"{name} is {value:g}.", f"Use a value from {low:g} to {high:g}.", "SETTING_SAMPLE_SIZE"
        )
