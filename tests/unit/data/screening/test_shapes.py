"""The shape of the data: recognised on real recordings and tables, told, asked about, never assumed."""

from pathlib import Path

import numpy as np
import pytest
from sklearn import datasets

from clinnet_gui.core.data.dataset import Role, Roles
from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.data.intake import load
from clinnet_gui.core.data.screening import assemble, propose_roles
from clinnet_gui.core.data.screening.shapes import WHOSE, shape_of
from clinnet_gui.core.data.screening.signals import curve_of
from clinnet_gui.core.data.shape import Shape
from clinnet_gui.core.data.table import Table
from clinnet_gui.core.work import drain
from tests.builders import category, number, table


def shape(of: Table, roles: Roles):
    return drain(shape_of(of, roles, np.arange(of.row_count)))


def counted(values: np.ndarray) -> list:
    return [number(f"x{i}", column) for i, column in enumerate(values.T)]


def test_an_ecg_is_a_signal(shared: Path) -> None:
    read = drain(load(shared / "data/ecg200/ECG200_TRAIN.txt", Answers(yes=True)))
    found = shape(read, propose_roles(read, outcome="column_1"))
    assert found.shape is Shape.SIGNAL
    curve = curve_of(read.columns[1:], np.arange(read.row_count))
    assert curve.samples == 96 and curve.neighbours == pytest.approx(0.87, abs=0.01)


@pytest.mark.parametrize("name", ["breast_cancer", "wine", "diabetes", "digits"])
def test_measurements_with_counted_names_are_a_table(name: str) -> None:
    """Even where the names of all columns differ in a number only."""
    values = getattr(datasets, f"load_{name}")().data
    columns = counted(np.hstack([values] * (1 if values.shape[1] >= 32 else 4)))
    assert not curve_of(columns, np.arange(len(values))).is_signal


def test_the_order_of_samples_is_what_makes_a_curve() -> None:
    rng = np.random.default_rng(5)
    steps = np.diff(np.cumsum(rng.normal(size=(300, 65)), axis=1), axis=1)
    smooth = np.stack([np.convolve(row, np.ones(6) / 6, "same") for row in steps])
    rows = np.arange(300)
    assert curve_of(counted(smooth), rows).is_signal
    assert not curve_of(counted(smooth[:, rng.permutation(64)]), rows).is_signal
    assert not curve_of(counted(smooth[:, :31]), rows).is_signal
    assert not curve_of(counted(smooth * np.logspace(0, 3, 64)), rows).is_signal


def visits(n: int = 60, each: int = 5, id_name: str = "patient_id", shuffled: bool = False) -> Table:
    rng = np.random.default_rng(1)
    who = np.repeat(np.arange(n), each)
    day = np.concatenate([np.sort(rng.choice(1000, each, replace=False)) for _ in range(n)]).astype(float)
    order = rng.permutation(who.size) if shuffled else np.arange(who.size)
    return table(
        category(id_name, [f"K{i:04d}" for i in who[order]]),
        number("day", day[order]),
        number("creatinine", rng.lognormal(size=who.size)),
        category("sex", [("f", "m")[i % 2] for i in who[order]]),
        category("died", [("no", "yes")[i % 3 == 0] for i in range(who.size)]),
    )


def roles_of(first: Role) -> Roles:
    return Roles((first, *[Role.PREDICTOR] * 3, Role.OUTCOME), ("yes",))


def test_rows_of_a_patient_in_the_order_of_time_are_visits() -> None:
    found = shape(visits(), roles_of(Role.ID))
    assert found.shape is Shape.VISITS and found.column == "patient_id"
    assert any("“day”" in sentence for sentence in found.evidence)


def test_repeated_rows_without_a_time_are_no_visits() -> None:
    assert shape(visits(shuffled=True), roles_of(Role.ID)).shape is Shape.TABLE
    once = visits(each=1, n=200)
    assert shape(once, roles_of(Role.ID)).shape is Shape.TABLE


def test_a_category_in_a_sorted_file_is_no_patient() -> None:
    rng = np.random.default_rng(3)
    columns = (
        number("day", np.arange(400.0)),
        category("ward", [f"W{i // 20}" for i in range(400)]),
        number("age", rng.normal(size=400)),
        category("died", [("no", "yes")[i % 2] for i in range(400)]),
    )
    found = shape(table(*columns), Roles((*[Role.PREDICTOR] * 3, Role.OUTCOME), ("yes",)))
    assert found.shape is Shape.TABLE


@pytest.mark.parametrize("name", ["patient_id", "kennung"])
def test_visits_whose_patient_was_not_named_are_asked_about_and_split_by_patient_meanwhile(name: str) -> None:
    of = visits(id_name=name)
    assembled = drain(assemble(of, roles_of(Role.IGNORE)))
    (asked,) = [f for f in assembled.findings if f.code == WHOSE]
    assert asked.answer == "patient" and asked.column == name
    assert assembled.roles.of[0] is Role.ID
    assert assembled.dataset is not None and assembled.dataset.repeats
    answers = Answers(((WHOSE, name, "rows"),))
    left = drain(assemble(of, roles_of(Role.IGNORE), answers))
    assert left.roles.of[0] is Role.IGNORE
    assert left.dataset is not None and not left.dataset.repeats


def test_visits_and_signals_are_told() -> None:
    told = drain(assemble(visits(), roles_of(Role.ID))).findings
    assert "SHAPE_VISITS" in {finding.code for finding in told}


def test_real_tables_are_tables(shared: Path) -> None:
    for path in sorted((shared / "data/prepared").glob("*.csv")):
        if path.stat().st_size < 1_000_000:
            read = drain(load(path, Answers(yes=True)))
            assert shape(read, propose_roles(read, outcome="outcome")).shape is Shape.TABLE, path.name


def test_the_visits_of_a_published_trial_are_found(shared: Path) -> None:
    read = drain(load(shared / "data/survival_pbcseq/pbcseq.csv", Answers(yes=True)))
    found = shape(read, propose_roles(read, outcome="status", id="id"))
    assert found.shape is Shape.VISITS and found.column == "id"
