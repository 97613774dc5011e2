"""Predictions of any model in a file: which columns they are, their pairs, and all that is shown of them."""

from clinnet_gui.core.evaluation.predictions.pairing import ColumnsOpen, Naming, Pairs, Reckoning, pair

__all__ = ["ColumnsOpen", "Naming", "Pairs", "Reckoning", "pair"]
