"""The probe: do the networks that were opened still give the risks that were saved?

Other versions of torch sum in another order; that shows in the seventh digit and is said. A
larger difference means that weights and risks do not belong together.
"""

from datetime import UTC, datetime

import numpy as np

from clinnet_gui.core.study import Note, Study
from clinnet_gui.core.study_file.refusal import damaged
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.training.joining import joined
from clinnet_gui.core.work import Work

ROWS = 1_000
SAME = 1e-6
FOREIGN = 1e-2
"""Differences of a logit: above the first the study says so, above the second it is refused."""


def probe(study: Study) -> Work[Study]:
    """Return the study, with a note where its network, or that of a run, gives other numbers here."""
    differences = [0.0]
    for trained in _opened(study):
        differences.append((yield from _difference(trained)))
    difference = float(np.max(differences))
    if not difference <= FOREIGN:  # NaN lands here too
        raise damaged("weights")
    if difference <= SAME:
        return study
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return study.with_note(
        Note(now, f"Opened with other software: log-odds differ by up to {difference:.1e}")
    )


def _opened(study: Study) -> list[Trained]:
    """The networks that a study holds, each once."""
    held = [made for made in (study.trained, *(run.trained for run in study.runs)) if made is not None]
    return list({id(made): made for made in held}.values())


def _difference(trained: Trained) -> Work[float]:
    """Return the largest difference of a logit over rows spread evenly through the dataset."""
    from clinnet_gui.core.training.prediction import fold_logits

    chosen = np.unique(np.linspace(0, trained.dataset.n - 1, min(ROWS, trained.dataset.n)).astype(np.int64))
    rows = trained.dataset.rows[chosen]
    logits = yield from fold_logits(trained.fit, trained.dataset.predictors, rows)
    own = joined(trained.split.folds[chosen], list(logits))
    return float(np.abs(own - trained.fit.logits[chosen]).max())
