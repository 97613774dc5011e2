"""The review agrees with the report of each column of risks, and both sides judge the same rows."""

import math
from dataclasses import replace

import numpy as np
import pytest

from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.errors import EvaluationRefused
from clinnet_gui.core.evaluation.external import judge_predictions
from clinnet_gui.core.evaluation.operating import operating_point
from clinnet_gui.core.evaluation.predictions import Naming, review
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.work import drain
from tests.builders import category, number, table
from tests.unit.evaluation.samples import drawn
from tests.unit.statistics.test_clustered import visits

Y, Z = drawn(800)
GOOD, POOR = expit(Z), expit(0.4 * Z + 1 + np.sin(np.arange(Z.size)))
TABLE = table(
    category("died", ["yes" if v else "no" for v in Y]),
    number("good", np.where(np.arange(Y.size) % 10 == 0, np.nan, GOOD)),
    number("poor", POOR),
)


def test_two_risks_are_judged_on_the_rows_that_have_both() -> None:
    found = drain(review(TABLE, Naming("died", "poor", rival="good"), Answers()))
    kept = np.arange(Y.size) % 10 != 0
    assert found.reckoning.no_rival == 80
    assert found.rival is not None
    for side, risks in ((found.main, POOR), (found.rival, GOOD)):
        report = judge_predictions(Y[kept], risks[kept])
        assert side.report.auroc == report.auroc
        assert side.calibration.slope.value == pytest.approx(report.calibration.slope.value)
        assert np.array_equal(side.curve.risks, np.sort(risks[kept]))
        assert side.report.missing == 80
    contest = found.main.report.contest
    assert contest is not None and contest.areas.value < 0 < contest.log_loss.value
    assert contest.second == found.rival.report.auroc
    assert found.times == 0 and math.isnan(contest.log_loss.low)


def test_bootstrap_samples_bring_the_intervals() -> None:
    found = drain(review(TABLE, Naming("died", "poor", rival="good"), Answers(), 50))
    assert found.times == 50 and found.rival is not None
    contest = found.main.report.contest
    assert contest is not None and contest.log_loss.low > 0  # the good risks lose less
    for side in (found.main, found.rival):
        ici = side.calibration.distances.ici
        assert ici.low <= ici.value <= ici.high


def test_one_risk_stands_alone_and_the_event_is_named() -> None:
    found = drain(review(TABLE, Naming("died", "good"), Answers()))
    assert found.rival is None and found.main.report.contest is None
    assert found.naming.event == ("yes",)
    assert {level.text: level.count for level in found.levels}["yes"] == int(Y.sum())


def test_percentages_that_are_not_said_to_be_are_refused() -> None:
    of = table(category("died", ["yes", "no"] * 30), number("risk", np.linspace(0, 90, 60)))
    with pytest.raises(EvaluationRefused) as refusal:
        drain(review(of, Naming("died", "risk"), Answers()))
    assert "percent" in refusal.value.hint
    assert drain(review(of, Naming("died", "risk", percent=True), Answers())).main.report.n == 60


def test_rows_of_one_patient_are_told_by_the_column_that_names_him() -> None:
    y, z, owner = visits(60, 5, seed=1)
    of = table(
        category("who", [f"P{i}" for i in owner]),
        category("died", ["yes" if v else "no" for v in y]),
        number("risk", expit(z)),
        number("other", expit(0.5 * z)),
    )
    naming = Naming("died", "risk", rival="other")
    alone, together = (drain(review(of, n, Answers())) for n in (naming, replace(naming, patient="who")))
    assert (alone.main.report.patients, together.main.report.patients) == (0, 60)
    for side, other in ((alone.main, together.main), (alone.rival, together.rival)):
        assert side is not None and other is not None
        before, after = (operating_point(s.curve, 0.3).sensitivity for s in (side, other))
        assert after.value == before.value and after.high - after.low > 1.2 * (before.high - before.low)
        assert "by patient" in other.calibration.slope.method and "by patient" in other.report.auroc.method
