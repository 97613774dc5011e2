"""The figures of a sample: those of its rows, were they judged as any others."""

import numpy as np
import pytest
from sklearn.isotonic import IsotonicRegression

from clinnet_gui.core.evaluation import redrawn
from clinnet_gui.core.evaluation.curves import curve_of
from clinnet_gui.core.evaluation.evaluation import Calibration
from clinnet_gui.core.evaluation.external import judge_predictions
from clinnet_gui.core.evaluation.flexible import fit_flexible, gaps
from clinnet_gui.core.evaluation.redrawn import NAMES, Cells, Figures, cells_of
from clinnet_gui.core.statistics.losses import expit, logit
from clinnet_gui.core.work import drain
from tests.unit.evaluation.samples import drawn


def named(found: Calibration) -> dict[str, float]:
    """The figures of a calibration by the names that a sample gives them."""
    far, errors, parts = found.distances, found.errors, found.parts
    values = [found.brier, found.brier_scaled, found.log_loss]
    values += [parts.miscalibration, parts.discrimination, parts.uncertainty]
    values += [far.ici, far.e50, far.e90, far.emax, errors.mass, errors.width, errors.mass_fine]
    values += [errors.width_fine, errors.largest, errors.debiased, errors.smooth]
    return dict(zip(NAMES, (measure.value for measure in values), strict=True))


def sampled(cells: Cells, times: list[int]) -> Figures:
    rows = np.array(times, np.float64)
    return drain(cells.figures(rows, rows * cells.events))


def test_every_row_once_gives_the_figures_of_the_rows() -> None:
    y, z = drawn(700, intercept=0.3, slope=0.8)
    risks = expit(z).round(2)  # ties
    figures = sampled(drain(cells_of(curve_of(y, risks))), [1] * 700)
    for name, value in named(judge_predictions(y, risks).calibration).items():
        assert getattr(figures, name) == pytest.approx(value, abs=1e-9), name


def test_rows_drawn_several_times_or_never_are_judged_as_so_many_rows() -> None:
    """All but the curve, whose knots are those of the rows drawn from: that one is refitted here."""
    y, z = drawn(500, 3, intercept=0.3, slope=0.8)
    order = np.argsort(z)
    y, risks = y[order], expit(z[order])
    times = np.random.default_rng(0).integers(0, 4, 500)
    at = np.repeat(np.arange(500), times)
    cells = drain(cells_of(curve_of(y, risks)))
    figures = sampled(cells, times.tolist())
    curve = ("ici", "e50", "e90", "emax")
    for name, value in named(judge_predictions(y[at], risks[at]).calibration).items():
        if name not in curve:
            assert getattr(figures, name) == pytest.approx(value, abs=1e-9), name
    fitted = gaps(drain(fit_flexible(y[at], logit(risks[at]), cells.knots)), risks[at], logit(risks[at]))
    np.testing.assert_allclose([getattr(figures, name) for name in curve], fitted, atol=1e-8)


def test_the_parts_of_the_brier_score_are_those_of_another_isotonic_regression() -> None:
    y, z = drawn(400, 8, slope=0.5)
    risks = expit(z).round(2)
    best = IsotonicRegression().fit_transform(risks, y)
    figures = sampled(drain(cells_of(curve_of(y, risks))), [1] * 400)
    score, spread = float(((best - y) ** 2).mean()), float(y.mean() * (1 - y.mean()))
    assert figures.miscalibration == pytest.approx(float(((risks - y) ** 2).mean()) - score, abs=1e-12)
    assert figures.discrimination == pytest.approx(spread - score, abs=1e-12)
    assert figures.uncertainty == pytest.approx(spread, abs=1e-12)


def test_joined_rows_have_the_figures_of_the_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redrawn, "CELLS", 7_000)
    y, z = drawn(50_000, intercept=0.3, slope=0.8)
    cells = drain(cells_of(curve_of(y, expit(z))))
    assert cells.risks.size <= 7_000 and cells.rows.sum() == 50_000 and cells.events.sum() == y.sum()
    figures = drain(cells.figures(cells.rows, cells.events))
    loose = {"emax": 2e-3, "largest": 2e-3, "e50": 2e-4, "miscalibration": 1e-4, "discrimination": 1e-4}
    for name, value in named(judge_predictions(y, expit(z)).calibration).items():
        assert getattr(figures, name) == pytest.approx(value, abs=loose.get(name, 1e-4)), name


@pytest.mark.parametrize("outcome", [0, 1])
def test_one_outcome_has_no_curve_and_no_scaled_score(outcome: int) -> None:
    y = np.full(60, outcome, np.int8)
    figures = sampled(drain(cells_of(curve_of(y, np.linspace(0.1, 0.9, 60)))), [1] * 60)
    assert np.isnan([figures.ici, figures.emax, figures.brier_scaled]).all()
    assert figures.uncertainty == figures.discrimination == 0
    assert figures.miscalibration == pytest.approx(figures.brier)
