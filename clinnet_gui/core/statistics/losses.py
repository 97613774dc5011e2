"""Log-loss and squared error of risks, and the logit by which both are moved."""

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints

EDGE = 1e-8
"""Risks are held this far from 0 and 1 before a logarithm is taken."""


def expit(logits: Floats) -> Floats:
    """Return the risk 1 / (1 + exp(-z)) of each logit, without overflow.

    >>> expit(np.array([0.0, -800.0, 800.0])).tolist()
    [0.5, 0.0, 1.0]
    """
    small = np.exp(-np.abs(logits))
    return np.asarray(np.where(logits >= 0, 1.0, small) / (1 + small))


def logit(risks: Floats) -> Floats:
    """Return log(p / (1 - p)) of each risk; risks of 0 and 1 count as ``EDGE`` and 1 - ``EDGE``."""
    held = np.clip(risks, EDGE, 1 - EDGE)
    return np.asarray(np.log(held) - np.log1p(-held))


def log_losses(y: Bytes, risks: Floats) -> Floats:
    """Return each row's log-loss -log(p) of an event, -log(1 - p) of a non-event (nats).

    >>> log_losses(np.array([1, 0], np.int8), np.array([0.5, 0.5])).round(4).tolist()
    [0.6931, 0.6931]
    """
    held = np.clip(risks, EDGE, 1 - EDGE)
    return np.asarray(-np.where(y == 1, np.log(held), np.log1p(-held)))


def squared_errors(y: Bytes | Ints, risks: Floats) -> Floats:
    """Return each row's (p - y)^2; their mean is the Brier score (Brier 1950)."""
    return np.asarray((risks - y) ** 2)
