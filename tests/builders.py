"""Small studies, built by hand for the tests: patients, table, dataset, split, fit.

What is expensive is cached; all of it is frozen, so tests can share it.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from clinnet_gui.core.arrays import fingerprint, read_only
from clinnet_gui.core.data.dataset import Dataset, Role, Roles
from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.data.split import Split
from clinnet_gui.core.data.splitting import TEST_SHARE, cross_fitted, four_parts
from clinnet_gui.core.data.table import Cells, Column, Kind, RawTable, Rule, Source, Table
from clinnet_gui.core.evaluation.validation.drawing import counts_drawn
from clinnet_gui.core.evaluation.validation.procedure import sampled_rows
from clinnet_gui.core.evaluation.validation.refits import Refits, refits_key
from clinnet_gui.core.model.heuristics import suggest
from clinnet_gui.core.model.spec import Choice, Spec
from clinnet_gui.core.study import Study
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.training.training import train
from clinnet_gui.core.work import drain

SEED = 20251


def cells(name: str, texts: list[str]) -> Cells:
    """Dictionary-encode the texts of one column."""
    levels, codes = np.unique(np.array(texts, dtype=object), return_inverse=True)
    return Cells(name, tuple(levels.tolist()), read_only(codes.astype(np.int32)))


def number(name: str, values: list[float] | np.ndarray, unit: str = "") -> Column:
    """A numeric column; NaN is an empty cell."""
    values = read_only(np.array(values, dtype=np.float64))
    texts = ["" if np.isnan(v) else f"{v:.12g}" for v in values]
    empty = read_only(np.zeros(0, np.int32))
    return Column(cells(name, texts), Rule(Kind.NUMBER), values, (), empty, unit)


def category(name: str, texts: list[str]) -> Column:
    """A categorical column; the empty text is missing."""
    levels = tuple(sorted(set(texts) - {""}))
    places = {level: place for place, level in enumerate(levels)}
    codes = np.array([places.get(text, -1) for text in texts], np.int32)
    empty = read_only(np.zeros(0))
    return Column(cells(name, texts), Rule(Kind.CATEGORY), empty, levels, read_only(codes))


def table(*columns: Column) -> Table:
    """A table of these columns, as if read from patients.csv."""
    n = columns[0].cells.codes.size
    rows = read_only(np.arange(1, n + 1))
    texts = tuple(column.cells for column in columns)
    digest = "".join(fingerprint(c.name, *c.levels, c.codes) for c in texts)
    source = Source("patients.csv", digest, 1000, "utf-8", ",")
    raw = RawTable(source, texts, rows, read_only(rows + 1), (), ())
    return Table(raw, Answers(), columns, ())


@dataclass(frozen=True)
class Patients:
    """What the invented patients are like. ``signal`` scales how much the predictors say;
    ``intercept`` sets the event rate (-1.2: about a third); ``visits`` rows for each patient."""

    n: int = 600
    seed: int = 1
    signal: float = 1.0
    intercept: float = -1.2
    visits: int = 1


def patients(of: Patients) -> tuple[Column, ...]:
    """Id, age, creatinine (some missing), lactate (skewed), sex, ward, and died (0/1)."""
    rng = np.random.default_rng(of.seed)
    age = rng.normal(65, 12, of.n).round()
    creatinine = rng.lognormal(0.1, 0.4, of.n).round(2)
    lactate = rng.lognormal(0.5, 0.7, of.n).round(1)
    sex = rng.integers(0, 2, of.n)
    ward = rng.choice(4, of.n, p=[0.5, 0.3, 0.18, 0.02])
    slope = 0.06 * (age - 65) + 1.2 * (creatinine - 1.1) + 0.5 * np.tanh(lactate - 2) + 0.6 * (ward == 2)
    y = rng.random(of.n) < 1 / (1 + np.exp(-(of.intercept + of.signal * slope)))
    creatinine[rng.random(of.n) < 0.1] = np.nan
    return (
        category("patient_id", [f"P{i // of.visits:06d}" for i in range(of.n)]),
        number("age", age, "years"),
        number("creatinine", creatinine, "mg/dL"),
        number("lactate", lactate, "mmol/L"),
        category("sex", [("f", "m")[s] for s in sex]),
        category("ward", [("medical", "surgical", "intensive", "burns")[w] for w in ward]),
        category("died", ["yes" if event else "no" for event in y]),
    )


ROLES = Roles((Role.ID, *[Role.PREDICTOR] * 5, Role.OUTCOME), ("yes",))


@lru_cache(maxsize=16)
def dataset(of: Patients = Patients()) -> Dataset:
    """The invented patients with all their roles set."""
    columns = patients(of)
    outcome = columns[-1]
    y = (outcome.codes == outcome.levels.index("yes")).astype(np.int8)
    rows = read_only(np.arange(of.n))
    ids = read_only(columns[0].codes.astype(np.int64))
    return Dataset(table(*columns), ROLES, rows, read_only(y), ids)


def from_columns(columns: list[Column], y: np.ndarray) -> Dataset:
    """A dataset of these predictors and this outcome (0/1)."""
    outcome = number("outcome", y.astype(float))
    roles = Roles((*[Role.PREDICTOR] * len(columns), Role.OUTCOME), ("1",))
    rows = read_only(np.arange(y.size))
    return Dataset(table(*columns, outcome), roles, rows, read_only(y.astype(np.int8)), rows)


@lru_cache(maxsize=16)
def split(of: Patients = Patients()) -> Split:
    """Their split into four parts, few as they are."""
    return four_parts(dataset(of), SEED)


def small() -> Spec:
    """A network that trains in a fraction of a second."""
    return Spec(hidden=(16, 8), dropout=0.1, batch=32, epochs=30, patience=10, learning_rate=1e-2)


def choice(of: Patients = Patients()) -> Choice:
    """The suggestion, and the small network in force."""
    return replace(suggest(dataset(of), split(of), SEED), spec=small())


@lru_cache(maxsize=16)
def trained(of: Patients = Patients()) -> Trained:
    """The small network trained on them, baselines and verdict included."""
    return drain(train(dataset(of), split(of), small()))


def study(of: Patients = Patients()) -> Study:
    """A study that has come as far as its fit; the test rows are covered."""
    data = dataset(of)
    begun = Study().with_table(data.table).with_roles(data.roles, data.findings, data)
    planned = begun.with_plan(split(of), choice(of))
    return replace(planned, trained=trained(of))


@lru_cache(maxsize=16)
def crossed_split(of: Patients = Patients(), test: bool = False) -> Split:
    """Their split into five folds, with a test part or without."""
    return cross_fitted(dataset(of), SEED, TEST_SHARE if test else 0.0)


@lru_cache(maxsize=16)
def crossed(of: Patients = Patients(), test: bool = False) -> Trained:
    """The small network trained on them fold by fold, baselines and verdict included."""
    return drain(train(dataset(of), crossed_split(of, test), small()))


def crossed_study(of: Patients = Patients(), test: bool = False) -> Study:
    """A cross-fitted study that has come as far as its fit."""
    data, of_folds = dataset(of), crossed_split(of, test)
    begun = Study().with_table(data.table).with_roles(data.roles, data.findings, data)
    suggested = replace(suggest(data, of_folds, SEED), spec=small())
    return replace(begun.with_plan(of_folds, suggested), trained=crossed(of, test))


@lru_cache(maxsize=16)
def refits(of: Trained, times: int = 40) -> Refits:
    """Refits as they might have been, without a training: the fit's logits, moved at random and, on the
    rows of each sample, towards the outcome."""
    rows, rng = sampled_rows(of), np.random.default_rng(7)
    y, patients = of.dataset.y[rows], of.dataset.patients[rows]
    drawn = np.array([counts_drawn(patients, of.fit.spec.seed, b) > 0 for b in range(times)])
    held = of.fit.logits[rows] + rng.normal(0, 0.3, (times, rows.size))
    logits = held + np.where(drawn, 0.4, 0.0) * (2 * y - 1)
    lines = logits, np.where(drawn, held, np.nan), 0.8 * logits
    return Refits(*(read_only(line.astype(np.float32)) for line in lines), 30.0, refits_key(of))
