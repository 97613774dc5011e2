"""The arithmetic of the accuracy benchmark, on invented numbers; its peers are not trained here."""

import numpy as np
import pandas as pd
import pytest

from tests.benchmarks.accuracy.ranks import complete, mean_ranks, over_seeds, ranks, worst_excess
from tests.benchmarks.accuracy.report import overview_lines, standing_lines, table_lines
from tests.benchmarks.accuracy.scores import CERTAIN, Result, Score, judge
from tests.benchmarks.accuracy.splits import case, divide
from tests.benchmarks.accuracy.tables import PatientTable

nan = float("nan")
LOSSES = np.array([[0.40, 0.30, 0.50], [0.20, 0.30, nan]])


def _score(log_loss: float, slope: float = 1.0) -> Score:
    return Score(log_loss, auroc=0.8, brier=0.1, slope=slope, seconds=2.0)


def _table(patients: np.ndarray, y: np.ndarray) -> PatientTable:
    cells = pd.DataFrame({"patient_id": patients.astype(str), "outcome": y.astype(str)})
    return PatientTable("made", cells, pd.DataFrame({"x": patients}), y, patients, "0")


def test_measures_of_risks_computed_by_hand() -> None:
    y = np.array([0, 1, 0, 1], np.int8)
    found = judge(y, np.array([0.2, 0.8, 0.6, 0.4]), seconds=3.5)
    assert found.log_loss == pytest.approx(-(2 * np.log(0.8) + 2 * np.log(0.4)) / 4)
    assert found.brier == pytest.approx((2 * 0.04 + 2 * 0.36) / 4)
    assert found.auroc == pytest.approx(0.75)
    assert found.seconds == 3.5


def test_the_slope_is_that_of_an_unpenalised_line_through_the_logits() -> None:
    # Two groups of ten: 2 and 8 events, told as risks of 1/17 and 16/17, twice too far in log-odds.
    y = np.repeat([1, 0, 1, 0], [2, 8, 8, 2]).astype(np.int8)
    risks = np.repeat([1 / 17, 16 / 17], 10)
    assert judge(y, risks, 0.0).slope == pytest.approx(0.5)


def test_no_model_may_be_certain_and_separation_has_no_slope() -> None:
    y = np.array([0, 1, 0, 1], np.int8)
    assert judge(y, 1.0 - y, 0.0).log_loss == pytest.approx(-np.log(CERTAIN))
    assert np.isnan(judge(y, y.astype(float), 0.0).slope)


def test_ranks_are_among_those_that_ran_and_ties_share() -> None:
    assert ranks(LOSSES)[0].tolist() == [2, 1, 3]
    assert ranks(LOSSES)[1, :2].tolist() == [1, 2]
    assert np.isnan(ranks(LOSSES)[1, 2])
    assert mean_ranks(LOSSES).tolist() == [1.5, 1.5, 3.0]
    assert ranks(np.array([[0.1, 0.1, 0.2]])).tolist() == [[1.5, 1.5, 3.0]]


def test_a_model_that_ran_nowhere_has_no_rank_and_no_excess() -> None:
    losses = np.array([[0.4, nan], [0.2, nan]])
    assert np.isnan(mean_ranks(losses)[1])
    assert np.isnan(worst_excess(losses, 0)[1])


def test_the_worst_excess_is_on_the_table_where_the_model_stands_worst() -> None:
    assert worst_excess(LOSSES, 0) == pytest.approx([0.0, 0.5, 0.25])


def test_seeds_are_averaged_before_anything_is_ranked() -> None:
    results = [Result("t", seed, "m", _score(loss)) for seed, loss in enumerate((0.2, 0.4, 0.9))]
    assert over_seeds(results, "log_loss", ["t", "u"], ["m"])[0, 0] == pytest.approx(0.5)
    assert np.isnan(over_seeds(results, "log_loss", ["t", "u"], ["m"])[1, 0])


def test_a_model_with_a_split_too_few_is_not_compared() -> None:
    all_of_it = [Result("t", seed, "whole", _score(0.2)) for seed in (0, 1)]
    part = [Result("t", 0, "half", _score(0.1)), Result("u", 0, "half", _score(0.1))]
    assert complete([*all_of_it, *part]) == [*all_of_it, part[1]]
    line = table_lines("t", [*all_of_it, part[0]], ["whole", "half"])[-1]
    assert line.endswith("1 of 2 splits")


def test_a_slope_over_seeds_is_the_median_of_those_that_exist() -> None:
    results = [Result("t", seed, "m", _score(0.1, slope)) for seed, slope in enumerate((0.8, nan, 1.0, 90.0))]
    assert over_seeds(results, "slope", ["t"], ["m"])[0, 0] == pytest.approx(1.0)


def test_no_patient_stands_on_both_sides_and_every_row_on_one() -> None:
    rng = np.random.default_rng(4)
    patients = rng.integers(0, 200, 600)
    y = (rng.random(600) < 0.2).astype(np.int8)
    kept, out = divide(y, patients, 0.2, seed=1)
    assert not set(patients[kept]) & set(patients[out])
    assert sorted([*kept, *out]) == list(range(600))
    assert len(set(patients[out])) == pytest.approx(0.2 * len(set(patients)), abs=1)


def test_a_split_keeps_the_share_of_events_and_depends_on_its_seed_alone() -> None:
    y = np.repeat([1, 0], [100, 400]).astype(np.int8)
    first, again, other = (case(_table(np.arange(500), y), seed) for seed in (0, 0, 1))
    assert first.truth.sum() == 20 and first.truth.size == 100
    assert first.test.tolist() == again.test.tolist() != other.test.tolist()


def test_a_patient_with_one_event_among_several_rows_counts_as_one_who_has_it() -> None:
    patients = np.repeat(np.arange(50), 2)
    y = np.tile([1, 0], 50).astype(np.int8)  # everyone has it once: one stratum, nothing to refuse
    _, out = divide(y, patients, 0.2, seed=0)
    assert len(set(patients[out])) == 10


def test_the_report_names_who_ran_and_orders_the_standing_by_rank() -> None:
    models = ["logistic regression", "trees", "network"]
    losses = {"a": (0.40, 0.30, nan), "b": (0.20, 0.30, 0.10)}
    results = [
        Result(table, 0, model, _score(loss))
        for table, row in losses.items()
        for model, loss in zip(models, row, strict=True)
        if not np.isnan(loss)
    ]
    assert not any("network" in line for line in table_lines("a", results, models))
    assert [line.split()[-2:] for line in overview_lines(results, ["a", "b"], models)] == [
        ["a", "b"],
        ["0.4000", "0.2000"],
        ["0.3000", "0.3000"],
        ["-", "0.1000"],
    ]
    _, *lines = standing_lines(results, ["a", "b"], ["b"], models)
    assert [line.split()[0] for line in lines] == ["network", "logistic", "trees"]
    assert lines[1].split()[2:5] == ["2", "2.00", "2.00"]
    assert lines[2].split()[1:] == ["2", "2.00", "3.00", "+6.1", "%", "+50.0", "%", "1.00"]
