"""The ways to attribute a risk, by name."""

from itertools import pairwise

from clinnet_gui.core.data.encoder import Encoder
from clinnet_gui.core.model.spec import Spec

DEEP_SHAP = "deep-shap"
EXACT = "exact-shapley"
PERMUTATION = "permutation-shapley"
INTEGRATED_GRADIENTS = "integrated-gradients"
METHODS = (DEEP_SHAP, EXACT, PERMUTATION, INTEGRATED_GRADIENTS)

MEDIAN = "the median patient"
"""The reference of integrated gradients where none was chosen."""

MOST_EXACT = 12
"""Columns up to which every combination of them is asked: 4,096 combinations."""

BACKGROUNDS = 100
"""At most so many training patients are compared with."""

PAIRS, FEWEST_PAIRS = 4, 2
"""Pairs of orders that permutation Shapley draws for each patient it compares with, and the fewest that
have an error bar."""


QUICK = 20_000_000_000
"""Multiplications of an exact explanation that a patient is worth without being asked: a second or two."""


def players(encoder: Encoder) -> int:
    """Return how many columns can change a risk at all: up to MOST_EXACT can be explained exactly."""
    return sum(map(bool, encoder.widths))


def exact_is_quick(spec: Spec, encoder: Encoder) -> bool:
    """Return whether every combination of columns can be asked at once for a patient in a list."""
    count = players(encoder)
    behind = sum(before * after for before, after in pairwise((count, *spec.hidden, 1)))
    return count <= MOST_EXACT and 2**count * BACKGROUNDS * spec.members * behind <= QUICK
