"""The External panel: a file is judged where it is dropped; what it asks or lacks is said in place."""

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinnet_gui.core.data.findings import Answers, Finding, Level, Option
from clinnet_gui.core.evaluation.deciding import with_threshold
from clinnet_gui.core.evaluation.decision import Method
from clinnet_gui.core.evaluation.sample_size.validation import ValidationSize, Widths
from clinnet_gui.core.scoring import StructureOpen
from clinnet_gui.core.study import Study
from clinnet_gui.gui.external_desk import Asked
from clinnet_gui.gui.pages.external_panel import ExternalPanel
from clinnet_gui.gui.pages.external_report import UNKNOWN, WIDE
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.results.measure_text import number, signed
from tests.builders import Patients
from tests.gui.conftest import Rest
from tests.gui.dragging import drop
from tests.gui.results_study import MANY, evaluated
from tests.unit.scoring.arrived import rows_of, written

ELSEWHERE = Patients(n=300, seed=9, intercept=-0.4)


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> Iterator[ExternalPanel]:
    session.study = evaluated(threshold=0.3)
    made = ExternalPanel(session)
    qtbot.addWidget(made)
    made.show()
    yield made


def test_a_dropped_file_is_judged_and_told_in_four_parts(
    panel: ExternalPanel, session: Session, rest: Rest, tmp_path: Path
) -> None:
    assert (
        panel.shown is panel.invite and "random part" in panel.invite.findChildren(type(panel.file))[0].text()
    )
    drop(panel, written(tmp_path, rows_of(ELSEWHERE)))
    assert panel.shown is panel.state
    rest()
    assert panel.shown is panel.report and session.external is not None
    found, report = session.external.transport, panel.report
    assert report.standing.text().startswith("No patient of the study was found among these 300 rows")
    assert report.counts.text().startswith("300 rows read; 300 judged")
    assert report.table.shifts.length() == 5
    assert [line.name for line in report.love.lines] == [shift.name for shift in found.shifts]
    figures = {row[0]: row[1] for row in report.figures.texts()}
    assert figures["AUROC"].startswith(number(found.side.report.auroc.value))
    assert figures["net benefit at 30.0 %"].startswith(signed(found.net_benefit.value))
    assert "–" in figures["ICI"] or "to" in figures["ICI"], "with an interval"
    updates = report.updates.texts()
    assert len(updates) == 3 and sum("✓" in row[0] for row in updates) == 1
    assert report.choice.text() == found.choice.sentence
    assert [row[0] for row in report.precision.texts()][:2] == ["observed : expected", "AUROC"]
    assert panel.leave_out.isHidden() and panel.stale.isHidden()


def test_of_too_few_patients_no_width_is_expected_and_it_is_said(
    panel: ExternalPanel, session: Session, rest: Rest, tmp_path: Path
) -> None:
    panel.validate(written(tmp_path, rows_of(ELSEWHERE)))
    rest()
    found, report = session.external, panel.report
    assert found is not None and report.wide.text() == WIDE and not report.expected.isHidden()
    none = replace(found.transport, widths=Widths(*(4 * (math.nan,))), size=ValidationSize(0, 0, 0, 0))
    report.show_found(replace(found, transport=none))
    assert report.wide.text() == UNKNOWN and report.expected.isHidden()


def test_the_studys_own_patients_are_warned_of_and_can_be_left_out(
    panel: ExternalPanel, session: Session, rest: Rest, tmp_path: Path
) -> None:
    opened = replace(session.study.decision, opened="2026-03-01T10:00:00+00:00")
    session.study = session.study.with_decision(opened)
    own = rows_of(MANY, "P")[:100]
    panel.validate(written(tmp_path, [*rows_of(ELSEWHERE), *own]))
    rest()
    assert panel.report.standing.property("kind") == "warn"
    assert "100 of 400 rows are patients of the study" in panel.report.standing.text()
    assert not panel.leave_out.isHidden()
    panel.leave_out.click()
    rest()
    assert panel.report.standing.property("kind") == ""
    assert session.external is not None and session.external.transport.counts.same_left_out == 100
    assert panel.leave_out.isChecked() and not panel.leave_out.isHidden()


def test_a_refusal_is_said_in_place_and_can_be_tried_again(
    panel: ExternalPanel, session: Session, rest: Rest, tmp_path: Path
) -> None:
    without = [{k: v for k, v in row.items() if k != "died"} for row in rows_of(ELSEWHERE)]
    panel.validate(written(tmp_path, without))
    rest()
    assert panel.shown is panel.state
    assert "no outcome “died”" in panel.state.sentence.text()
    written(tmp_path, rows_of(ELSEWHERE))
    panel.state.acted.emit()
    rest()
    assert panel.shown is panel.report


def test_another_calibrator_or_threshold_makes_the_figures_stale(
    panel: ExternalPanel, session: Session, rest: Rest, tmp_path: Path
) -> None:
    panel.validate(written(tmp_path, rows_of(ELSEWHERE)))
    rest()
    session._set(session.study.with_decision(with_threshold(session.study.decision, 0.5)))
    assert not panel.stale.isHidden()
    session._set(session.study.with_decision(with_threshold(session.study.decision, 0.3)))
    assert panel.stale.isHidden()
    session.choose_calibrator(Method.INTERCEPT)
    rest()
    assert session.study.decision.calibrator.method is Method.INTERCEPT and not panel.stale.isHidden()


def test_another_network_forgets_the_file(
    panel: ExternalPanel, session: Session, rest: Rest, tmp_path: Path
) -> None:
    panel.validate(written(tmp_path, rows_of(ELSEWHERE)))
    rest()
    session._set(replace(Study(), table=session.study.table))
    assert session.external is None and panel.shown is panel.invite


def test_a_question_of_the_structure_is_asked_in_place(
    panel: ExternalPanel, session: Session, rest: Rest, tmp_path: Path
) -> None:
    rows = rows_of(ELSEWHERE)
    path = tmp_path / "dashes.csv"
    path.write_text("\n".join([",".join(rows[0]), *(",".join(row.values()) for row in rows)]) + "\n")
    session.external_asked, question = Asked(path), asking()
    session.external_failure = StructureOpen((question,), path, Answers())
    panel.refresh()
    assert panel.shown is panel.questions
    panel.questions.answered.emit(question.code, question.column, "first")
    rest()
    assert panel.shown is panel.report
    assert session.external_asked.answers == Answers((("SURE", None, "first"),))


def asking() -> Finding:
    options = (Option("first", "The first row holds names"), Option("none", "It does not"))
    return Finding("SURE", Level.ASK, "Which?", options=options, proposed="first")


def test_cancelling_returns_to_the_invitation(
    panel: ExternalPanel, session: Session, rest: Rest, tmp_path: Path
) -> None:
    panel.validate(written(tmp_path, rows_of(ELSEWHERE)))
    session.discard()
    rest()
    assert panel.shown is panel.invite


def test_too_few_events_show_no_figure_and_a_hundred_are_called_unstable(
    panel: ExternalPanel, rest: Rest, tmp_path: Path
) -> None:
    rows = rows_of(ELSEWHERE)
    panel.validate(written(tmp_path, [{**row, "died": "no"} for row in rows[3:]] + rows[:3]))
    rest()
    assert "no figure is shown" in panel.report.few.text()
    assert {row[1] for row in panel.report.figures.texts()} == {"too few"}
    assert {row[1] for row in panel.report.updates.texts()} == {"too few"}
    panel.validate(written(tmp_path, rows[:150]))
    rest()
    assert panel.report.few.text().startswith("Unstable: only")
    assert "have the event here" in panel.report.share.text()
