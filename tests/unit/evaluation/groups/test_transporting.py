"""Leaving groups out, against a plain loop with scikit-learn; what is kept, pooled and told."""

import math
import warnings
from dataclasses import dataclass, replace

import numpy as np
import pytest
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from clinnet_gui.core.data.grouping import grouped
from clinnet_gui.core.errors import EvaluationRefused, TrainingFailed
from clinnet_gui.core.evaluation.decision import Calibrator, Decision, Method
from clinnet_gui.core.evaluation.groups.pooling import LOG, LOGIT, summary
from clinnet_gui.core.evaluation.groups.rounds import Rounds, leaving_out, over_time
from clinnet_gui.core.evaluation.groups.transported import Transported
from clinnet_gui.core.evaluation.groups.transporting import transport
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.validation.procedure import Refit, networks_of
from clinnet_gui.core.statistics.random_effects import pool
from clinnet_gui.core.training.executor import on_processors
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Finish, Progress, Work, drain
from tests.builders import Patients, category, crossed

PLATT = Decision(Calibrator(Method.PLATT, 0.0, 1.0))


@dataclass(frozen=True)
class Logistic:
    """Plain logistic regression on the given numbers; it fails on request."""

    x: np.ndarray
    y: np.ndarray
    fails_without: int = -1

    def refit(self, rows: np.ndarray, seed: int) -> Work[Refit]:
        yield Progress("")
        if self.fails_without >= 0 and self.fails_without not in rows:
            raise TrainingFailed("It did not work.")
        logits = fitted(self.x, self.y, rows)
        held = np.full(self.y.size, np.nan)
        held[rows] = logits[rows]
        return Refit(logits, held, logits)


def fitted(x: np.ndarray, y: np.ndarray, rows: np.ndarray) -> np.ndarray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        model = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1_000).fit(x[rows], y[rows])
    return np.asarray(model.decision_function(x))


def inputs(trained: Trained) -> np.ndarray:
    table = trained.dataset.table
    return np.column_stack([table.column("age").values / 10, table.column("lactate").values])


def rounds_of(trained: Trained, name: str = "ward") -> Rounds:
    rows = np.arange(trained.dataset.n)
    column = trained.dataset.table.column(name)
    return leaving_out(trained.dataset, rows, grouped(column, trained.dataset.rows[rows]))


def by_ward(**changes: int) -> tuple[Trained, Rounds, Logistic]:
    trained = crossed(Patients(n=600))
    return trained, rounds_of(trained), Logistic(inputs(trained), trained.dataset.y, **changes)


def test_the_figures_of_each_group_are_those_of_a_plain_loop() -> None:
    trained, rounds, procedure = by_ward()
    found = drain(transport(trained, PLATT, rounds, procedure))
    assert [group.name for group in found.groups] == ["intensive", "medical", "surgical"]
    assert [one.name for one in found.skipped] == ["burns"]
    x, y = procedure.x, procedure.y
    ward = np.array([trained.dataset.table.column("ward").cells.text(i) for i in range(y.size)])
    for group in found.groups:
        out = ward == group.name
        logits = fitted(x, y, np.flatnonzero(~out))[out]
        again = fitted(logits[:, None], y[out], np.arange(out.sum()))
        slope = (again[0] - again[1]) / (logits[0] - logits[1])
        assert group.trained_on == (~out).sum() and group.level.n == out.sum()
        assert group.level.auroc.value == pytest.approx(roc_auc_score(y[out], logits))
        # Platt on the rows that fitted the regression is the identity
        assert group.level.o_to_e.value == pytest.approx(y[out].sum() / expit(logits).sum(), rel=1e-3)
        assert group.level.slope.value == pytest.approx(slope, rel=1e-3)
        assert group.logistic.value == group.level.auroc.value


def test_groups_are_pooled_on_their_scales() -> None:
    trained, rounds, procedure = by_ward()
    found = drain(transport(trained, PLATT, rounds, procedure))
    auroc, ratio, slope = found.pooled
    areas = np.array([group.level.auroc.value for group in found.groups])
    ends = np.array([(group.level.auroc.low, group.level.auroc.high) for group in found.groups])
    errors = np.diff(np.log(ends / (1 - ends)), axis=1).ravel() / (2 * 1.959964)
    direct = pool(np.log(areas / (1 - areas)), errors)
    assert auroc.mean.value == pytest.approx(expit(direct.mean), rel=1e-6)
    assert auroc.expected.low == pytest.approx(expit(direct.predicted_low), rel=1e-5)
    assert auroc.expected.low <= auroc.mean.low <= auroc.mean.value <= auroc.mean.high <= auroc.expected.high
    assert ratio.mean.low > 0 and slope.groups == 3
    assert "in a new group of “ward”" in found.sentence and "logistic regression" in found.sentence


def test_a_group_without_an_interval_is_not_pooled() -> None:
    measures = (Measure(0.8, 0.7, 0.9), Measure(0.7, 0.6, 0.8), Measure(1.0), Measure(math.nan))
    assert summary("AUROC", measures, LOGIT).groups == 2
    alone = summary("O:E", (Measure(1.2, 0.9, 1.6),), LOG)
    assert alone.groups == 0 and not alone.mean.estimable


def test_the_result_grows_and_stopping_keeps_what_is_done() -> None:
    trained, rounds, procedure = by_ward()
    work = transport(trained, PLATT, rounds, procedure)
    grown = list[Transported]()
    while len(grown) < 2:
        record = next(work)
        if isinstance(record, Transported):
            grown.append(record)
    assert [len(one.groups) for one in grown] == [1, 2]
    with pytest.raises(StopIteration) as end:
        work.throw(Finish())
    kept = end.value.value
    assert len(kept.groups) == 2 and kept.planned == 3
    early = transport(trained, PLATT, rounds, procedure)
    next(early)
    with pytest.raises(Finish):
        early.throw(Finish())


def test_a_refit_that_fails_is_told_and_the_others_go_on() -> None:
    trained, rounds, _ = by_ward()
    medical = int(np.flatnonzero(trained.dataset.table.column("ward").codes == 2)[0])
    procedure = Logistic(inputs(trained), trained.dataset.y, fails_without=medical)
    found = drain(transport(trained, PLATT, rounds, procedure))
    failed = found.groups[1]
    assert failed.failure == "It did not work." and not failed.level.auroc.estimable
    assert found.pooled[0].groups == 2 and "From three groups on" in found.sentence


def test_by_date_nothing_is_pooled_and_the_latest_period_is_told() -> None:
    trained, rounds, procedure = by_ward()
    found = drain(transport(trained, PLATT, replace(rounds, by_date=True), procedure))
    assert found.pooled == () and found.logistic is None
    assert "in the period surgical the network reaches an AUROC" in found.sentence


def test_one_group_or_one_date_is_refused_in_words() -> None:
    trained, _, procedure = by_ward()
    data, rows = trained.dataset, np.arange(trained.dataset.n)
    same = replace(data.table.column("age"), values=np.full(data.n, 65.0))
    one = leaving_out(data, rows, grouped(same, rows))
    with pytest.raises(EvaluationRefused, match="fewer than two groups"):
        drain(transport(trained, PLATT, one, procedure))
    with pytest.raises(EvaluationRefused, match="nothing is earlier or later"):
        drain(transport(trained, PLATT, over_time(data, rows, same), procedure))


def test_what_a_file_may_bring_as_groups_is_judged_or_named() -> None:
    """Sixty sites, long names, one without an event, rows without a site, a patient of two of them."""
    trained = crossed(Patients(n=600))
    data, rows = trained.dataset, np.arange(600)
    names = [f"{'St. ' * 14}{i:02d}" for i in range(60)]
    sizes = [80] * 5 + [4] * 40 + [2] * 15
    texts = np.array([name for name, size in zip(names, sizes, strict=True) for _ in range(size)] + [""] * 10)
    y, patients = data.y.copy(), data.patients.copy()
    y[:80] = 0
    patients[100] = patients[200]
    hostile = replace(trained, dataset=replace(data, y=y, patients=patients))
    site = category("site", list(texts))
    rounds = leaving_out(hostile.dataset, rows, grouped(site, rows, few=50, named=30))
    found = drain(transport(hostile, PLATT, rounds, Logistic(inputs(trained), y)))
    assert [one.name for one in found.groups] == [*names[1:5], "30 other levels"]
    reasons = {one.name: one.reason for one in found.skipped}
    assert len(reasons) == 27 and "too few to judge" in reasons[names[0]] and "not measured" in reasons
    assert found.pooled[0].groups == 5 and "in a new group of “site”" in found.sentence
    assert "30 most frequent of 60" in found.note
    judged_by = {one.name: one.trained_on for one in found.groups}
    assert judged_by[names[1]] == 600 - 80 - 1, "the other row of the patient of two sites trains nothing"


def test_without_a_group_to_judge_there_is_an_error_that_says_so() -> None:
    trained, rounds, procedure = by_ward()
    with pytest.raises(EvaluationRefused, match="enough events"):
        drain(transport(trained, PLATT, replace(rounds, rounds=(), skipped=2 * rounds.skipped), procedure))


def told_figures(found: Transported) -> list[tuple[str, int, Measure, Measure, Measure, Measure]]:
    of = [(one.name, one.trained_on, one.level, one.logistic) for one in found.groups]
    return [(name, n, level.auroc, level.o_to_e, level.slope, other) for name, n, level, other in of]


def test_many_processes_leave_out_the_very_same_groups() -> None:
    trained = crossed(Patients(n=600))
    networks = networks_of(trained)
    quick = replace(networks, spec=replace(networks.spec, hidden=(4,), epochs=2), kept=False)
    rounds = rounds_of(trained)
    here = drain(transport(trained, Decision(), rounds, quick))
    there = drain(transport(trained, Decision(), rounds, quick, on_processors(2)))
    assert told_figures(here) == told_figures(there) and len(here.groups) == 3
    assert here.pooled == there.pooled and here.sentence == there.sentence
    assert all(one.level.auroc.estimable and one.logistic.estimable for one in here.groups)


def test_networks_are_refitted_without_the_group() -> None:
    """Outcomes of the group left out change nothing of the network that is judged on it."""
    trained = crossed(Patients(n=600))
    networks = networks_of(trained)
    quick = replace(networks, spec=replace(networks.spec, hidden=(4,), epochs=1))
    rounds = rounds_of(trained)
    only = replace(rounds, rounds=rounds.rounds[:1])
    found = drain(transport(trained, Decision(), only, quick))
    y = trained.dataset.y.copy()
    y[only.rounds[0].judge] = 1 - y[only.rounds[0].judge]
    turned = replace(quick, dataset=replace(trained.dataset, y=y))
    again = drain(transport(trained, Decision(), only, turned))
    assert found.groups[0].level.auroc.value == again.groups[0].level.auroc.value
    assert found.groups[0].level.auroc.estimable
