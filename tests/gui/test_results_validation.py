"""The Validation tab: its panels, and what ends the work of its desk."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from clinnet_gui.core.errors import TrainingFailed
from clinnet_gui.core.evaluation.validation.figures import Figure
from clinnet_gui.core.evaluation.validation.procedure import sampled_rows
from clinnet_gui.core.evaluation.validation.refits import SPANNED, Refits
from clinnet_gui.core.evaluation.validation.values import Validation
from clinnet_gui.core.study import Note, Study
from clinnet_gui.core.training.calls import CutShort
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.training.runs import result_of
from clinnet_gui.core.work import Finish, Progress, Work, drain
from clinnet_gui.gui.activity import Activity
from clinnet_gui.gui.external_desk import Asked
from clinnet_gui.gui.pages.internal_panel import STALE, InternalPanel
from clinnet_gui.gui.pages.results_page import ResultsPage
from clinnet_gui.gui.pages.validation_rows import of_refits
from clinnet_gui.gui.pages.validation_tab import PANELS
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.tasks import Lane
from clinnet_gui.gui.widgets.results.measure_text import number, signed
from tests.builders import refits
from tests.gui.conftest import Rest
from tests.gui.results_study import crossed, evaluated


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> ResultsPage:
    session.study = evaluated()
    made = ResultsPage(session)
    qtbot.addWidget(made)
    made.show()
    return made


def endless() -> Work[str]:
    """Work that goes on until it is told to finish."""
    try:
        while True:
            yield Progress("Refitting", 0.1)
    except Finish:
        return "kept"


def test_the_tab_stands_among_the_results_with_a_panel_each_way(page: ResultsPage) -> None:
    assert page.tabs.tabText(4) == "Validation"
    panels = page.validation.panels
    assert [panels.tabText(i) for i in range(panels.count())] == [title for title, _, _ in PANELS]


def test_a_running_validation_can_be_ended_with_what_it_has(
    session: Session, qtbot: QtBot, rest: Rest
) -> None:
    kept: list[str] = []
    session._run(Lane.REFIT, Activity("Refitting", can_finish=True, keeps="these"), endless, kept.append)
    assert session.validating
    qtbot.waitSignal(session.progressed, timeout=10_000).wait()
    session.stop_and_keep()
    activity = session.activity
    assert activity is not None and activity.stopping
    rest()
    assert kept == ["kept"] and not session.validating


def test_another_network_ends_the_validation_of_the_old_one(session: Session) -> None:
    session.study = evaluated()
    kept: list[str] = []
    session._run(Lane.VALIDATE, Activity("Refitting"), endless, kept.append)
    session._set(session.study.with_note(Note("2026-01-01T00:00:00+00:00", "looked at")))
    assert session.validating, "the same network"
    session._set(Study())
    assert not session.validating and kept == []


def test_nothing_that_would_end_the_refits_begins_while_they_run(session: Session, tmp_path: Path) -> None:
    """Hours of refits are given up by whoever ends them, not by whoever drops a file."""
    session.study, told = evaluated(threshold=0.3), list[str]()
    assert session.study.trained is not None
    told_of = drain(result_of(session.study.trained))
    (run,) = session.study.with_run(told_of, "2026-01-01T00:00:00+00:00").runs
    session.study = session.study.with_runs((replace(run, trained=crossed().trained),))
    session.notified.connect(told.append)
    session._run(Lane.REFIT, Activity("Refitting", can_finish=True), endless, lambda _: None)
    column = session.study.table.columns[2] if session.study.table else None
    assert column is not None
    for begin in (
        session.start_training,
        session.open_example,
        lambda: session.open_study(tmp_path / "other.clinnet"),
        lambda: session.return_to_run(run.number),
        lambda: session.refit(50),
        lambda: session.divide(column),
        lambda: session.transport(column),
        lambda: session.validate_file(Asked(tmp_path / "others.csv")),
    ):
        told.clear()
        begin()
        assert told == ["Refitting is still running."]
        assert session.running(Lane.MAIN) is None and session.running(Lane.VALIDATE) is None
    assert session.refitting is not None and session.external_asked is None


def test_undo_brings_no_other_network_while_refits_of_this_one_run(session: Session) -> None:
    """Undo of "Return to run" would end them: it waits, and says what for; other steps are undone."""
    before, told = evaluated(threshold=0.3), list[str]()
    returned = replace(before, trained=crossed().trained)
    session.study = before
    session.steps.push("Return to run 1", before, returned.trained)
    session._set(returned)
    session.notified.connect(told.append)
    for lane, title in ((Lane.REFIT, "Refitting"), (Lane.VALIDATE, "Leaving groups out")):
        session._run(lane, Activity(title, can_finish=True), endless, lambda _: None)
        session.undo()
        assert told.pop() == f"{title} is still running." and session.study.trained is returned.trained
        assert session.steps.next_undo == "Return to run 1" and session.validating
        session.set_threshold(0.4)
        session.undo()
        assert session.study.decision.threshold == 0.3 and session.validating
        session._drop(lane)
    session.undo()
    assert session.study.trained is before.trained
    session._run(Lane.REFIT, Activity("Refitting", can_finish=True), endless, lambda _: None)
    session.redo()
    assert told == ["Refitting is still running."] and session.study.trained is before.trained
    session._drop(Lane.REFIT)
    session.redo()
    assert session.study.trained is returned.trained


def test_refits_that_were_cut_short_are_kept_and_told_of(
    session: Session, qtbot: QtBot, rest: Rest, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.study, told = crossed(), list[object]()
    made = own_refits(session, 24)

    def cut_short(*_: object) -> Work[Refits]:
        yield CutShort(TrainingFailed("A process was ended. 24 refits are kept."))
        return made

    monkeypatch.setattr("clinnet_gui.gui.operations.validation.refitting", cut_short)
    session.failed.connect(told.append)
    session.refit(50)
    qtbot.waitUntil(lambda: session.study.corrected is not None, timeout=30_000)
    assert session.study.own_refits is made and session.refits_failed is None
    assert [str(one) for one in told] == ["A process was ended. 24 refits are kept."]


def test_a_file_dropped_while_groups_are_left_out_does_not_end_that(session: Session, tmp_path: Path) -> None:
    session.study = evaluated()
    session._run(Lane.VALIDATE, Activity("Leaving groups out", can_finish=True), endless, lambda _: None)
    session.validate_file(Asked(tmp_path / "others.csv"))
    activity = session.running(Lane.VALIDATE)
    assert activity is not None and activity.title == "Leaving groups out"


def test_what_failed_for_one_network_is_not_told_of_another(session: Session) -> None:
    session.study = evaluated()
    session.failures.update({lane: ValueError() for lane in (Lane.CORRECT, Lane.COHORT, Lane.REFIT)})
    assert session.refits_failed is not None
    session._set(crossed())
    assert session.refits_failed is None and not session.failures


# ---- internal validation ----------------------------------------------------------------------


@pytest.fixture
def small(session: Session, qtbot: QtBot) -> InternalPanel:
    """The panel of a cross-fitted study without refits."""
    session.study = crossed()
    made = InternalPanel(session)
    qtbot.addWidget(made)
    made.resize(1064, 600)
    made.show()
    return made


def own_refits(session: Session, times: int = 40) -> Refits:
    assert session.study.trained is not None
    return refits(session.study.trained, times)


def arrived(session: Session, qtbot: QtBot, times: int = 40) -> Validation:
    """Let refits come back as the task brings them, and wait for what follows from them."""
    session._refitted(own_refits(session, times))
    qtbot.waitUntil(lambda: session.study.corrected is not None, timeout=30_000)
    found = session.study.corrected
    assert found is not None
    return found


def test_without_refits_the_panel_says_what_they_are_and_take(small: InternalPanel, session: Session) -> None:
    assert small.purpose.isVisible() and not small.found.isVisible() and not small.state.isVisible()
    assert "50 refits take" in small.refits.text.text() and "on this computer" in small.refits.text.text()
    assert small.refits.quick.text() == "Refit 50 times" and small.refits.report.isEnabled()


def test_refits_run_with_their_progress_and_are_kept_when_stopped(
    small: InternalPanel, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = own_refits(session)

    def until_stopped(*_: object) -> Work[Refits]:
        try:
            while True:
                yield Progress("21 of 50 refits, about 3 minutes left", 0.42)
        except Finish:
            return made

    monkeypatch.setattr("clinnet_gui.gui.operations.validation.refitting", until_stopped)
    small.refits.quick.click()
    qtbot.waitUntil(lambda: small.refits.text.text().startswith("21 of 50"), timeout=10_000)
    assert (
        small.refits.bar.isVisible() and not small.refits.quick.isVisible() and session.refitting is not None
    )
    small.refits.stop.click()
    qtbot.waitUntil(lambda: session.study.corrected is not None, timeout=30_000)
    assert session.study.own_refits is made and session.unsaved
    assert small.found.isVisible() and small.refits.quick.text() == "Go on to 50 refits"
    assert session.study.history[-1].what == "Validated by 40 refits"


def test_the_table_shows_own_rows_optimism_and_what_is_left(
    small: InternalPanel, session: Session, qtbot: QtBot
) -> None:
    found = arrived(session, qtbot)
    auroc = found.of(Figure.AUROC)
    name, own, optimism, left, outside, against = small.table.texts()[0]
    assert name == "AUROC" and own == number(auroc.apparent) and optimism == signed(auroc.optimism)
    assert left == f"{number(auroc.corrected)} ({number(auroc.low)}–{number(auroc.high)})"
    beside = found.unseen.outside[0]
    assert outside == f"{number(beside.corrected)} ({number(beside.low)}–{number(beside.high)})"
    assert small.note.text().endswith("To report: corrected.")
    assert against.startswith(signed(found.difference[0].corrected)) and not small.reason.isVisible()
    assert small.sentence.text() == found.sentence and f"about {auroc.corrected:.2f}" in found.sentence
    assert "40 refits of every step" in small.refits.text.text()
    assert "net benefit" not in " ".join(row[0] for row in small.table.texts())


def test_where_refits_learnt_by_heart_the_out_of_bag_figures_are_to_be_reported(
    small: InternalPanel, session: Session, qtbot: QtBot
) -> None:
    made = own_refits(session)
    drawn = np.isfinite(made.held)
    assert session.study.trained is not None
    dataset = session.study.trained.dataset
    known = np.where(drawn, 8.0 * (2 * dataset.y[sampled_rows(session.study.trained)] - 1), made.logits)
    session._refitted(replace(made, logits=known.astype(np.float32)))
    qtbot.waitUntil(lambda: session.study.corrected is not None, timeout=30_000)
    found = session.study.corrected
    assert found is not None and found.reason
    assert small.reason.isVisible() and small.reason.text() == found.reason
    auroc, outside = found.of(Figure.AUROC), found.headline[0]
    assert auroc.corrected > outside.corrected and f"about {outside.corrected:.2f}" in small.sentence.text()
    _, _, _, left, beside, against = small.table.texts()[0]
    assert left == f"{number(auroc.corrected)} ({number(auroc.low)}–{number(auroc.high)})"
    assert small.note.text().endswith("To report: out-of-bag.")
    assert beside == f"{number(outside.corrected)} ({number(outside.low)}–{number(outside.high)})"
    assert against.startswith(signed(found.headline_difference[0].corrected))
    values, names = small.fan.values(), [entry.name for entry in small.fan.legend.entries]
    assert values is not None and values.names[2] == "out-of-bag" and names[-1] == "out-of-bag"
    assert np.array_equal(values.columns[2], found.fan.outside), "the curve is that of the figures to report"
    told = of_refits(session)
    assert told is not None and "report the out-of-bag figures" in told.roles, "as the sentence below it says"
    assert "corrected for optimism" not in told.roles and "out-of-bag" in told.hint


def test_one_look_shows_the_table_and_a_plot(small: InternalPanel, session: Session, qtbot: QtBot) -> None:
    small.resize(1400, 600)  # room for both in any typeface
    told = of_refits(session)
    arrived(session, qtbot)
    after = of_refits(session)
    assert told is not None and after is not None
    assert all("apparent and corrected for optimism" in one.roles for one in (told, after))
    assert small.plots.tabText(0) == "Calibration" and small.fan.isVisible()
    assert small.minimumSizeHint().height() <= 470, "what there is of 720 pixels"
    small.plots.setCurrentIndex(1)
    assert small.instability.isVisible() and small.steadiness.isVisible()


def test_a_first_look_promises_nothing_of_new_patients(
    small: InternalPanel, session: Session, qtbot: QtBot
) -> None:
    found = arrived(session, qtbot, SPANNED - 10)
    assert math.isnan(found.of(Figure.AUROC).low)
    assert found.sentence.startswith("A first look: AUROC") and f"from {SPANNED} refits on" in found.sentence
    assert "expect an" not in found.sentence and "logistic" not in found.sentence


def test_another_threshold_brings_its_net_benefit_and_flips(
    small: InternalPanel, session: Session, qtbot: QtBot
) -> None:
    arrived(session, qtbot)
    session.set_threshold(0.3)
    assert session.study.corrected is None, "that of another threshold is not shown"
    qtbot.waitUntil(lambda: session.study.corrected is not None, timeout=30_000)
    assert small.table.texts()[-1][0] == "net benefit at 30 %"
    assert "At the threshold of 30 %" in small.steadiness.text()
    found = session.study.corrected
    assert found is not None and found.instability.flipped > 0
    session.undo()
    qtbot.waitUntil(lambda: session.study.corrected is not None, timeout=30_000)
    assert session.study.own_refits is not None, "refits are never undone"


def test_refits_of_an_earlier_network_are_out_of_date(
    small: InternalPanel, session: Session, qtbot: QtBot
) -> None:
    arrived(session, qtbot)
    assert session.study.trained is not None
    other = replace(session.study.trained.fit, made_from="another")
    session._set(
        session.study.with_trained(replace(session.study.trained, fit=other), session.study.decision)
    )
    assert session.study.corrected is None and not small.found.isVisible()
    assert small.refits.text.text() == STALE and small.refits.quick.text() == "Refit 50 times"


def test_a_study_opened_with_refits_is_corrected_anew(
    small: InternalPanel, session: Session, qtbot: QtBot
) -> None:
    arrived(session, qtbot)
    made = session.study
    session._renew(replace(made, trained=replace_copy(made.trained), validation=None), None)
    qtbot.waitUntil(lambda: session.study.corrected is not None, timeout=30_000)
    assert small.found.isVisible()


def replace_copy(trained: Trained | None) -> Trained | None:
    """Another object with the same fit, as a file gives it."""
    return None if trained is None else replace(trained)


def test_refits_that_all_failed_are_said_in_place(
    small: InternalPanel, session: Session, qtbot: QtBot
) -> None:
    nothing = own_refits(session)
    nan = np.full_like(nothing.logits, np.nan)
    session._refitted(replace(nothing, logits=nan, held=nan, logistic=nan))
    qtbot.waitUntil(lambda: small.state.isVisible() and "None of the 40" in small.state.sentence.text())
    assert session.refits_failed is not None


def test_the_plots_say_in_words_what_they_show(small: InternalPanel, session: Session, qtbot: QtBot) -> None:
    found = arrived(session, qtbot)
    for plot in (small.fan, small.instability):
        values = plot.values()
        assert plot.accessibleDescription().endswith(".") and values is not None
        assert all(column.size for column in values.columns)
    assert f"{100 * found.instability.mean_distance:.1f} percentage points" in small.steadiness.text()
