"""Prepared tables for the runs: published ones where they are at hand, and invented ones.

Shapes are those of the default recipe: its split, network, batch, encoding and schedule.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.splitting import make_split
from clinnet_gui.core.data.table import Column
from clinnet_gui.core.model.heuristics import suggest
from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.training.material import Material
from clinnet_gui.core.training.turns import prepare
from clinnet_gui.core.work import drain
from tests import builders

PREPARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "prepared"
PUBLISHED = (
    "heart_failure", "heart_cleveland", "pima", "ilpd", "wdbc", "arrhythmia",
    "support2", "gusto", "diabetic130",
)  # fmt: skip
INVENTED = ("smooth", "rare", "skewed", "large")
MOST_ROWS = 12_000
SEED = 20251


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A table as a training works on it, with the settings suggested for it."""

    name: str
    material: Material
    spec: Spec


def names() -> tuple[str, ...]:
    """Return the tables there are."""
    return (*(name for name in PUBLISHED if (PREPARED / f"{name}.csv").exists()), *INVENTED)


@cache
def case(name: str) -> Case:
    """Return one table, encoded on the training rows of its first turn."""
    dataset = _published(name) if name in PUBLISHED else _invented(name)
    split = make_split(dataset, SEED)
    spec = suggest(dataset, split, SEED).spec
    return Case(name, drain(prepare(dataset, split, split.turns[0], spec)), spec)


def _published(name: str) -> Dataset:
    cells = pd.read_csv(PREPARED / f"{name}.csv", dtype=str, keep_default_na=False)
    if len(cells) > MOST_ROWS:
        cells = cells.sample(MOST_ROWS, random_state=SEED)
    y = (cells["outcome"] == "1").to_numpy(np.int8)
    predictors = cells.drop(columns=["outcome", "patient_id"], errors="ignore")
    return builders.from_columns([_column(predictors[name]) for name in predictors], y)


def _column(texts: pd.Series) -> Column:
    values = pd.to_numeric(texts, errors="coerce")
    if (values.isna() & (texts != "")).any() or values.isna().all():
        return builders.category(str(texts.name), texts.tolist())
    return builders.number(str(texts.name), values.to_numpy(np.float64))


def _invented(name: str) -> Dataset:
    """Numbers, of which five say something: plain, with few events, with heavy tails, or many rows."""
    rng = np.random.default_rng(7)
    n, wide = {"smooth": (6_000, 20), "rare": (8_000, 15), "skewed": (4_000, 12), "large": (50_000, 30)}[name]
    x = rng.normal(size=(n, wide))
    score = x[:, :5].sum(axis=1) * 0.7 + np.tanh(x[:, 0] * x[:, 1])
    if name == "skewed":
        x = np.concatenate([np.exp(1.5 * x[:, :6]), rng.standard_t(2, (n, wide - 6))], axis=1)
    y = rng.random(n) < 1 / (1 + np.exp(-(score + (-4.2 if name == "rare" else -0.8))))
    columns = [builders.number(f"x{i}", 50 + 10 * x[:, i]) for i in range(wide)]
    return builders.from_columns(columns, y.astype(np.int8))
