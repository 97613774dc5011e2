"""Predictions of any model in a file: which columns they are, their pairs, and all that is shown of them."""

from clinnet_gui.core.evaluation.predictions.guessing import guess
from clinnet_gui.core.evaluation.predictions.pairing import ColumnsOpen, Naming, Pairs, Reckoning, pair
from clinnet_gui.core.evaluation.predictions.review import Review, Side, judged_side, review

__all__ = [
    "ColumnsOpen",
    "Naming",
    "Pairs",
    "Reckoning",
    "Review",
    "Side",
    "guess",
    "judged_side",
    "pair",
    "review",
]
