"""Ablation over depth and width: the networks around a suggestion, on the same rows, paired."""

from clinnet_gui.core.training.ablation.ablating import ablate
from clinnet_gui.core.training.ablation.grid import grid
from clinnet_gui.core.training.ablation.values import Ablation, Cell, made_from, name

__all__ = ["Ablation", "Cell", "ablate", "grid", "made_from", "name"]
