"""The ridge logistic regression that a small table's network is averaged with."""

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.training.logistic import fit_logistic, logistic_logits
from clinnet_gui.core.training.losses import row_losses
from clinnet_gui.core.training.material import Material
from clinnet_gui.core.work import Work

PENALTIES = (100.0, 10.0, 1.0, 0.1)
"""From almost the prevalence to almost plain maximum likelihood."""


def with_ridges(materials: list[Material]) -> Work[list[Material]]:
    """Return each turn's material with its ridge regression, all of the same penalty: the one
    under which the rows held out from the turns lose least, in sum (Hoerl and Kennard 1970)."""
    best, least = list[Floats](), float("inf")
    for penalty in PENALTIES:
        fitted, loss = list[Floats](), 0.0
        for material in materials:
            weights = yield from fit_logistic(material.plain, material.y, material.train, penalty)
            fitted.append(weights)
            loss += _held_loss(material, weights)
        if loss < least:
            best, least = fitted, loss
    return [material.with_ridge(weights) for material, weights in zip(materials, best, strict=True)]


def _held_loss(material: Material, weights: Floats) -> float:
    logits = logistic_logits(material.plain[material.held], weights)
    return float(row_losses(material.y[material.held], logits).sum())
