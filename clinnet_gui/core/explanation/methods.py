"""The ways to attribute a risk, by name."""

from clinnet_gui.core.data.encoder import Encoder

DEEP_SHAP = "deep-shap"
EXACT = "exact-shapley"
PERMUTATION = "permutation-shapley"
INTEGRATED_GRADIENTS = "integrated-gradients"
METHODS = (DEEP_SHAP, EXACT, PERMUTATION, INTEGRATED_GRADIENTS)

MEDIAN = "the median patient"
"""The reference of integrated gradients where none was chosen."""

MOST_EXACT = 12
"""Columns up to which every combination of them is asked: 4,096 combinations."""

PAIRS, FEWEST_PAIRS = 8, 2
"""Pairs of orders that permutation Shapley draws, and the fewest that have an error bar."""


def players(encoder: Encoder) -> int:
    """Return how many columns can change a risk at all: up to MOST_EXACT can be explained exactly."""
    return sum(map(bool, encoder.widths))
