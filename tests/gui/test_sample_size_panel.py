"""The Sample size panel: it begins with the study's figures, and recomputes what the analyst enters."""

import pytest
from pytestqt.qtbot import QtBot

from clinnet_gui.core.evaluation.sample_size.development import Plan, development_size
from clinnet_gui.core.evaluation.sample_size.enough import candidate_parameters
from clinnet_gui.core.evaluation.sample_size.validation import anticipated, validation_size, widths_at
from clinnet_gui.gui.pages.sample_size_panel import SampleSizePanel
from clinnet_gui.gui.session import Session
from tests.gui.results_study import crossed


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> SampleSizePanel:
    session.study = crossed()
    made = SampleSizePanel(session)
    qtbot.addWidget(made)
    made.resize(1040, 500)
    made.show()
    return made


def test_it_begins_with_the_figures_of_the_study(panel: SampleSizePanel, session: Session) -> None:
    trained, evaluation = session.study.trained, session.study.evaluation
    assert trained is not None and evaluation is not None
    parameters, share, c, shrinkage = panel.develop.values
    assert parameters == candidate_parameters(trained.fit.encoder) and shrinkage == 0.9
    assert share == pytest.approx(100 * trained.dataset.events / trained.dataset.n, abs=0.05)
    assert c == pytest.approx(evaluation.models[0].auroc.value, abs=0.005)
    assert panel.validate.values[0] == evaluation.rows.size
    assert f"{trained.dataset.n:,} rows train the network" in panel.verdict.text()


def test_the_published_plan_gives_the_published_sizes(panel: SampleSizePanel) -> None:
    for field, value in zip(panel.develop.fields, (24, 17.4, 0.89, 0.9), strict=True):
        field.setValue(value)
    size = development_size(Plan(24, 0.174, 0.89))
    assert panel.total.text().startswith(f"{size.patients:,} patients with {size.events:,} events")
    shown = [row[1] for row in panel.needed.texts()]
    assert shown[1] == f"{size.needed[1]:,} ← decides" and shown[2] == "221"


def test_more_patients_narrow_the_intervals(panel: SampleSizePanel) -> None:
    for field, value in zip(panel.validate.fields, (500, 10.0, 0.7, 20.0), strict=True):
        field.setValue(value)
    rows = {row[0]: row[1:] for row in panel.widths.texts()}
    of = anticipated(0.1, 0.7, 0.2)
    assert rows["AUROC"][0] == f"{widths_at(500, of).c:.3f}" and rows["AUROC"][2] == "1,154"
    assert len(rows) == 4
    assert panel.most.text().startswith(f"{validation_size(of).patients:,} patients")
    panel.validate.fields[3].setValue(0)
    assert len(panel.widths.texts()) == 3


def test_what_was_entered_stays_while_the_network_is_the_same(
    panel: SampleSizePanel, session: Session
) -> None:
    panel.develop.fields[0].setValue(77)
    session.study_changed.emit()
    assert panel.develop.values[0] == 77


def test_the_threshold_is_the_study_s_until_another_is_entered(
    panel: SampleSizePanel, session: Session
) -> None:
    assert panel.validate.values[3] == 0 and len(panel.widths.texts()) == 3
    session.set_threshold(1 / 6)
    assert panel.validate.values[3] == 16.7 and len(panel.widths.texts()) == 4
    panel.validate.fields[3].setValue(20.0)
    session.set_threshold(0.3)
    assert panel.validate.values[3] == 20.0


def test_without_a_network_it_stands_still(qtbot: QtBot, session: Session) -> None:
    empty = SampleSizePanel(session)
    qtbot.addWidget(empty)
    assert empty.total.text() == "" and empty.verdict.text() == ""
