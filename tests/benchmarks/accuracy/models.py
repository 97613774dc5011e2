"""The models that are compared, and what a kept result of each depends on."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from types import ModuleType

from clinnet_gui.core.arrays import Floats
from tests.benchmarks.accuracy import inputs, ours, peers, plain
from tests.benchmarks.accuracy.splits import Case
from tests.benchmarks.accuracy.tables import PatientTable

BASE = "logistic regression"
OURS = ("clinnet", "clinnet, Quality", "clinnet, own test part")
ROWS_FOR_A_TEST = 1_250
"""Of which four fifths are enough for the program to keep a test part; below it does not by itself."""


@dataclass(frozen=True, slots=True)
class Model:
    """How risks are ``predict``-ed; the ``library`` that does it, and the ``module`` of it to import
    before the clock starts; the ``code`` it rests on; which tables it ``suits``."""

    name: str
    predict: Callable[[Case], Floats]
    library: str
    module: str
    code: tuple[ModuleType | Callable[..., Floats], ...]
    suits: Callable[[PatientTable], bool] = lambda _: True

    @property
    def version(self) -> str | None:
        """The library's version, None where it is not installed."""
        try:
            return version(self.library)
        except PackageNotFoundError:
            return None

    @property
    def settings(self) -> str:
        """What decides a result beside the rows: library and settings, and the whole program's code
        where it is the program."""
        of = ours.source_hash() if self.name in OURS else self.version
        sources = [inspect.getsource(part) for part in (self.predict, *self.code)]
        return "\0".join([self.name, f"{self.library} {of}", *sources])


def models() -> tuple[Model, ...]:
    """Return all of them in the order of the tables; ours last."""
    return (*_learners(), *_networks(), *_ours())


def _learners() -> tuple[Model, ...]:
    code = (inputs,)
    boosting = peers.hist_gradient_boosting
    return (
        Model(BASE, peers.logistic_regression, "scikit-learn", "sklearn.linear_model", code),
        Model("HistGradientBoosting", boosting, "scikit-learn", "sklearn.ensemble", code),
        Model("LightGBM", peers.lightgbm, "lightgbm", "lightgbm", code),
        Model("CatBoost", peers.catboost, "catboost", "catboost", code),
    )


def _networks() -> tuple[Model, ...]:
    mlp, tuned = peers.multilayer_perceptron, (inputs, peers.realmlp_with)
    logged = peers.realmlp_for_log_loss
    return (
        Model("MLPClassifier", mlp, "scikit-learn", "sklearn.neural_network", (inputs,)),
        Model("plain recipe", plain.plain_recipe, "torch", "torch", (inputs, plain)),
        Model("RealMLP", peers.realmlp, "pytabkit", "pytabkit", tuned, _is_small),
        Model("RealMLP, for log-loss", logged, "pytabkit", "pytabkit", tuned, _is_small),
    )


def _ours() -> tuple[Model, ...]:
    code, library = (ours,), ("clinnet", "clinnet_gui")
    aside = ours.clinnet_with_test_part
    return (
        Model(OURS[0], ours.clinnet, *library, code),
        Model(OURS[1], ours.clinnet_quality, *library, code),
        Model(OURS[2], aside, *library, code, lambda table: table.n >= ROWS_FOR_A_TEST),
    )


def _is_small(table: PatientTable) -> bool:
    return table.is_small
