"""The guided path: what its five steps say of a study, and where they lead."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinnet_gui.core.data.dataset import Role
from clinnet_gui.core.data.screening.shapes import recognise
from clinnet_gui.core.data.shape import Recognised, Shape
from clinnet_gui.core.evaluation.judging import evaluate
from clinnet_gui.core.statistics.paired import Interval
from clinnet_gui.core.study import Study
from clinnet_gui.core.training.ablation.values import Ablation, Cell, name
from clinnet_gui.core.training.fit import Health
from clinnet_gui.core.training.range_test import RangeTest
from clinnet_gui.core.training.records import Stop
from clinnet_gui.core.work import drain
from clinnet_gui.gui.commands import Commands
from clinnet_gui.gui.guided_path import Lead, PathStep, Standing, Trials, guided_path
from clinnet_gui.gui.pages.model_page import ModelPage
from clinnet_gui.gui.pages.path_panel import PathPanel
from clinnet_gui.gui.pages.training_page import TABS, TrainingPage
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.settings import Settings
from clinnet_gui.gui.style import themes
from clinnet_gui.gui.widgets.guided_path import SIGNS
from tests import builders
from tests.gui.conftest import Rest

TABLE = Recognised(Shape.TABLE, "This is a table.", ("Not a signal.", "Not visits."))
NONE = Trials()


def planned() -> Study:
    study = builders.study()
    assert study.choice is not None
    return replace(study, trained=None, choice=replace(study.choice, spec=study.choice.suggested))


def steps(study: Study, shape: Recognised | None = TABLE, trials: Trials = NONE) -> dict[str, PathStep]:
    made = guided_path(study, shape, trials)
    return dict(zip(("shape", "size", "baseline", "diagnosis", "iteration"), made, strict=True))


def fitted(study: Study, most: int = 0, stop: Stop = Stop.EARLY) -> Study:
    """The study with folds that ended so, after ``most`` steps (0: as they are)."""
    assert study.trained is not None
    folds = []
    for fold in study.trained.fit.folds:
        history = fold.history
        if most:
            looks = history.validation_step <= most
            history = replace(
                history,
                loss=history.loss[:most],
                validation_step=history.validation_step[looks],
                validation_loss=history.validation_loss[looks],
                steps_per_epoch=most,
            )
        folds.append(replace(fold, history=history, stop=stop))
    fit = replace(study.trained.fit, folds=tuple(folds), made_from=study.plan_fingerprint)
    return replace(study, trained=replace(study.trained, fit=fit))


def ablation(recommended: tuple[int, ...], done: int = 3) -> Ablation:
    hiddens = ((8,), (16, 8), (32, 16))[:done]
    cells = tuple(Cell(hidden, 10, 0.5, Interval(0.0, -0.1, 0.1), 1.0) for hidden in hiddens)
    said = f"Keep {name(recommended)}: no larger network does better."
    return Ablation(cells, (16, 8), recommended, 3, (1,), 600, 600, "rows", said, "")


def rates() -> RangeTest:
    return RangeTest(np.ones(3), np.ones(3), 0.1, 0.01, 0.01, "A learning rate of 0.01 is suggested.")


def test_nothing_is_called_done_before_it_is() -> None:
    for step in steps(Study(), None).values():
        assert step.standing is Standing.NOT_YET
        assert step.sentence.endswith((".", "?")) and step.links


def test_the_shape_is_told_with_its_evidence() -> None:
    study = planned()
    assert study.dataset is not None
    found = drain(recognise(study.dataset))
    step = steps(study, found)["shape"]
    assert step.standing is Standing.DONE and "table" in step.sentence
    assert step.details == (found.sentence, *found.evidence)


@pytest.mark.parametrize("by_patient", [True, False])
def test_signals_and_visits_are_named_as_coming_and_the_split_as_it_is(by_patient: bool) -> None:
    study = planned()
    assert study.split is not None
    study = replace(study, split=replace(study.split, by_patient=by_patient))
    for shape in (Shape.SIGNAL, Shape.VISITS):
        step = steps(study, Recognised(shape, "So it is.", ("Seen.",), "p"))["shape"]
        assert step.standing is Standing.LOOK
        assert shape.value.rstrip("s") in step.sentence.lower() and "to come" in step.sentence
        assert ("by patient" in step.sentence) is by_patient
        assert {"So it is.", "Seen."} < set(step.details)


def test_visits_are_split_by_patient_from_the_file_on(
    session: Session, rest: Rest, tmp_path: object, qtbot: QtBot
) -> None:
    path = tmp_path / "visits.csv"  # type: ignore[operator]
    rng = np.random.default_rng(3)
    rows = [
        f"{patient},{visit},{rng.normal():.3f},{int(rng.random() < 0.4)}"
        for patient in range(120)
        for visit in range(5)
    ]
    path.write_text("\n".join(["patient_id,day,crp,died", *rows]) + "\n")
    session.open_file(path)
    rest()
    assert session.study.table is not None
    session.set_role(session.study.table.names.index("died"), Role.OUTCOME)
    rest()
    assert session.shape is not None and session.shape.shape is Shape.VISITS
    step = guided_path(session.study, session.shape, NONE)[0]
    assert step.standing is Standing.LOOK and "Split by patient" in step.sentence


def test_the_suggested_network_and_an_edited_one_are_told_apart() -> None:
    study = planned()
    assert study.choice is not None and study.dataset is not None
    step = steps(study)["size"]
    assert step.standing is Standing.DONE and f"suggested for {study.dataset.n} rows." in step.sentence
    assert any("hidden layers" in reason for reason in step.details)

    def with_hidden(*hidden: int) -> Study:
        assert study.choice is not None
        spec = replace(study.choice.spec, hidden=hidden)
        return study.with_choice(replace(study.choice, spec=spec))

    smaller, larger = with_hidden(8), with_hidden(128, 64)
    assert steps(smaller)["size"].standing is Standing.DONE
    assert steps(smaller)["size"].sentence.startswith("Edited: 8;")
    assert steps(larger)["size"].standing is Standing.LOOK
    backed = Trials(ablation=ablation((128, 64)))
    assert steps(larger, trials=backed)["size"].standing is Standing.DONE
    assert steps(larger, trials=replace(backed, ablation_is_stale=True))["size"].standing is Standing.LOOK
    other = study.with_choice(replace(study.choice, spec=replace(study.choice.spec, dropout=0.1)))
    assert "other settings are edited" in steps(other)["size"].sentence


def test_the_baseline_is_counted_in_steps_and_stands_beside_the_simpler_models() -> None:
    study = fitted(builders.study())
    assert study.trained is not None
    made = f"{study.trained.fit.steps:,} steps"
    assert steps(study)["baseline"].sentence.startswith(f"{made}, settled.")
    evaluation = drain(evaluate(study.trained, study.decision))
    step = steps(study.with_evaluation(evaluation))["baseline"]
    for judged in evaluation.models:
        assert f"{judged.log_loss.value:.3f}" in step.sentence
    for word in ("prevalence", "logistic", "boosting"):
        assert word in step.sentence
    assert evaluation.sentence in step.details


def test_a_simpler_model_that_is_better_asks_for_a_look() -> None:
    study = fitted(builders.study())
    assert study.trained is not None
    evaluation = drain(evaluate(study.trained, study.decision))
    own, first, *rest = evaluation.models
    for high, expected in ((-0.01, Standing.LOOK), (0.01, Standing.DONE)):
        models = (own, replace(first, against=replace(first.against, high=high)), *rest)
        models = (*models[:2], *(replace(m, against=replace(m.against, high=0.5)) for m in rest))
        step = steps(study.with_evaluation(replace(evaluation, models=models)))["baseline"]
        assert step.standing is expected


@pytest.mark.parametrize(
    ("stop", "words"), [(Stop.BUDGET, "all that were planned"), (Stop.ANALYST, "stopped too early")]
)
def test_a_few_steps_settle_nothing(stop: Stop, words: str) -> None:
    step = steps(fitted(builders.study(), 30, stop))["baseline"]
    assert step.standing is Standing.LOOK and step.sentence.startswith(f"30 steps, {words}.")


def test_folds_are_counted() -> None:
    study = builders.crossed_study()
    assert study.trained is not None
    step = steps(study)["baseline"]
    assert step.sentence.startswith(f"{study.trained.fit.steps:,} steps in 5 folds, ")


def test_the_diagnosis_names_gap_interval_and_bound() -> None:
    study = fitted(builders.study())
    assert study.trained is not None
    verdict = study.trained.fit.verdict
    for health in Health:
        changed = replace(study.trained.fit, verdict=replace(verdict, health=health))
        step = steps(replace(study, trained=replace(study.trained, fit=changed)))["diagnosis"]
        assert step.sentence.lower().startswith(changed.verdict.word)
        for number in (verdict.gap, verdict.gap_low, verdict.gap_high):
            assert f"{number:+.3f}" in step.sentence
        assert f"above {verdict.bound:.3f}" in step.sentence
        assert step.standing is (Standing.DONE if health is Health.HEALTHY else Standing.LOOK)
        assert step.details == (verdict.sentence, verdict.remedy)


def test_a_fit_of_other_settings_asks_for_another_training() -> None:
    study = builders.study()
    assert study.choice is not None
    spec = replace(study.choice.spec, dropout=0.33)
    stale = study.with_choice(replace(study.choice, spec=spec))
    made = steps(stale)
    assert made["baseline"].standing is made["diagnosis"].standing is Standing.LOOK
    assert "changed since" in made["baseline"].sentence and made["baseline"].links[0].lead is Lead.TRAIN
    assert made["diagnosis"].sentence.startswith("Before the change")


def test_the_comparison_recommends_and_the_rule_is_said() -> None:
    study = builders.study()  # its network is 16 – 8
    before = steps(study)["iteration"]
    assert [link.lead for link in before.links] == [Lead.COMPARE, Lead.TEST_RATES]
    assert any("smaller network is kept unless" in detail for detail in before.details)
    for recommended, standing, words in (
        ((16, 8), Standing.DONE, "3 networks tried: keep 16 – 8."),
        ((8,), Standing.LOOK, "3 networks tried: use 8."),
    ):
        tried = Trials(ablation=ablation(recommended), rates=rates())
        step = steps(study, trials=tried)["iteration"]
        assert (step.standing, step.sentence) == (standing, words)
        assert [link.lead for link in step.links] == [Lead.NETWORKS, Lead.RATES]
        assert {ablation(recommended).sentence, rates().sentence} < set(step.details)
    some = steps(study, trials=Trials(ablation=ablation((16, 8), done=2)))["iteration"]
    assert some.sentence.startswith("2 of 3 networks")
    old = Trials(ablation=ablation((16, 8)), ablation_is_stale=True, rates=rates(), rates_are_stale=True)
    stale = steps(study, trials=old)["iteration"]
    assert stale.standing is Standing.LOOK and stale.links[0].lead is Lead.COMPARE
    assert rates().sentence not in stale.details


# ---- the strip on its pages ---------------------------------------------------------------


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> TrainingPage:
    session.study, session.shape = planned(), TABLE
    made = TrainingPage(session)
    qtbot.addWidget(made)
    made.resize(1120, 640)
    made.show()
    return made


def panel(page: TrainingPage | ModelPage) -> PathPanel:
    found = page.findChild(PathPanel)
    assert isinstance(found, PathPanel)
    return found


def test_each_state_has_its_sign_and_its_word(page: TrainingPage, session: Session) -> None:
    strip = panel(page)
    for cell, step in zip(strip.cells, guided_path(session.study, TABLE, NONE), strict=True):
        assert cell.standing.text() == f"{SIGNS[step.standing]} {step.standing}"
        assert cell.sentence.text() == step.sentence
        assert cell.sentence.textFormat() is Qt.TextFormat.PlainText
        assert step.title in cell.head.accessibleName() and step.standing in cell.head.accessibleName()
    assert len(set(SIGNS.values())) == len(Standing)


def test_the_strip_follows_the_session(page: TrainingPage, session: Session) -> None:
    strip = panel(page)
    assert strip.cells[3].standing.text() == "○ not yet"
    session.study = fitted(builders.study())
    session.study_changed.emit()
    assert strip.cells[3].standing.text() != "○ not yet"
    page.hide()
    session.study = planned()
    session.study_changed.emit()
    page.show()
    assert strip.cells[3].standing.text() == "○ not yet"


def test_a_head_opens_what_the_step_rests_on_by_keyboard(page: TrainingPage) -> None:
    strip = panel(page)
    assert not strip.details.isVisible()
    head = strip.cells[0].head
    assert head.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.keyClick(head, Qt.Key.Key_Space)
    assert strip.details.isVisible() and "Not a signal." in strip.details.text()
    QTest.keyClick(strip.cells[4].head, Qt.Key.Key_Space)
    assert "unless the 95 % interval" in strip.details.text() and not head.isChecked()
    QTest.keyClick(strip.cells[4].head, Qt.Key.Key_Space)
    assert not strip.details.isVisible()


def test_folding_is_the_same_on_both_pages_and_is_kept(
    qtbot: QtBot, page: TrainingPage, session: Session
) -> None:
    settings = Settings()
    Commands(session, settings, page)
    model = ModelPage(session)
    qtbot.addWidget(model)
    model.resize(1120, 640)
    model.show()
    qtbot.waitUntil(lambda: panel(page).height() > 80)
    QTest.keyClick(panel(page).fold, Qt.Key.Key_Space)
    for one in (page, model):
        assert not panel(one).cells[0].sentence.isVisible() and panel(one).cells[0].head.isVisible()
    qtbot.waitUntil(lambda: panel(page).height() < 60)
    panel(page).cells[0].head.click()
    assert panel(page).details.text().startswith("A table: each row is one case.")
    settings.save()
    assert Settings().path_folded
    later = Session()
    Commands(later, Settings(), page)
    assert later.folded
    panel(model).fold.click()
    assert panel(page).cells[0].sentence.isVisible() and not settings.path_folded


def test_links_lead_there(qtbot: QtBot, page: TrainingPage, session: Session) -> None:
    asked: list[str] = []
    session.navigated.connect(asked.append)
    strip = panel(page)
    strip.cells[0].links[0].click()
    assert asked == ["data"]
    for lead, tab in ((Lead.NETWORKS, "Networks"), (Lead.RATES, "Learning rate"), (Lead.VERDICT, "Training")):
        strip.follow(lead)
        assert TABS[page.tabs.currentIndex()] == tab and asked[-1] == "training"


def test_the_settings_are_reached_from_either_page(qtbot: QtBot, session: Session) -> None:
    session.study, session.shape = planned(), TABLE
    session.encoder = builders.trained().fit.encoder
    model = ModelPage(session)
    qtbot.addWidget(model)
    model.resize(1120, 540)
    model.show()
    model.activateWindow()
    panel(model).cells[1].links[0].click()
    qtbot.waitUntil(model.form.inputs["hidden"].hasFocus)
    assert not model.form.visibleRegion().isEmpty()


def test_the_steps_that_begin_work_begin_it_once(
    qtbot: QtBot, page: TrainingPage, session: Session, rest: Rest
) -> None:
    strip = panel(page)
    session.set_spec(builders.small())
    links = strip.cells[4].links
    assert links[1].text() == "Test learning rates" and links[1].isEnabled()
    links[1].click()
    assert session.activity is not None and session.activity.title == "Testing learning rates"
    assert not links[0].isEnabled() and not strip.cells[2].links[0].isEnabled()
    rest()
    assert session.rates is not None and links[0].isEnabled()
    assert strip.cells[4].lead(1) is Lead.RATES
    links[0].click()
    assert session.activity is not None and session.activity.title == "Comparing networks"
    session.discard()
    rest()


def test_a_training_that_runs_is_called_so(page: TrainingPage, session: Session, rest: Rest) -> None:
    session.set_spec(replace(builders.small(), epochs=2))
    panel(page).cells[2].links[0].click()
    assert session.training
    assert panel(page).cells[2].sentence.text() == "A network is being trained."
    rest()
    assert panel(page).cells[2].sentence.text().startswith(f"{session.study.trained.fit.steps} steps")  # type: ignore[union-attr]


def test_cells_stand_in_rows_where_there_is_no_room(qtbot: QtBot, page: TrainingPage) -> None:
    def rows() -> int:
        return len({cell.y() for cell in panel(page).cells})

    qtbot.waitUntil(lambda: rows() == 1)
    page.resize(700, 640)
    qtbot.waitUntil(lambda: rows() == 2)
    page.resize(1120, 640)
    qtbot.waitUntil(lambda: rows() == 1)
    try:
        themes.zoom(200)
        qtbot.waitUntil(lambda: rows() > 1)
    finally:
        themes.zoom(100)


def test_plots_stay_in_sight_at_1280_by_720(page: TrainingPage) -> None:
    page.resize(1280 - 160, 720 - 166)
    plots = page.course.plots
    for plot in (plots.loss, plots.norm):
        middle = plot.mapTo(page, plot.rect().center())
        assert 0 < middle.y() < page.height() - 50
    assert panel(page).height() <= 120
