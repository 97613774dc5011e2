"""The peers: each library's own defaults, untuned, one thread, the seed fixed."""

import logging
import warnings

from clinnet_gui.core.arrays import Floats
from tests.benchmarks.accuracy import inputs
from tests.benchmarks.accuracy.splits import Case


def logistic_regression(case: Case) -> Floats:
    """Ridge-penalised with the usual C = 1; more steps than the default, so that it converges."""
    from sklearn.linear_model import LogisticRegression

    x, new = inputs.standardised(case)
    return LogisticRegression(C=1.0, max_iter=5_000).fit(x, case.y).predict_proba(new)[:, 1]


def hist_gradient_boosting(case: Case) -> Floats:
    """Native categories; it takes at most 255 levels, so rarer ones count as missing."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    x, new = inputs.as_levels(case, most=254)
    model = HistGradientBoostingClassifier(categorical_features="from_dtype", random_state=case.seed)
    return model.fit(x, case.y).predict_proba(new)[:, 1]


def lightgbm(case: Case) -> Floats:
    """Native categories."""
    from lightgbm import LGBMClassifier

    x, new = inputs.as_levels(case)
    model = LGBMClassifier(n_jobs=1, random_state=case.seed, verbosity=-1)
    return model.fit(x, case.y).predict_proba(new)[:, 1]


def catboost(case: Case) -> Floats:
    """Native categories."""
    from catboost import CatBoostClassifier

    x, new = inputs.as_text(case)
    model = CatBoostClassifier(
        cat_features=inputs.categories(x),
        thread_count=1,
        random_seed=case.seed,
        verbose=0,
        allow_writing_files=False,
    )
    return model.fit(x, case.y).predict_proba(new)[:, 1]


def multilayer_perceptron(case: Case) -> Floats:
    """scikit-learn's network on the inputs of logistic regression, with its early stopping on."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    x, new = inputs.standardised(case)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = MLPClassifier(early_stopping=True, random_state=case.seed).fit(x, case.y)
    return model.predict_proba(new)[:, 1]


def realmlp(case: Case) -> Floats:
    """The defaults, which smooth labels and choose the epoch by error rate."""
    return realmlp_with(case, None, None)


def realmlp_for_log_loss(case: Case) -> Floats:
    """The two settings its manual advises where probabilities matter."""
    return realmlp_with(case, "cross_entropy", False)


def realmlp_with(case: Case, chosen_by: str | None, smoothing: bool | None) -> Floats:
    """RealMLP with the measure that chooses its epoch, and label smoothing; None: the default."""
    from pytabkit import RealMLP_TD_Classifier

    logging.getLogger("pytorch_lightning").setLevel(logging.ERROR)
    x, new = inputs.imputed(case)
    model = RealMLP_TD_Classifier(
        device="cpu", n_threads=1, random_state=case.seed, val_metric_name=chosen_by, use_ls=smoothing
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the trainer beneath, about its own log and workers
        model.fit(x, case.y, cat_col_names=inputs.categories(x) or None)
        return model.predict_proba(new)[:, 1]
