"""The models that are compared, and what a kept result of each depends on."""

import hashlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from types import ModuleType

from clinnet_gui.core.arrays import Floats
from tests.benchmarks.accuracy import inputs, ours, peers, plain
from tests.benchmarks.accuracy.splits import Case

BASE = "logistic regression"
OURS = ("clinnet", "clinnet, Quality")


@dataclass(frozen=True, slots=True)
class Model:
    """How risks are ``predict``-ed; the ``library`` that does it, and the module to import before
    the clock starts; whether only the tables of few rows are tried."""

    name: str
    predict: Callable[[Case], Floats]
    library: str
    module: str
    only_small: bool = False

    @property
    def is_ours(self) -> bool:
        """Whether it is the program itself."""
        return self.name in OURS

    @property
    def version(self) -> str | None:
        """The library's version, None where it is not installed."""
        try:
            return version(self.library)
        except PackageNotFoundError:
            return None

    @property
    def settings(self) -> str:
        """A hash of all that decides a result beside the rows: code, settings, library."""
        if self.is_ours:
            parts = [self.name, ours.source_hash()]
        else:
            parts = [self.name, f"{self.library} {self.version}", *map(_source, (inputs, *self._code()))]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]

    def _code(self) -> tuple[ModuleType | Callable[..., Floats], ...]:
        whole = {
            "plain recipe": (plain,),
            "RealMLP": (peers._realmlp,),
            "RealMLP, for log-loss": (peers._realmlp,),
        }
        return (self.predict, *whole.get(self.name, ()))


def _source(of: ModuleType | Callable[..., Floats]) -> str:
    return inspect.getsource(of)


def models() -> tuple[Model, ...]:
    """Return all of them in the order of the tables; ours last."""
    quality = (Model(OURS[1], ours.clinnet_quality, "clinnet", "clinnet_gui"),)
    return (
        Model(BASE, peers.logistic_regression, "scikit-learn", "sklearn.linear_model"),
        Model("HistGradientBoosting", peers.hist_gradient_boosting, "scikit-learn", "sklearn.ensemble"),
        Model("LightGBM", peers.lightgbm, "lightgbm", "lightgbm"),
        Model("CatBoost", peers.catboost, "catboost", "catboost"),
        Model("MLPClassifier", peers.multilayer_perceptron, "scikit-learn", "sklearn.neural_network"),
        Model("plain recipe", plain.plain_recipe, "torch", "torch"),
        Model("RealMLP", peers.realmlp, "pytabkit", "pytabkit", only_small=True),
        Model("RealMLP, for log-loss", peers.realmlp_for_log_loss, "pytabkit", "pytabkit", only_small=True),
        Model(OURS[0], ours.clinnet, "clinnet", "clinnet_gui"),
        *(quality if ours.knows_quality() else ()),
    )
