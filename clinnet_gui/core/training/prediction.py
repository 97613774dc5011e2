"""Logits of any rows by a trained network, and what software made them."""

import platform

import numpy as np

import clinnet_gui
from clinnet_gui.core.arrays import Floats, Ints, read_only
from clinnet_gui.core.data.table import Column
from clinnet_gui.core.model.spec import Device
from clinnet_gui.core.model.weights import restore
from clinnet_gui.core.training.arithmetic import THREADS, pin_arithmetic
from clinnet_gui.core.training.fit import Fit, Versions
from clinnet_gui.core.work import Progress, Work


def predict(fit: Fit, columns: tuple[Column, ...], rows: Ints | None = None) -> Work[Floats]:
    """Return the uncalibrated logits (float64) of ``rows`` of ``columns`` (of all where None), the
    mean of all folds' networks.

    Raises KeyError for a predictor that is not among the columns, StudyRefused for weights that
    do not fit their description.
    """
    return read_only((yield from fold_logits(fit, columns, rows)).mean(axis=0))


def fold_logits(fit: Fit, columns: tuple[Column, ...], rows: Ints | None = None) -> Work[Floats]:
    """Return the logits as ``predict`` does, but those of each fold's network, [folds, rows]."""
    yield Progress("Computing risks", 0.0)
    rows = np.arange(columns[0].cells.codes.size) if rows is None else rows
    found = np.empty((len(fit.folds), rows.size))
    pin_arithmetic()
    for place, fold in enumerate(fit.folds):
        network = restore(fit.spec, fold.encoder.inputs, fold.weights)
        import torch

        chunk = network.rows_at_once
        for start in range(0, rows.size, chunk):
            x = fold.encoder.transform(columns, rows[start : start + chunk])
            with torch.inference_mode():
                found[place, start : start + chunk] = network(torch.from_numpy(x)).numpy()
            yield Progress("Computing risks", (place + start / rows.size) / len(fit.folds))
    return found


def versions(device: Device = Device.CPU) -> Versions:
    """Return what produces the numbers on this machine."""
    import torch

    return Versions(
        clinnet=clinnet_gui.__version__,
        python=platform.python_version(),
        torch=torch.__version__,
        numpy=np.__version__,
        threads=THREADS,
        device=device.value,
    )
