"""Joining the turns: a row that was held out by the network that did not see it, all others by
the average of the networks on the logit."""

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, read_only
from clinnet_gui.core.data.split import Split
from clinnet_gui.core.training.fit import Baseline
from clinnet_gui.core.training.turns import Done


def joined(folds: Bytes, logits: list[Floats]) -> Floats:
    """Return one logit a row from the logits of all rows by the network of each turn; ``folds``
    is the fold of each row, -1 for none."""
    out = np.mean(logits, axis=0)
    for fold, own in enumerate(logits):
        out[folds == fold] = own[folds == fold]
    return np.asarray(out, dtype=np.float64)


def joined_baselines(split: Split, turns: list[tuple[Baseline, ...]]) -> tuple[Baseline, ...]:
    """Return each baseline that every turn has, joined as the networks are."""
    return tuple(
        Baseline(same[0].name, read_only(joined(split.folds, [one.logits for one in same])))
        for same in zip(*turns, strict=False)
    )


def seen_logits(split: Split, done: list[Done]) -> Floats:
    """Return each network's logits of the rows that trained it, [turns, rows]; NaN elsewhere."""
    seen = np.full((len(done), split.parts.size), np.nan)
    for own, turn in zip(seen, done, strict=True):
        own[turn.material.train] = turn.logits[turn.material.train]
    return seen
