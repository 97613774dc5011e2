"""Models beside the network, on the same encoded rows: what it has to beat."""

from threading import Event

import numpy as np

from clinnet_gui.core.arrays import Floats, read_only
from clinnet_gui.core.aside import aside
from clinnet_gui.core.training.fit import Baseline
from clinnet_gui.core.training.logistic import fit_logistic, logistic_logits
from clinnet_gui.core.training.losses import null_logit
from clinnet_gui.core.training.material import Material
from clinnet_gui.core.work import Finish, Work

PREVALENCE = "Prevalence"
LOGISTIC = "Logistic regression"
BOOSTING = "Gradient boosting"
ALL = 3


def baselines(material: Material, seed: int, most: int = ALL) -> Work[tuple[Baseline, ...]]:
    """Return the prevalence, a logistic regression and gradient-boosted trees, the first ``most``.

    Each is fitted on the training rows; the trees end, as the network does, by the rows held out.
    On Finish those that are done are returned.
    """
    x, y = material.plain, material.y
    done = [Baseline(PREVALENCE, read_only(np.full(y.size, null_logit(y[material.train]))))]
    try:
        if most > len(done):
            weights = yield from fit_logistic(x, y, material.train)
            done.append(Baseline(LOGISTIC, read_only(logistic_logits(x, weights))))
        if most > len(done):
            title = "Gradient boosting on the same rows"
            logits = yield from aside(title, lambda left: _boosting(material, seed, left))
            done.append(Baseline(BOOSTING, read_only(logits)))
    except Finish:
        pass
    return tuple(done)


def _boosting(material: Material, seed: int, left: Event) -> Floats:
    """Gradient-boosted trees; they end after the tree at which ``left`` is set."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    class Trees(HistGradientBoostingClassifier):  # type: ignore[misc]
        def _should_stop(self, scores: list[float]) -> bool:
            """Asked after each tree; there is no public place to be asked."""
            return left.is_set() or bool(super()._should_stop(scores))

    x, y, train, held = material.plain, material.y, material.train, material.held
    model = Trees(
        learning_rate=0.06,
        max_iter=200,
        max_leaf_nodes=15,
        l2_regularization=1.0,
        early_stopping=True,
        random_state=seed % 2**32,
    )
    model.fit(x[train], y[train], X_val=x[held], y_val=y[held])
    return np.asarray(model.decision_function(x), dtype=np.float64)
