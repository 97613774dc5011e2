"""The design effect: how many rows say as much as one, where rows of one patient resemble each other.

A share of rows whose patients have several keeps its Wilson interval, but of as many rows as it has divided
by the design effect: its variance by linearisation over patients, over that of independent rows. Sources: Rao
& Scott, Biometrics 1992;48:577; Korn & Graubard, Survey Methodology 1998;24:193, also for Student's t in
place of the normal quantile. A rough variance of a few patients is mistrusted: see ``settled``.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from clinnet_gui.core.statistics.proportions import Z95

FEWEST_PATIENTS = 10
"""Below, no interval is told: errors from sums over so few patients come out far too small (of one alone
they are 0), however many rows each of them has."""

Kinds = tuple[int, ...]
"""Which kinds of rows are meant, by their place in a Spread."""


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """How rows of several kinds are spread over patients.

    ``rows``: how many there are of each kind; ``having``: how many patients have any of it; ``moments``: for
    two kinds the sum over patients of the product of their counts; ``patients``: of all kinds together.
    """

    rows: Sequence[int]
    having: Sequence[int]
    moments: Sequence[Sequence[int]]
    patients: int

    def effect(self, part: Kinds, rest: Kinds) -> float:
        """Return the design effect (1 or more) of the share that ``part`` is of itself and the ``rest``;
        NaN where too few patients allow no interval."""
        whole = self._rows(part + rest)
        if self.patients < FEWEST_PATIENTS or not whole:
            return math.nan
        share, worst = self._rows(part) / whole, self._worst(part + rest)
        if share in (0, 1):
            return max(worst, 1.0)
        residual = self._residual(part, rest)
        found = self._product(residual, residual) / (whole * share * (1 - share))
        return settled(found, worst, self._having(part), self._having(rest))

    def ratio_effect(self, part: Kinds, rest: Kinds, other_part: Kinds, other_rest: Kinds) -> float:
        """Return the design effect of the logarithm of the ratio of two such shares of the same patients;
        where one of them is empty, the larger of theirs."""
        a, n = self._rows(part), self._rows(part + rest)
        b, m = self._rows(other_part), self._rows(other_part + other_rest)
        if self.patients < FEWEST_PATIENTS or not (n and m):
            return math.nan
        alone = 1 / a - 1 / n + 1 / b - 1 / m if a and b else 0.0
        if alone <= 0:
            return max(self.effect(part, rest), self.effect(other_part, other_rest))
        weights = {
            **dict.fromkeys(part, 1 / a - 1 / n),
            **dict.fromkeys(rest, -1 / n),
            **dict.fromkeys(other_part, 1 / m - 1 / b),
            **dict.fromkeys(other_rest, 1 / m),
        }
        worst = max(self._worst(part + rest), self._worst(other_part + other_rest))
        sides = (self._having(kinds) for kinds in (part, rest, other_part, other_rest))
        return settled(self._product(weights, weights) / alone, worst, *sides)

    def mean_effect(self, worth: Sequence[float]) -> float:
        """Return the design effect of the mean over all rows of what a row of each kind is worth."""
        kinds = tuple(range(len(worth)))
        whole = self._rows(kinds)
        if self.patients < FEWEST_PATIENTS or not whole:
            return math.nan
        mean = sum(rows * value for rows, value in zip(self.rows, worth, strict=True)) / whole
        residual = {kind: value - mean for kind, value in enumerate(worth)}
        alone, worst = sum(self.rows[kind] * part**2 for kind, part in residual.items()), self._worst(kinds)
        if alone <= 0:
            return max(worst, 1.0)
        sides = (tuple(k for k in kinds if bool(worth[k]) is told) for told in (True, False))
        return settled(self._product(residual, residual) / alone, worst, *map(self._having, sides))

    def correlation(self, part: Kinds, rest: Kinds, other_part: Kinds, other_rest: Kinds) -> float:
        """Return the correlation (-1..1) of two such shares; 0 where one of them has no variance."""
        if not (self._rows(part + rest) and self._rows(other_part + other_rest)):
            return 0.0
        one, two = self._residual(part, rest), self._residual(other_part, other_rest)
        alone = self._product(one, one) * self._product(two, two)
        return max(-1.0, min(self._product(one, two) / math.sqrt(alone), 1.0)) if alone > 0 else 0.0

    def _residual(self, part: Kinds, rest: Kinds) -> dict[int, float]:
        """What a row of each kind adds to a share's residual."""
        share = self._rows(part) / self._rows(part + rest)
        return {**dict.fromkeys(part, 1 - share), **dict.fromkeys(rest, -share)}

    def _product(self, one: dict[int, float], two: dict[int, float]) -> float:
        """The sum over patients of the product of what their rows weigh, each kind by its two weights."""
        return sum(a * b * self.moments[i][j] for i, a in one.items() for j, b in two.items())

    def _worst(self, kinds: Kinds) -> float:
        """The design effect where all rows of a patient agree."""
        return sum(self.moments[i][j] for i in kinds for j in kinds) / self._rows(kinds)

    def _rows(self, kinds: Kinds) -> int:
        return sum(self.rows[kind] for kind in kinds)

    def _having(self, kinds: Kinds) -> int:
        """At least so many patients have a row of one of these kinds."""
        return max(self.having[kind] for kind in kinds)


def settled(found: float, worst: float, *sides: int) -> float:
    """Return the design effect to be used where ``found`` was estimated: never below 1, nor above ``worst``
    (that of patients whose rows all agree) unless it was found so.

    ``sides`` are the patients that each side of the share has. They give the degrees of freedom, and the
    fewer than ten the smaller side has the nearer is the effect to ``worst``: with none there is no
    variance to estimate it from.
    """
    most = max(found, worst)
    patients, trust = max(sides), min(min(sides) / FEWEST_PATIENTS, 1.0)
    if patients < 2:
        return max(most, 1.0)
    estimated = found * patients / (patients - 1) * (student(patients - 1) / Z95) ** 2
    return max(1.0, min(trust * estimated + (1 - trust) * most, most))


def student(freedom: int) -> float:
    """Return Student's t of a two-sided 95 % interval, by its expansion (Abramowitz & Stegun 26.7.5): to
    0.0003 from 9 degrees of freedom on.

    >>> round(student(9), 3), round(student(30), 3)
    (2.262, 2.042)
    """
    z, v = Z95, float(freedom)
    first, second = (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / v + second / v**2 + third / v**3
