"""Identical rows are found whatever their columns hold, and not taken for patients where chance does it."""

from dataclasses import replace

import numpy as np

from clinnet_gui.core.data.table import Column
from clinnet_gui.core.evaluation.transport.arrivals import Arrivals
from clinnet_gui.core.evaluation.transport.overlap import Overlap, overlap
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import drain
from tests import builders
from tests.builders import category, number


def arrivals(columns: tuple[Column, ...], y: np.ndarray, known: np.ndarray | None = None) -> Arrivals:
    n = y.size
    zeros = np.zeros(len(columns), np.int64)
    known = np.zeros(n, bool) if known is None else known
    rows = np.arange(n)
    return Arrivals(
        columns, rows, y.astype(np.int8), np.zeros(n), rows, zeros, zeros, known, np.zeros(n, bool), True
    )


def found(trained: Trained, new: Arrivals) -> Overlap:
    return drain(overlap(trained, new))


def brute_force(trained: Trained, new: Arrivals) -> int:
    def rows(columns: tuple[Column, ...]) -> list[tuple[object, ...]]:
        cells = [
            [None if np.isnan(v) else v for v in c.values]
            if c.values.size
            else [c.levels[k] if k >= 0 else None for k in c.codes]
            for c in columns
        ]
        return list(zip(*cells, strict=True))

    by_name = {column.name: column for column in trained.dataset.predictors}
    old = set(rows(tuple(by_name[c.name] for c in new.columns)))
    return sum(row in old for row in rows(new.columns))


def test_the_count_is_that_of_comparing_every_row() -> None:
    trained = builders.trained()
    data = trained.dataset
    kept = np.arange(0, 600, 7)
    columns = []
    for column in data.predictors:
        if column.values.size:
            values = column.values[kept].copy()
            values[:5] += 0.5
            columns.append(number(column.name, values))
        else:
            columns.append(category(column.name, [column.levels[k] for k in column.codes[kept]]))
    new = arrivals(tuple(columns), 1 - data.y[kept])  # what became of them since tells nothing
    overlapping = found(trained, new)
    assert overlapping.identical == brute_force(trained, new) == kept.size - 5
    assert overlapping.count == kept.size - 5
    assert not overlapping.same[:5].any()


def test_rows_of_few_levels_agree_by_chance_and_prove_nothing() -> None:
    rng = np.random.default_rng(1)
    sex, ward = (np.array(["a", "b"])[rng.integers(0, 2, 200)].tolist() for _ in range(2))
    y = rng.integers(0, 2, 200)
    dataset = builders.from_columns([category("sex", sex), category("ward", ward)], y)
    whole = builders.trained()
    trained = replace(whole, dataset=dataset, split=replace(whole.split, parts=whole.split.parts[:200]))
    new = arrivals((category("sex", sex[:50]), category("ward", ward[:50])), y[:50])
    assert found(trained, new).identical == 50
    assert found(trained, new).count == 0


def test_known_ids_count_without_any_identical_row() -> None:
    trained = builders.trained()
    columns = tuple(
        number(c.name, [1e6, 2e6]) if c.values.size else category(c.name, ["new", ""])
        for c in trained.dataset.predictors
    )
    overlapping = found(trained, arrivals(columns, np.array([0, 1]), np.array([True, False])))
    assert (overlapping.known, overlapping.identical, overlapping.count) == (1, 0, 1)
    assert overlapping.same.tolist() == [True, False]
