"""The decision curve of the overview: its band is the bootstrap that the evaluation holds."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from clinnet_gui.core.evaluation.benefit_sample import BenefitSample, sample_benefit
from clinnet_gui.core.evaluation.curves import curve_of
from clinnet_gui.core.evaluation.grid import threshold_grid
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.work import drain
from clinnet_gui.gui.widgets.results.threshold.decision_curve import FLOOR, DecisionCurve
from tests.unit.evaluation.samples import drawn


@pytest.fixture
def curve(qtbot: QtBot) -> DecisionCurve:
    made = DecisionCurve()
    qtbot.addWidget(made)
    return made


def show(curve: DecisionCurve, one_class: bool = False) -> BenefitSample:
    y, z = drawn(900)
    y, risks = (np.zeros_like(y) if one_class else y), expit(z)
    sample = drain(sample_benefit(y, risks, seed=4, times=200))
    curve.show_curve(threshold_grid(curve_of(y, risks)), sample, 0.8)
    return sample


def test_the_table_gives_the_interval_that_the_resamples_give(curve: DecisionCurve) -> None:
    sample = show(curve)
    values = curve.values()
    assert values is not None
    columns = dict(zip(values.names, values.columns, strict=True))
    for at in (0, 50, 183, 740):
        sure = sample.at(float(columns["threshold"][at]))
        assert columns["lower"][at] == pytest.approx(sure.low, abs=1e-6)
        assert columns["upper"][at] == pytest.approx(sure.high, abs=1e-6)
        assert sure.low - 1e-6 <= columns["net benefit"][at] <= sure.high + 1e-6
    assert np.isnan(columns["lower"][-1])  # at a threshold of 1 there is no net benefit


def test_the_band_lies_within_the_plot(curve: DecisionCurve) -> None:
    show(curve)
    thresholds, low, high = curve.band.shown
    assert thresholds.size > 100 and thresholds.max() <= 0.8
    assert (low >= FLOOR).all() and (low <= high).all()


def test_of_one_class_no_band_is_drawn(curve: DecisionCurve) -> None:
    show(curve, one_class=True)
    assert all(part.size == 0 for part in curve.band.shown)
