"""The Results page: covered rows stay covered, and every tab follows the one decision."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from clinnet_gui.core.arrays import read_only
from clinnet_gui.core.data.split import Part
from clinnet_gui.core.evaluation.decision import Decision, Method
from clinnet_gui.core.evaluation.judging import evaluate
from clinnet_gui.core.evaluation.validation.figures import Figure
from clinnet_gui.core.evaluation.validation.values import Corrected
from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.study import Study
from clinnet_gui.core.work import drain
from clinnet_gui.gui.operations import results
from clinnet_gui.gui.pages.performance_panel import PerformancePanel
from clinnet_gui.gui.pages.results_page import ResultsPage
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.results.measure_text import number, signed
from tests.gui.conftest import Rest
from tests.gui.results_study import crossed, evaluated, refused, results_page


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> ResultsPage:
    session.study = evaluated()
    return results_page(session, qtbot)


def test_without_a_model_the_page_says_what_to_do(session: Session, qtbot: QtBot) -> None:
    page = ResultsPage(session)
    qtbot.addWidget(page)
    page.show()
    assert page.nothing.isVisible()
    with qtbot.waitSignal(session.navigated) as went:
        page.nothing.button.click()
    assert went.args == ["training"]


def test_the_results_appear_when_the_evaluation_comes(session: Session, qtbot: QtBot) -> None:
    page = ResultsPage(session)
    qtbot.addWidget(page)
    page.show()
    session.study = evaluated()
    session.study_changed.emit()
    assert page.tabs.isVisible()


def test_while_the_network_is_evaluated_the_page_says_how_far_it_is(
    session: Session, qtbot: QtBot, rest: Rest
) -> None:
    session.study = replace(evaluated(), evaluation=None)
    page = ResultsPage(session)
    qtbot.addWidget(page)
    page.show()
    assert page.state.button.text() == "Evaluate it"
    page.state.button.click()
    assert page.state.bar.isVisible() and not page.state.button.isVisible()
    rest()
    assert page.tabs.isVisible()


def test_a_failed_evaluation_is_told_in_place_and_can_be_tried_again(
    session: Session, qtbot: QtBot, rest: Rest, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.study = replace(evaluated(), evaluation=None)
    page = ResultsPage(session)
    qtbot.addWidget(page)
    page.show()
    works = results.judging
    monkeypatch.setattr(results, "judging", refused)
    session.judge_again()
    qtbot.waitUntil(page.state.button.isVisible)
    assert page.state.sentence.text() == "It could not be done. [NO_ROWS]"
    assert page.state.hint.text() == "Choose something else."
    monkeypatch.setattr(results, "judging", works)
    page.state.button.click()
    rest()
    assert page.tabs.isVisible()


def test_the_strip_tells_what_all_rows_serve(page: ResultsPage, session: Session) -> None:
    trained = session.study.trained
    assert trained is not None
    counts = trained.split.counts
    assert page.strip.text.endswith(
        f"all rows: {counts[Part.TRAIN]} training, {counts[Part.EARLY_STOP]} early-stop, "
        f"{counts[Part.CALIBRATE]} calibration, {counts[Part.TEST]} test"
    )
    assert "Internal validation" in page.strip.text
    assert not page.strip.few.isVisible()


@pytest.mark.parametrize(
    ("events", "said"), [(0, "hold no event"), (120, "hold only events"), (4, "Only 4 events")]
)
def test_of_too_few_events_no_figure_is_shown(session: Session, qtbot: QtBot, events: int, said: str) -> None:
    """As a study from elsewhere may have them: a split of ours refuses parts with one outcome."""
    whole = evaluated()
    assert whole.trained is not None
    dataset, split = whole.trained.dataset, whole.trained.split
    rows = split.rows(Part.CALIBRATE)
    y = dataset.y.copy()
    y[rows] = 0
    y[rows[:events]] = 1
    trained = replace(whole.trained, dataset=replace(dataset, y=read_only(y)))
    evaluation = drain(evaluate(trained, Decision()))
    session.study = replace(whole, trained=trained, decision=Decision(), evaluation=evaluation)
    page = ResultsPage(session)
    qtbot.addWidget(page)
    page.show()
    assert said in page.strip.few.text() and page.strip.few.isVisible()
    network, *_ = page.overview.performance.models.texts()
    assert network[1] in ("too few", "not estimable")
    for at in range(page.tabs.count()):
        page.tabs.setCurrentIndex(at)


def test_until_the_test_is_opened_only_calibrate_rows_are_shown(page: ResultsPage, session: Session) -> None:
    trained = session.study.trained
    assert trained is not None
    assert "CALIBRATE" in page.strip.text
    assert "covered" in page.strip.text
    model = page.patients.model
    shown = {model.position(row) for row in range(model.rowCount())}
    assert shown == set(trained.split.rows(Part.CALIBRATE).tolist())


def test_opening_the_test_asks_first(page: ResultsPage, session: Session) -> None:
    page.strip.open_button.click()
    assert page.strip.confirm.isVisible()
    page.strip.keep.click()
    assert not page.strip.confirm.isVisible()
    assert not session.study.decision.opened


def test_the_opened_test_rows_show_in_every_tab(page: ResultsPage, session: Session, rest: Rest) -> None:
    before = page.overview.performance.models.texts()
    page.strip.open_button.click()
    page.strip.confirm.click()
    rest()
    trained, evaluation = session.study.trained, session.study.evaluation
    assert trained is not None and evaluation is not None
    assert session.study.decision.opened
    assert "TEST" in page.strip.text and "opened 20" in page.strip.text
    assert not page.strip.open_button.isVisible()
    assert page.overview.performance.models.texts() != before
    test_rows = trained.split.rows(Part.TEST)
    assert page.patients.model.rowCount() == test_rows.size
    assert page.patients.model.position(0) in test_rows
    confusion = page.threshold.figures.confusion.counts()
    assert sum(int(c) for c in confusion) == test_rows.size


def test_who_opens_the_test_without_a_threshold_is_told_before(page: ResultsPage, session: Session) -> None:
    assert "No threshold is chosen yet" in page.strip.question.text()
    session.set_threshold(0.2)
    assert "locked at 20.0 %" in page.strip.question.text()


def test_what_is_chosen_after_the_test_was_seen_is_marked(
    page: ResultsPage, session: Session, rest: Rest
) -> None:
    page.strip.open_button.click()
    page.strip.confirm.click()
    rest()
    session.set_threshold(0.2)
    rest()
    assert "chosen after the test was seen: threshold" in page.strip.text


def test_the_overview_shows_the_measures_of_the_evaluation(page: ResultsPage, session: Session) -> None:
    evaluation = session.study.evaluation
    assert evaluation is not None
    network, *rivals = page.overview.performance.models.texts()
    own, *others = evaluation.models
    assert network[0] == "Network" and network[1].startswith(number(own.auroc.value)) and "(" in network[1]
    assert [row[0].casefold() for row in rivals] == [rival.name.casefold() for rival in others]
    for row, rival in zip(rivals, others, strict=True):
        assert row[1].startswith(f"{number(rival.auroc.value)} {signed(rival.against_auroc.value)}")
        assert row[2].startswith(f"{number(rival.log_loss.value)} {signed(rival.against.value)}")
        assert row[3].startswith(f"{number(rival.brier.value)} {signed(rival.against_brier.value)}")
    assert page.overview.performance.verdict.text() == evaluation.sentence


def test_of_few_patients_the_corrected_figures_are_the_headline(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.study = crossed()
    panel = PerformancePanel(session)
    qtbot.addWidget(panel)
    panel.show()
    assert session.study.evaluation is not None
    assert panel.verdict.text() == session.study.evaluation.sentence and panel.correct.isVisible()
    with qtbot.waitSignal(session.tab_requested) as asked:
        panel.correct.click()
    assert asked.args == ["Validation"]
    auroc = Corrected(Figure.AUROC, 0.85, 0.04, 0.81, 0.77, 0.84, 50)
    found = SimpleNamespace(sentence="Expect 0.81.", headline=(auroc,))
    monkeypatch.setattr(Study, "corrected", property(lambda _: found))
    session.study_changed.emit()
    assert panel.verdict.text() == "Expect 0.81." and not panel.correct.isVisible()
    assert panel.models.texts()[1] == ("Network, corrected", "0.810 (0.770–0.840)", "–", "–")
    assert panel.caution.text().startswith(session.study.evaluation.sentence), "no verdict is lost by it"


def test_opened_test_rows_have_the_word_before_the_corrected_figures(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.study = crossed(test=True)
    panel = PerformancePanel(session)
    qtbot.addWidget(panel)
    found = SimpleNamespace(sentence="Expect 0.81.", headline=())
    monkeypatch.setattr(Study, "corrected", property(lambda _: found))
    session.study_changed.emit()
    assert session.study.evaluation is not None and panel.verdict.text() == "Expect 0.81."
    opened = replace(session.study.evaluation, part=Part.TEST)
    session.study = session.study.with_evaluation(opened)
    session.study_changed.emit()
    assert panel.verdict.text() == opened.sentence and panel.caution.text() == opened.caution


def test_many_patients_need_no_correction(page: ResultsPage) -> None:
    assert not page.overview.performance.correct.isVisible()


def test_a_tab_is_turned_to_by_its_title(page: ResultsPage, session: Session) -> None:
    session.show_tab("results", "Validation")
    assert page.tabs.currentWidget() is page.validation
    session.show_tab("model", "Settings")
    assert page.tabs.currentWidget() is page.validation


def test_a_stale_fit_is_marked(page: ResultsPage, session: Session) -> None:
    assert not page.stale.isVisible()
    choice = session.study.choice
    assert choice is not None
    session.study = session.study.with_choice(replace(choice, spec=Spec(hidden=(4,), dropout=0.0)))
    session.study_changed.emit()
    assert page.stale.isVisible()


def test_another_calibrator_reaches_every_tab(page: ResultsPage, session: Session, rest: Rest) -> None:
    session.choose_calibrator(Method.INTERCEPT)
    rest()
    evaluation = session.study.evaluation
    assert evaluation is not None
    assert session.study.decision.calibrator.method is Method.INTERCEPT
    assert page.calibration.choice.buttons[Method.INTERCEPT].isChecked()
    top = page.patients.model.index(0, 1).data()
    assert top == f"{100 * float(np.max(evaluation.risks)):.1f} %"


def test_the_roc_curve_is_marked_where_the_threshold_stands(page: ResultsPage, session: Session) -> None:
    roc, evaluation = page.overview.performance.roc, session.study.evaluation
    assert evaluation is not None and roc.point is None
    session.set_threshold(0.2)
    flagged, ill = evaluation.risks >= 0.2, evaluation.y == 1
    assert roc.point == pytest.approx((flagged[~ill].mean(), flagged[ill].mean()), abs=1e-12)
    session.undo()
    assert roc.point is None and roc.legend.entries == ()


def test_every_plot_says_in_words_what_it_shows(page: ResultsPage) -> None:
    plots = (
        page.overview.performance.roc,
        page.overview.performance.reliability,
        page.overview.performance.risks,
        page.overview.performance.benefit,
        page.calibration.panel.plot,
        page.threshold.risks,
        page.threshold.rates,
        page.threshold.benefit,
    )
    for plot in plots:
        assert plot.accessibleName()
        assert plot.accessibleDescription().endswith(".")
        values = plot.values()
        assert values is not None and all(len(column) for column in values.columns)
