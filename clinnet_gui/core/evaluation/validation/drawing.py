"""Bootstrap samples of patients, the same for the same seed on every machine and in every version."""

import numpy as np

from clinnet_gui.core.arrays import Bools, Ints


def counts_drawn(patients: Ints, seed: int, number: int) -> Ints:
    """Return how often each row stands in bootstrap sample ``number`` (from 0) of its patients.

    As many patients are drawn as there are, with replacement, each with all its rows (Efron 1979;
    Field and Welsh 2007); not stratified. numpy promises the same bits of a bit generator for ever,
    of its distributions it does not: so the draws can be left out of a study file.
    """
    distinct, owner = np.unique(patients, return_inverse=True)
    bits = np.random.PCG64(np.random.SeedSequence((seed, number))).random_raw(distinct.size)
    drawn = ((np.asarray(bits) >> np.uint64(32)) * np.uint64(distinct.size)) >> np.uint64(32)
    return np.bincount(drawn.astype(np.int64), minlength=distinct.size)[owner]


def rows_drawn(counts: Ints) -> Ints:
    """Return the rows of a sample, ascending, each as often as it was drawn.

    >>> rows_drawn(np.array([2, 0, 1])).tolist()
    [0, 0, 2]
    """
    return np.repeat(np.arange(counts.size), counts)


def not_drawn(rows: Ints, n: int) -> Bools:
    """Return which of ``n`` rows are none of those drawn.

    >>> not_drawn(np.array([0, 0, 2]), 4).tolist()
    [False, True, False, True]
    """
    return np.asarray(np.bincount(rows, minlength=n) == 0)
