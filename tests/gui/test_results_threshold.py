"""The Threshold tab: slider, spin box, line and every number are one value."""

import re
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from scipy.stats import binomtest

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.evaluation.curves import CalibrateCurve, curve_of, sorted_risks
from clinnet_gui.core.evaluation.deciding import open_test
from clinnet_gui.core.evaluation.decision import Route
from clinnet_gui.core.evaluation.judging import evaluate
from clinnet_gui.core.evaluation.operating import operating_point
from clinnet_gui.core.evaluation.prevalence import elsewhere
from clinnet_gui.core.evaluation.utility import Costs, expected_cost, utility
from clinnet_gui.core.work import drain
from clinnet_gui.gui.pages.threshold_tab import ThresholdTab
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.results.measure_text import signed
from clinnet_gui.gui.widgets.results.threshold.figure_rows import three_digits
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
    return tuple(int(text) for text in tab.figures.confusion.counts())


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


def test_one_line_stands_in_all_plots(tab: ThresholdTab, session: Session) -> None:
    for source in (tab.risks, tab.rates, tab.benefit):
        at = 0.2 + 0.05 * (source is tab.rates)
        source.settled.emit(at)
        assert session.study.decision.threshold == pytest.approx(at)
        for line in (tab.risks.threshold, tab.rates.threshold.item, tab.benefit.threshold.item):
            assert line.value() == pytest.approx(at)


def test_undo_takes_the_threshold_back(tab: ThresholdTab, session: Session) -> None:
    session.set_threshold(0.3)
    session.undo()
    assert session.study.decision.threshold is None
    assert "Not chosen yet" in tab.status.text()


def test_the_first_question_is_blank_and_gives_its_threshold(tab: ThresholdTab, session: Session) -> None:
    suggestions = tab.suggestions
    assert suggestions.bar.currentIndex() == 0
    assert suggestions.work_ups.ratio.text() == "…"
    assert not suggestions.use.isEnabled()
    suggestions.work_ups.ratio.setValue(4)
    assert suggestions.says.text() == "→ 20.0 %"
    tab.why.setText("a work-up is cheap")
    suggestions.use.click()
    decision = session.study.decision
    assert decision.threshold == pytest.approx(1 / 5)
    assert decision.route is Route.HARM_RATIO
    assert decision.basis == "up to 4 unnecessary work-ups are acceptable to find one case"
    assert decision.rationale == "a work-up is cheap"
    assert "up to 4 unnecessary work-ups" in tab.status.text()


def test_two_costs_give_a_threshold(tab: ThresholdTab, session: Session) -> None:
    suggestions = tab.suggestions
    suggestions.show_anchor(suggestions.costs)
    suggestions.costs.miss.setValue(9)
    assert not suggestions.use.isEnabled()
    suggestions.costs.alarm.setValue(1)
    suggestions.use.click()
    assert session.study.decision.threshold == pytest.approx(0.1)
    assert session.study.decision.route is Route.COSTS
    assert session.study.decision.basis == "a missed case costs 9, a needless work-up 1"


@pytest.mark.parametrize("surely", [True, False])
def test_a_target_sensitivity_is_reached_on_the_calibrate_rows(
    tab: ThresholdTab, session: Session, surely: bool
) -> None:
    anchor = tab.suggestions.sensitivity
    tab.suggestions.show_anchor(anchor)
    assert anchor.surely
    anchor.how.setCurrentIndex(0 if surely else 1)
    anchor.target.setValue(80)
    tab.suggestions.use.click()
    threshold, evaluation = session.study.decision.threshold, session.study.evaluation
    assert threshold is not None and evaluation is not None
    assert session.study.decision.route is Route.SENSITIVITY
    assert ("lower end" if surely else "as estimated") in session.study.decision.basis
    found = operating_point(evaluation.curve, threshold).sensitivity
    assert (found.low if surely else found.value) >= 0.8
    assert surely or found.low < 0.8


def test_a_target_out_of_reach_says_so(tab: ThresholdTab) -> None:
    tab.suggestions.show_anchor(tab.suggestions.sensitivity)
    tab.suggestions.sensitivity.target.setValue(100)
    assert tab.suggestions.says.text() == "no threshold reaches it"
    assert not tab.suggestions.use.isEnabled()


def test_a_capacity_is_kept_here_and_where_the_model_is_used(tab: ThresholdTab, session: Session) -> None:
    tab.suggestions.show_anchor(tab.suggestions.capacity)
    tab.suggestions.capacity.capacity.setValue(150)
    tab.suggestions.use.click()
    here = session.study.decision.threshold
    evaluation = session.study.evaluation
    assert here is not None and evaluation is not None
    assert operating_point(evaluation.curve, here).flagged.value <= 0.15
    session.set_prevalence(0.05)
    tab.suggestions.use.click()
    there = session.study.decision.threshold
    assert there is not None and there < here
    assert elsewhere(operating_point(evaluation.curve, there), 0.05).flagged <= 0.15


def test_an_exploratory_search_shows_how_far_it_flatters(
    tab: ThresholdTab, session: Session, qtbot: QtBot
) -> None:
    suggestions = tab.suggestions
    suggestions.show_anchor(suggestions.exploratory)
    assert not suggestions.use.isEnabled()
    with qtbot.waitSignal(session.searched):
        suggestions.exploratory.search.click()
    assert "±" in suggestions.says.text() and ") on others" in suggestions.says.text()
    suggestions.use.click()
    decision = session.study.decision
    assert decision.route is Route.YOUDEN
    assert "in-bag" in decision.basis and "out-of-bag" in decision.basis
    assert "Exploratory" in tab.status.text()


def test_the_least_cost_is_searched_only_once_costs_are_given(
    tab: ThresholdTab, session: Session, qtbot: QtBot
) -> None:
    suggestions = tab.suggestions
    suggestions.show_anchor(suggestions.exploratory)
    suggestions.exploratory.kind.setCurrentIndex(1)
    assert not suggestions.exploratory.search.isEnabled()
    assert "under Costs first" in suggestions.says.text()
    suggestions.costs.miss.setValue(5)
    suggestions.costs.alarm.setValue(1)
    with qtbot.waitSignal(session.searched):
        suggestions.exploratory.search.click()
    assert suggestions.use.isEnabled()
    suggestions.costs.alarm.setValue(2)
    assert not suggestions.use.isEnabled()  # it was found under other costs


def test_no_suggestion_looks_at_the_test_rows(session: Session, tab: ThresholdTab) -> None:
    suggestions = tab.suggestions
    suggestions.show_anchor(suggestions.sensitivity)
    suggestions.sensitivity.how.setCurrentIndex(1)
    suggestions.sensitivity.target.setValue(80)
    trained = session.study.trained
    assert trained is not None
    before = suggestions.suggested
    opened = open_test(trained, session.study.decision, "2026-01-01T00:00:00+00:00")
    evaluation = drain(evaluate(trained, opened))
    assert evaluation.part is Part.TEST
    session.study = replace(session.study, decision=opened, evaluation=evaluation)
    session.study_changed.emit()
    risks = opened.calibrator.risk(trained.logits(Part.CALIBRATE))
    assert suggestions.suggested == before
    assert before is not None and np.isclose(risks, before, atol=1e-12).any()


def test_the_reason_is_kept_and_comes_back_with_the_study(tab: ThresholdTab, session: Session) -> None:
    tab.why.setText("before there is a threshold nothing is kept")
    tab.why.editingFinished.emit()
    assert session.study.decision.rationale == ""
    session.set_threshold(0.2)
    tab.why.setText("agreed in the clinic")
    tab.why.editingFinished.emit()
    assert session.study.decision.rationale == "agreed in the clinic"
    session.undo()
    assert session.study.decision.rationale == ""
    assert tab.why.text() == ""


def test_the_range_is_half_to_twice_until_it_is_chosen(tab: ThresholdTab, session: Session) -> None:
    session.set_threshold(0.2)
    assert tab.benefit.range.getRegion() == pytest.approx((0.1, 0.4))
    assert tab.figures.nearby.headings() == ("of 1,000", "at 10.0 %", "at 20.0 %", "at 40.0 %")
    tab.benefit.ranged.emit(0.15, 0.3)
    assert session.study.decision.reasonable == (0.15, 0.3)
    assert tab.benefit.range.getRegion() == pytest.approx((0.15, 0.3))
    tab.figures.usual.click()
    assert session.study.decision.reasonable is None


def test_another_prevalence_stands_beside_with_its_warning(tab: ThresholdTab, session: Session) -> None:
    session.set_threshold(0.2)
    evaluation = session.study.evaluation
    assert evaluation is not None
    field = tab.figures.prevalence
    assert field.warning.isHidden()
    field.spin.setValue(4)
    assert session.study.decision.prevalence == pytest.approx(0.04)
    assert "Only if nothing else differs" in field.warning.text()
    assert "case-control" in field.toolTip() and "0.88" in field.toolTip()
    there = elsewhere(operating_point(evaluation.curve, 0.2), 0.04)
    shown = {row[0]: row[1:] for row in tab.figures.thousand.texts()}
    flagged = operating_point(evaluation.curve, 0.2).flagged
    assert shown["flagged"][0].endswith(f"({1000 * flagged.low:.0f}–{1000 * flagged.high:.0f})")
    assert shown["flagged"][1].startswith(f"{there.per_thousand.flagged} (")
    assert tab.figures.dots.counts == there.per_thousand
    ppv = {row[0]: row[1:] for row in tab.figures.rates.texts()}["PPV"]
    assert ppv[1].startswith(f"{100 * there.ppv.value:.1f} %")
    field.spin.setValue(0)
    assert session.study.decision.prevalence is None
    assert tab.figures.dots.counts == operating_point(evaluation.curve, 0.2).per_thousand


def test_net_benefit_is_shown_with_how_sure_it_is(tab: ThresholdTab, session: Session) -> None:
    session.set_threshold(0.25)
    evaluation = session.study.evaluation
    assert evaluation is not None
    found, sure = utility(evaluation.curve, 0.25), evaluation.benefit.at(0.25)
    shown = {row[0]: row[1] for row in tab.figures.worth.texts()}
    assert shown["net benefit"].startswith(f"{found.net_benefit:+.3f} ({sure.low:+.3f} to")
    assert shown["gain"].startswith(f"{found.gain:+.3f}".replace("-", "−"))
    least = f"{1 / sure.gain_high:,.0f}"
    most = f"{1 / sure.gain_low:,.0f}" if sure.gain_low > 0 else ""
    bounds = f"({least}–{most})" if most else f"({least} or more)"
    assert shown["patients per net case"] == (f"{found.trade_off:,.0f} {bounds}" if found.gain > 0 else "–")
    low, high = sure.avoided
    assert shown["work-ups avoided"].startswith(f"{found.avoided:.1f} ({low:.1f}".replace("-", "−"))
    assert f"{high:.1f})".replace("-", "−") in shown["work-ups avoided"]


def test_given_costs_show_what_a_patient_is_expected_to_cost(tab: ThresholdTab, session: Session) -> None:
    session.set_threshold(0.2)
    assert not any("cost" in row[0] for row in tab.figures.worth.texts())
    tab.suggestions.costs.miss.setValue(500)
    tab.suggestions.costs.alarm.setValue(20)
    evaluation = session.study.evaluation
    assert evaluation is not None
    found = expected_cost(evaluation.curve, 0.2, Costs(500, 20))
    sure = evaluation.benefit.cost_at(0.2, Costs(500, 20))
    shown = {row[0]: row[1] for row in tab.figures.worth.texts()}
    for name, value, bounds in (
        ("cost a patient", found.model, sure.model),
        ("cost, all flagged", found.everyone, sure.everyone),
        ("cost, none flagged", found.nobody, sure.nobody),
        ("saved a patient", found.saved, sure.saved),
    ):
        told = [three_digits(one) for one in (value, *bounds)]
        assert all(one in shown[name] for one in told), (name, shown[name], told)
    session.set_prevalence(0.04)
    there = [row[2] for row in tab.figures.worth.texts()]
    assert all(len(text.split()) > 1 for text in there), "with their intervals"


def test_every_figure_of_every_table_shows_its_interval(tab: ThresholdTab, session: Session) -> None:
    """Beside it or under it; the pointer tells how it was found."""
    session.set_threshold(0.25)
    session.set_rule_out(0.1)
    session.set_prevalence(0.1)
    tab.suggestions.costs.miss.setValue(500)
    tab.suggestions.costs.alarm.setValue(20)
    figures = tab.figures
    for table in (figures.thousand, figures.rates, figures.worth, figures.nearby, tab.grey.table):
        for row, (value, bounds) in table.cells():
            told, sure = bounds.text(), row == "chance to be best" and not bounds.text()
            if value.text() not in ("", "not estimable") and not sure:
                assert re.search(r"\d+(\.\d+)?( %)?( to |–)|or more", told), (row, told)
            if value.text() not in ("", "not estimable"):
                assert re.search("Wilson|bootstrap|scale|prevalence", value.toolTip()), (row, value.toolTip())


def test_nearby_counts_and_net_benefit_are_those_of_each_end(tab: ThresholdTab, session: Session) -> None:
    session.set_threshold(0.2)
    evaluation = session.study.evaluation
    assert evaluation is not None
    shown = {row[0]: row[1:] for row in tab.figures.nearby.texts()}
    n = evaluation.y.size
    for place, t in enumerate((0.1, 0.2, 0.4)):
        tp, fp, *_ = _counts(session, t)
        wilson = binomtest(tp + fp, n).proportion_ci(method="wilson")
        low, high = (f"{1000 * bound:,.0f}" for bound in (wilson.low, wilson.high))
        assert shown["flagged"][place].endswith(f" {low}–{high}")
        sure, gain = evaluation.benefit.at(t), utility(evaluation.curve, t).gain
        assert shown["gain"][place].startswith(f"{signed(gain)} ")
        assert signed(sure.gain_low).lstrip("+") in shown["gain"][place]


def test_a_suggestion_says_what_it_does_with_its_interval(tab: ThresholdTab, session: Session) -> None:
    evaluation = session.study.evaluation
    assert evaluation is not None
    suggestions = tab.suggestions
    suggestions.show_anchor(suggestions.capacity)
    suggestions.capacity.capacity.setValue(150)
    at = suggestions.suggested
    assert at is not None
    flagged = int((evaluation.risks >= at).sum())
    wilson = binomtest(flagged, evaluation.y.size).proportion_ci(method="wilson")
    per = f"flags {1000 * flagged / evaluation.y.size:.0f}"
    assert suggestions.says.text().endswith(f"{per} ({1000 * wilson.low:.0f}–{1000 * wilson.high:.0f})")
    suggestions.show_anchor(suggestions.sensitivity)
    suggestions.sensitivity.target.setValue(80)
    at = suggestions.suggested
    assert at is not None
    found = operating_point(evaluation.curve, at).sensitivity
    said = f"finds {100 * found.value:.1f} % ({100 * found.low:.1f}–{100 * found.high:.1f} %)"
    assert suggestions.says.text().endswith(said)


def test_the_dots_can_be_put_away(tab: ThresholdTab) -> None:
    assert not tab.figures.dots.isHidden()
    tab.figures.dotted.setChecked(False)
    assert tab.figures.dots.isHidden()


def test_the_decision_curve_can_show_each_measure(tab: ThresholdTab, session: Session) -> None:
    for measure in range(3):
        tab.benefit.measure.setCurrentIndex(measure)
        table = tab.benefit.values()
        assert table is not None and table.names[1] == tab.benefit.measure.currentData()
    tab.benefit.show_threshold(0.995, True)  # beyond all risks: the plot follows
    assert tab.benefit.area.getPlotItem().getViewBox().viewRange()[0][1] >= 0.995


def test_under_ten_events_no_figure_is_shown(qtbot: QtBot, session: Session) -> None:
    study = session.study
    evaluation = study.evaluation
    assert evaluation is not None
    y = np.zeros(evaluation.y.size, np.int8)
    y[:7] = 1
    few = replace(evaluation, y=y, curve=curve_of(y, evaluation.risks))
    session.study = replace(study, evaluation=few)
    tab = ThresholdTab(session)
    qtbot.addWidget(tab)
    assert tab.figures.notice.text() == "Only 7 events: no figure is shown."
    assert {cell for row in tab.figures.rates.texts() for cell in row[1:]} == {"–"}
    assert tab.figures.dots.counts is None
    assert "Too few" in tab.rates.caption.text()
    assert "Only 7" not in tab.status.text()  # it stands beside the tables
    tab.suggestions.work_ups.ratio.setValue(9)
    tab.suggestions.use.click()
    assert session.study.decision.threshold == pytest.approx(0.1)
    curve = CalibrateCurve(*sorted_risks(y, evaluation.risks))
    tab.suggestions.set_ground(curve, "calibrate rows", has_test=False)
    tab.suggestions.show_anchor(tab.suggestions.capacity)
    tab.suggestions.capacity.capacity.setValue(150)
    assert tab.suggestions.says.text().startswith("→") and "flags" not in tab.suggestions.says.text()


def test_shift_makes_larger_steps(tab: ThresholdTab, session: Session, qtbot: QtBot) -> None:
    session.set_threshold(0.2)
    qtbot.keyClick(tab.control.spin, Qt.Key.Key_Up)
    assert session.study.decision.threshold == pytest.approx(0.201)
    qtbot.keyClick(tab.control.spin, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert session.study.decision.threshold == pytest.approx(0.191)


def test_the_thousand_add_up(tab: ThresholdTab, session: Session) -> None:
    for threshold in (0.05, 0.2, 0.5, 0.95):
        session.move_threshold(threshold)
        per = tab.figures.dots.counts
        assert per is not None
        assert per.found + per.false_alarms + per.missed + per.cleared == 1000


def test_all_fits_into_the_smallest_window_without_scrolling(tab: ThresholdTab) -> None:
    room = 501  # what a window of 1280 x 720 leaves below menu, header, strip and tabs
    assert not tab.head.stacked and not tab.body.stacked
    assert tab.minimumSizeHint().height() <= room
    assert tab.minimumSizeHint().width() <= 1064
