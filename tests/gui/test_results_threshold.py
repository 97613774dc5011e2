"""The Threshold tab: slider, spin box, line and every number are one value."""

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.evaluation.deciding import open_test
from clinnet_gui.core.evaluation.decision import Route
from clinnet_gui.core.evaluation.judging import evaluate
from clinnet_gui.core.work import drain
from clinnet_gui.gui.pages.threshold_tab import ThresholdTab
from clinnet_gui.gui.session import Session
from tests.gui.results_study import evaluated


@pytest.fixture
def session(session: Session) -> Session:
    session.study = evaluated()
    return session


@pytest.fixture
def tab(session: Session, qtbot: QtBot) -> ThresholdTab:
    made = ThresholdTab(session)
    qtbot.addWidget(made)
    made.resize(1064, 800)
    made.show()
    return made


def _counts(session: Session, threshold: float) -> tuple[int, int, int, int]:
    """The confusion table counted afresh, patient by patient."""
    evaluation = session.study.evaluation
    assert evaluation is not None
    flagged, y = evaluation.risks >= threshold, evaluation.y == 1
    pairs = (flagged & y, flagged & ~y, ~flagged & y, ~flagged & ~y)
    return tuple(int(pair.sum()) for pair in pairs)  # type: ignore[return-value]


def _shown(tab: ThresholdTab) -> tuple[int, ...]:
    return tuple(int(text) for text in tab.card.confusion.counts())


def test_no_threshold_is_chosen_silently(tab: ThresholdTab, session: Session) -> None:
    evaluation = session.study.evaluation
    assert evaluation is not None
    assert session.study.decision.threshold is None
    assert "Not chosen yet" in tab.status.text()
    assert tab.control.value == pytest.approx(float(evaluation.y.mean()), abs=1e-4)


def test_a_drag_moves_everything_and_decides_nothing(tab: ThresholdTab, session: Session) -> None:
    tab.control.moved.emit(0.27)
    assert session.study.decision.threshold is None
    assert tab.control.value == pytest.approx(0.27)
    assert tab.risks.threshold.value() == pytest.approx(0.27)
    assert _shown(tab) == _counts(session, 0.27)


def test_letting_go_decides(tab: ThresholdTab, session: Session) -> None:
    tab.risks.settled.emit(0.35)
    decision = session.study.decision
    assert decision.threshold == pytest.approx(0.35)
    assert decision.route is Route.MANUAL
    assert "Chosen: 35.0 %, by hand" in tab.status.text()
    assert _shown(tab) == _counts(session, 0.35)


def test_the_spin_box_decides_too(tab: ThresholdTab, session: Session) -> None:
    tab.control.spin.setValue(41.5)
    assert session.study.decision.threshold == pytest.approx(0.415)
    assert tab.risks.threshold.value() == pytest.approx(0.415)


def test_a_threshold_set_elsewhere_reaches_the_tab(tab: ThresholdTab, session: Session) -> None:
    session.set_threshold(0.22)
    assert tab.control.value == pytest.approx(0.22)
    assert tab.control.slider.value() == 2200
    assert _shown(tab) == _counts(session, 0.22)


def test_the_marker_stands_on_the_roc_curve(tab: ThresholdTab, session: Session) -> None:
    session.set_threshold(0.3)
    tp, fp, fn, tn = _counts(session, 0.3)
    assert tab.roc.point == pytest.approx((fp / (fp + tn), tp / (tp + fn)))


def test_undo_takes_the_threshold_back(tab: ThresholdTab, session: Session) -> None:
    session.set_threshold(0.3)
    session.undo()
    assert session.study.decision.threshold is None
    assert "Not chosen yet" in tab.status.text()


def test_the_harm_ratio_gives_its_threshold(tab: ThresholdTab, session: Session) -> None:
    suggestions = tab.suggestions
    assert not suggestions.use_ratio.isEnabled()
    suggestions.ratio.setValue(4)
    suggestions.why.setText("a work-up is cheap")
    suggestions.use_ratio.click()
    decision = session.study.decision
    assert decision.threshold == pytest.approx(1 / 5)
    assert decision.route is Route.HARM_RATIO
    assert "4 needless work-ups" in decision.basis
    assert decision.rationale == "a work-up is cheap"


def test_the_target_sensitivity_is_reached_on_the_calibrate_rows(tab: ThresholdTab, session: Session) -> None:
    tab.suggestions.target.setValue(90)
    tab.suggestions.use_target.click()
    threshold = session.study.decision.threshold
    assert threshold is not None
    assert session.study.decision.route is Route.SENSITIVITY
    tp, _, fn, _ = _counts(session, threshold)
    assert tp / (tp + fn) >= 0.9


def test_no_suggestion_looks_at_the_test_rows(session: Session, qtbot: QtBot) -> None:
    before = ThresholdTab(session)
    qtbot.addWidget(before)
    before.suggestions.target.setValue(80)
    trained = session.study.trained
    assert trained is not None
    opened = open_test(trained, session.study.decision, "2026-01-01T00:00:00+00:00")
    evaluation = drain(evaluate(trained, opened))
    assert evaluation.part is Part.TEST
    session.study = replace(session.study, decision=opened, evaluation=evaluation)
    session.study_changed.emit()
    suggested = before.suggestions.by_target
    risks = opened.calibrator.risk(trained.logits(Part.CALIBRATE))
    assert suggested is not None
    assert np.isclose(risks, suggested, atol=1e-12).any()


def test_the_thousand_add_up(tab: ThresholdTab, session: Session) -> None:
    for threshold in (0.05, 0.2, 0.5, 0.95):
        session.move_threshold(threshold)
        per = tab.thousand.dots.counts
        assert per is not None
        assert per.found + per.false_alarms + per.missed + per.cleared == 1000


def test_all_fits_into_the_smallest_window_without_scrolling(tab: ThresholdTab) -> None:
    room = 536  # what a window of 1280 x 720 leaves below menu, header, strip and tabs
    assert tab.minimumSizeHint().height() <= room
    assert tab.minimumSizeHint().width() <= 1088
