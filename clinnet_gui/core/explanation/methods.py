"""The ways to attribute a risk, by name."""

DEEP_SHAP = "deep-shap"
EXACT = "exact-shapley"
PERMUTATION = "permutation-shapley"
INTEGRATED_GRADIENTS = "integrated-gradients"
METHODS = (DEEP_SHAP, EXACT, PERMUTATION, INTEGRATED_GRADIENTS)

MOST_EXACT = 12
"""Columns up to which every combination of them is asked: 4,096 combinations."""

PAIRS, FEWEST_PAIRS = 8, 2
"""Pairs of orders that permutation Shapley draws, and the fewest that have an error bar."""
