"""Evaluate predictions: guessed and judged at once, asked where it is open, apart from the study."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from clinnet_gui.core.errors import EvaluationRefused
from clinnet_gui.core.evaluation.operating import operating_point
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.work import Progress, Work
from clinnet_gui.gui.operations import predictions as operations
from clinnet_gui.gui.pages.predictions_threshold import PredictionsThreshold
from clinnet_gui.gui.pages.predictions_window import PredictionsWindow
from clinnet_gui.gui.predictions_desk import PredictionsDesk
from clinnet_gui.gui.widgets.results.measure_text import number, percent, signed
from tests.gui.dragging import drop
from tests.unit.evaluation.samples import drawn
from tests.unit.statistics.test_clustered import visits

Rest = Callable[[], None]


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[PredictionsWindow]:
    desk = PredictionsDesk()
    bugs: list[object] = []
    desk.crashed.connect(bugs.append)
    made = PredictionsWindow(desk)
    qtbot.addWidget(made)
    yield made
    desk.shut_down()
    assert bugs == []


@pytest.fixture
def settled(qtbot: QtBot, window: PredictionsWindow) -> Rest:
    return lambda: qtbot.waitUntil(lambda: window.desk.activity is None, timeout=30_000)


def predictions(folder: Path, levels: tuple[str, str] = ("no", "yes"), scale: float = 1.0) -> Path:
    y, z = drawn(300)
    header = "id,died,risk,other"
    rows = [
        f"P{i:03d},{levels[v] if i % 30 else ''},{scale * p:.5f},{scale * q:.5f}"
        for i, (v, p, q) in enumerate(zip(y, expit(z), expit(0.3 * z + np.sin(np.arange(300))), strict=True))
    ]
    path = folder / "predictions.csv"
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


def test_a_dropped_file_is_guessed_and_judged_at_once(
    window: PredictionsWindow, settled: Rest, tmp_path: Path
) -> None:
    assert window.stack.currentWidget() is window.invite
    assert drop(window, predictions(tmp_path))
    assert window.stack.currentWidget() is window.waiting
    settled()
    assert window.stack.currentWidget() is window.tabs
    assert (window.form.outcome.currentText(), window.form.risk.currentText()) == ("died", "risk")
    assert window.form.levels.text() == "yes"
    review = window.desk.review
    assert review is not None
    assert window.overview.reckoning.text().startswith("300 rows read; 290 judged")
    assert "10 without an outcome" in window.overview.reckoning.text()
    ((name, auroc, *_),) = window.overview.models.texts()
    assert (name, auroc.split()[0]) == ("risk", number(review.main.report.auroc.value))
    shown = {row[0]: row[1] for row in window.calibration.measures.texts()}
    ici = review.main.calibration.distances.ici
    assert shown["ICI, by spline"].split()[0] == number(ici.value)
    assert ici.low < ici.high  # the bootstrap followed by itself
    assert "unstable" in window.calibration.notes.text()


def test_a_second_risk_stands_beside_the_first(
    window: PredictionsWindow, settled: Rest, tmp_path: Path
) -> None:
    window.desk.open_file(predictions(tmp_path))
    settled()
    window.form.rival.setCurrentIndex(window.form.rival.findData("other"))
    window.form.rival.activated.emit(0)
    settled()
    *models, difference = window.overview.models.texts()
    assert [row[0] for row in models] == ["risk", "other"]
    contest = window.desk.review.main.report.contest if window.desk.review else None
    assert contest is not None
    assert difference[1].startswith(signed(contest.areas.value))
    assert "to" in difference[3]  # the bootstrap's interval
    assert [entry.name for entry in window.overview.reliability.legend.entries] == ["compared", "risk"]
    assert len(window.calibration.measures.texts()[0]) == 3
    assert window.calibration.isVisibleTo(window) or window.tabs.count() == 3
    assert "“other”" in window.calibration.notes.text()


def test_a_column_can_say_whose_row_it_is(window: PredictionsWindow, settled: Rest, tmp_path: Path) -> None:
    """It is proposed where it is called so, and taken back as it is chosen."""
    y, z, owner = visits(60, 5, seed=1)
    rows = [f"P{who},{'ny'[v]},{p:.4f}" for who, v, p in zip(owner, y, expit(z), strict=True)]
    (tmp_path / "visits.csv").write_text("\n".join(["patient,died,risk", *rows]) + "\n")
    window.desk.open_file(tmp_path / "visits.csv")
    settled()
    assert window.form.patient.currentData() == "patient"
    assert f"300 judged of 60 patients, {y.sum()} with the event" in window.overview.reckoning.text()
    assert window.desk.review is not None and "by patient" in window.desk.review.main.report.auroc.method
    window.form.patient.setCurrentIndex(0)
    window.form.patient.activated.emit(0)
    settled()
    assert window.form.patient.currentText() == "each row"
    assert "patients" not in window.overview.reckoning.text()
    assert "by patient" not in window.desk.review.main.report.auroc.method


def test_the_event_can_be_turned_round(window: PredictionsWindow, settled: Rest, tmp_path: Path) -> None:
    window.desk.open_file(predictions(tmp_path))
    settled()
    before = window.desk.review
    window.form.levels.event_wanted.emit(("no",))
    settled()
    after = window.desk.review
    assert before is not None and after is not None
    assert window.form.levels.text() == "no"
    assert after.main.report.auroc.value == pytest.approx(1 - before.main.report.auroc.value)


def test_a_question_is_asked_in_the_window_and_its_answer_goes_on(
    window: PredictionsWindow, settled: Rest, tmp_path: Path
) -> None:
    window.desk.open_file(predictions(tmp_path, ("home", "ward")))
    settled()
    assert window.stack.currentWidget() is window.questions
    window.questions.answered.emit("OUTCOME_POSITIVE_LEVEL", "died", "ward")
    settled()
    assert window.stack.currentWidget() is window.tabs
    assert window.form.levels.text() == "ward"


def test_percentages_are_refused_until_they_are_said_to_be(
    window: PredictionsWindow, settled: Rest, tmp_path: Path
) -> None:
    window.desk.open_file(predictions(tmp_path, scale=100))
    settled()
    assert window.form.percent.isChecked()  # the name speaks of a risk
    assert window.desk.naming is not None
    window.desk.name(replace(window.desk.naming, percent=False))
    settled()
    assert window.stack.currentWidget() is window.choose
    assert "outside 0 to 1" in window.banner.text
    window.form.percent.click()
    settled()
    assert window.stack.currentWidget() is window.tabs
    assert window.banner.isHidden()


def test_a_moved_threshold_is_shown_everywhere_and_kept_nowhere(
    window: PredictionsWindow, settled: Rest, tmp_path: Path
) -> None:
    window.desk.open_file(predictions(tmp_path))
    settled()
    review = window.desk.review
    assert review is not None
    assert "preview" in window.threshold.status.text()
    window.threshold.control.spin.setValue(30)
    point = operating_point(review.main.curve, 0.3)
    shown = {row[0]: row[1] for row in window.threshold.figures.rates.texts()}
    assert shown["sensitivity"].startswith(percent(point.sensitivity.value)[:-2])
    assert "tuned" in window.threshold.status.text()
    assert np.isclose(window.overview.risks.threshold.value(), 0.3)


def test_a_file_without_risks_lets_the_analyst_choose(
    window: PredictionsWindow, settled: Rest, tmp_path: Path
) -> None:
    path = tmp_path / "patients.csv"
    path.write_text("\n".join(["age,died", *[f"{40 + i},{i % 2}" for i in range(60)]]) + "\n")
    window.desk.open_file(path)
    settled()
    assert window.stack.currentWidget() is window.choose
    window.form.outcome.setCurrentIndex(window.form.outcome.findData("died"))
    window.form.outcome.activated.emit(0)
    assert window.stack.currentWidget() is window.choose
    window.form.risk.setCurrentIndex(window.form.risk.findData("age"))
    window.form.risk.activated.emit(0)
    settled()
    assert "outside 0 to 1" in window.banner.text


def test_a_file_that_is_no_table_is_refused_in_the_banner(
    window: PredictionsWindow, settled: Rest, tmp_path: Path
) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("")
    window.desk.open_file(path)
    settled()
    assert window.stack.currentWidget() is window.invite
    assert not window.banner.isHidden()


def test_cancelling_and_closing_end_the_work(
    window: PredictionsWindow, settled: Rest, tmp_path: Path
) -> None:
    window.desk.open_file(predictions(tmp_path))
    window.activity.discarded.emit()
    assert window.desk.activity is None
    assert window.stack.currentWidget() is window.invite
    window.desk.open_file(predictions(tmp_path))
    settled()
    assert window.desk.review is not None and window.desk.review.times
    window.desk.resample()
    assert window.stack.currentWidget() is window.tabs
    window.desk.cancel()
    assert window.stack.currentWidget() is window.tabs
    window.desk.evaluate()
    window.desk.cancel()
    assert window.stack.currentWidget() is window.stopped
    window.stopped.acted.emit()
    settled()
    assert window.stack.currentWidget() is window.tabs
    window.desk.evaluate()
    window.close()
    assert window.desk.activity is None


def test_intervals_that_fail_leave_what_was_judged(
    window: PredictionsWindow, settled: Rest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.desk.open_file(predictions(tmp_path))
    settled()
    before = window.desk.review

    def refused(*_: object) -> Work[None]:
        yield Progress("Begun")
        raise EvaluationRefused("There is not enough memory.", "Close other programs.", "OUT_OF_MEMORY")

    monkeypatch.setattr(operations, "reviewing", refused)
    window.desk.resample()
    settled()
    assert before is not None and window.desk.review is before
    assert window.stack.currentWidget() is window.tabs
    assert window.banner.text == "There is not enough memory. [OUT_OF_MEMORY]"


def test_of_a_handful_of_events_no_figure_is_shown(
    window: PredictionsWindow, settled: Rest, tmp_path: Path
) -> None:
    path = tmp_path / "few.csv"
    rows = [f"{int(i < 3)},{(i + 1) / 70:.4f},{(i % 9 + 1) / 20:.2f}" for i in range(60)]
    path.write_text("\n".join(["died,risk,other", *rows]) + "\n")
    window.desk.open_file(path)
    settled()
    naming = window.desk.naming
    assert naming is not None
    window.desk.name(replace(naming, outcome="died", risk="risk", rival="other", event=("1",)))
    settled()
    assert [row[1:] for row in window.overview.models.texts()] == [("too few",) * 3] * 2
    assert window.overview.reliability.isHidden() and window.overview.benefit.isHidden()
    assert not window.overview.risks.isHidden()
    assert "Only 3 events: no figure is shown." in window.calibration.notes.text()


def test_the_figures_stand_below_the_plots_where_both_are_too_wide(qtbot: QtBot) -> None:
    desk = PredictionsDesk()
    made = PredictionsThreshold(desk)
    qtbot.addWidget(made)
    made.show()
    least = made.minimumSizeHint().width()
    for width, stacked in ((3 * least, False), (least + 10, True)):
        made.resize(width, 700)
        qtbot.waitUntil(lambda stacked=stacked: made.body.stacked is stacked)
    assert made.width() == least + 10, "no wider than it was made"
    desk.shut_down()
