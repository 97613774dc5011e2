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
    under which the rows held out from the turns lose least, in sum (Hoerl and Kennard 1970). The
    search goes from strong to weak and ends where a weaker one loses more."""
    best, least = list[Floats](), float("inf")
    fitted: list[Floats | None] = [None] * len(materials)
    for penalty in PENALTIES:
        weights = list[Floats]()
        for material, near in zip(materials, fitted, strict=True):
            x, y, train = material.plain, material.y, material.train
            weights.append((yield from fit_logistic(x, y, train, penalty, near)))
        loss = sum(map(_held_loss, materials, weights))
        if loss >= least:
            break
        best, least, fitted = weights, loss, [*weights]
    return [material.with_ridge(weights) for material, weights in zip(materials, best, strict=True)]


def _held_loss(material: Material, weights: Floats) -> float:
    logits = logistic_logits(material.plain[material.held], weights)
    return float(row_losses(material.y[material.held], logits).sum())
