"""Shapley values of single patients: every combination, and random orders, beside shap's.

All get the same network and the same 100 background patients. Shap's random orders are as many pairs as
ours would be if the background patients shared them. What random orders miss is told against 64 pairs of our
own for each background patient.
"""

import statistics
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.data.unpacking import Unpacking
from clinnet_gui.core.explanation.coalitions import Enumeration, Orders, Plan
from clinnet_gui.core.explanation.columns import Columns
from clinnet_gui.core.explanation.game import Game
from clinnet_gui.core.explanation.layers import stacks_of
from clinnet_gui.core.explanation.methods import PAIRS
from clinnet_gui.core.explanation.playing import played
from clinnet_gui.core.explanation.told import Told
from clinnet_gui.core.model.network import Network, build
from clinnet_gui.core.model.spec import Shortcut, Spec
from clinnet_gui.core.work import Progress, drain

BACKGROUNDS, ROUNDS, TRUTH, SHAPS = 100, 3, 64, 8


@dataclass(frozen=True)
class Case:
    """A network whose inputs are the columns, whom it explains, and against whom."""

    network: Network
    x: torch.Tensor
    background: torch.Tensor

    @property
    def width(self) -> int:
        """How many columns there are."""
        return int(self.x.shape[1])

    def output(self, inputs: np.ndarray) -> np.ndarray:
        """The logits, as shap asks for them."""
        with torch.no_grad():
            found: np.ndarray = self.network(torch.from_numpy(np.float32(inputs))).double().numpy()
        return found


def compare_shapley() -> None:
    """Print seconds a patient and differences of both methods, ours and shap's."""
    few, many = _case((64, 32), 12, 3), _case((256, 128, 64, 32), 50, 10)
    print(f"Shapley values of single patients, {BACKGROUNDS} backgrounds; CPU-seconds a patient")
    exact = _timed("every combination of 12 columns", few, lambda: _ours(few, Enumeration(12)).found)
    shaps = _timed("  shap's exact explainer", few, lambda: _exact_of_shap(few))
    print(f"  largest difference: {np.abs(exact - shaps).max():.1e} (log-odds)")
    truth = _ours(many, _orders(50, TRUTH)).found
    told = _ours(many, _orders(50, PAIRS))
    ours = _timed(f"{PAIRS} pairs each, 50 columns", many, lambda: _ours(many, _orders(50, PAIRS)).found)
    shaps = _timed("  shap's permutation explainer", many, lambda: _permutations_of_shap(many))
    for name, found in (("ours", ours), ("shap", shaps)):
        print(f"  {name}: {_share(found, truth):.1%} off on average")
    away = np.abs(ours - truth) / np.sqrt(told.variances)
    print(f"  within two of our standard errors: {(away < 2).mean():.0%} of the contributions")


def _case(hidden: tuple[int, ...], columns: int, patients: int) -> Case:
    spec = Spec(hidden=hidden, dropout=0.2, members=1, shortcut=Shortcut.ZERO)
    network = build(spec, columns)
    draw = torch.Generator().manual_seed(2)
    torch.nn.init.normal_(network.head.weight, std=0.3, generator=draw)
    x, background = (torch.randn(n, columns, generator=draw) for n in (patients, BACKGROUNDS))
    return Case(network.eval(), x, background)


def _timed(name: str, case: Case, way: Callable[[], Floats]) -> Floats:
    seconds = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        found = way()
        seconds.append((time.process_time() - begun) / len(case.x))
    print(f"  {name:34}{statistics.median(seconds):8.3f} s")
    return found


def _orders(columns: int, pairs: int) -> Orders:
    return Orders(columns, BACKGROUNDS, pairs, np.random.default_rng(7))


def _ours(case: Case, plan: Plan) -> Told:
    """Ours, through the code that the window runs."""
    columns = Columns(np.arange(case.width), case.width)
    with torch.no_grad():
        games = tuple(Game(stack, case.background, columns) for stack in stacks_of(case.network))
    nothing = np.zeros(case.width, np.float32)
    plain = Unpacking(
        np.arange(case.width), nothing, nothing - np.inf, nothing + np.inf, np.ones(case.width, bool)
    )
    return drain(played(games, plan, columns, (case.x.numpy(), plain), lambda done: Progress("", done)))


def _exact_of_shap(case: Case) -> Floats:
    shap, masker = _shap(case)
    asked = case.x.numpy().astype(float)
    return np.asarray(shap.explainers.Exact(case.output, masker)(asked, silent=True).values)


def _permutations_of_shap(case: Case) -> Floats:
    shap, masker = _shap(case)
    explainer = shap.explainers.Permutation(case.output, masker, seed=1)
    asked = case.x.numpy().astype(float)
    return np.asarray(explainer(asked, max_evals=SHAPS * (2 * case.width + 1), silent=True).values)


def _shap(case: Case):  # type: ignore[no-untyped-def]
    """The module, imported without its warnings, and the background as it wants it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import shap
    return shap, shap.maskers.Independent(case.background.numpy().astype(float), max_samples=BACKGROUNDS)


def _share(found: Floats, truth: Floats) -> float:
    return float(np.abs(found - truth).sum() / np.abs(truth).sum())
