"""The strip above the tabs speaks of the rows of the tab in front, in Validation of those of its panel."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinnet_gui.core.data.split import Apart, Part
from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.gui.external_desk import Asked
from clinnet_gui.gui.pages.results_page import ResultsPage
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.kinds import line
from clinnet_gui.gui.widgets.results.rows_told import counted, standing
from tests.builders import Patients, refits
from tests.gui.conftest import Rest
from tests.gui.results_study import crossed, evaluated
from tests.gui.test_groups_panel import found as groups_of
from tests.unit.scoring.arrived import rows_of, written

ELSEWHERE = Patients(n=300, seed=9, intercept=-0.4)


pytestmark = pytest.mark.usefixtures("few_samples")


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> Iterator[ResultsPage]:
    session.study = evaluated(threshold=0.3)
    made = ResultsPage(session)
    qtbot.addWidget(made)
    made.show()
    made.tabs.setCurrentWidget(made.validation)
    yield made


def turned_to(page: ResultsPage, title: str) -> str:
    panels = page.validation.panels
    panels.setCurrentIndex([panels.tabText(i) for i in range(panels.count())].index(title))
    return page.strip.text


def test_internal_speaks_of_all_rows_but_the_tests(page: ResultsPage, session: Session) -> None:
    trained = session.study.trained
    assert trained is not None
    split, y = trained.split, trained.dataset.y
    kept = split.parts != Part.TEST
    said = turned_to(page, "Internal")
    assert said.startswith(f"ALL ROWS, REFITTED n = {int(kept.sum()):,}, {int(y[kept].sum()):,} events")
    assert "apparent and corrected" in said and "no refits yet" in said
    assert f"{split.counts[Part.TEST]:,} test rows take no part" in said
    session._set(session.study.with_refits(refits(trained, 40)))
    assert "40 refits of every step" in page.strip.text


def test_without_a_test_part_none_is_spoken_of(page: ResultsPage, session: Session) -> None:
    session._set(crossed())
    assert "test rows" not in turned_to(page, "Internal")


def test_groups_counts_the_rows_left_out_so_far(page: ResultsPage, session: Session) -> None:
    assert turned_to(page, "Groups").startswith("ROWS LEFT OUT  · Internal-external validation · no group")
    found = groups_of(session)
    session.transported = found
    session.validated.emit()
    n, events = (sum(getattr(g.level, what) for g in found.groups) for what in ("n", "events"))
    assert page.strip.text.startswith(f"ROWS LEFT OUT n = {n:,}, {events:,} events")
    assert (
        f"“{found.column}”" in page.strip.text
        and f"{len(found.groups)} of {found.planned}" in page.strip.text
    )
    session.transported = replace(found, by_date=True)
    session.validated.emit()
    assert page.strip.text.startswith("LATER ROWS") and "Temporal validation" in page.strip.text


def test_subgroups_speak_of_the_rows_of_the_other_tabs(page: ResultsPage) -> None:
    said = turned_to(page, "Subgroups")
    page.tabs.setCurrentWidget(page.overview)
    assert page.strip.text == said and said.startswith("CALIBRATE ROWS")


def test_external_names_the_file_literally_and_counts_its_rows(
    page: ResultsPage, session: Session, rest: Rest, tmp_path: Path
) -> None:
    assert "no file yet" in turned_to(page, "External")
    session.validate_file(Asked(tmp_path / "absent.csv"))
    rest()
    assert "“absent.csv” was not judged" in page.strip.text
    session.validate_file(Asked(written(tmp_path, rows_of(ELSEWHERE))))
    assert "is being judged" in page.strip.text
    rest()
    assert session.external is not None
    events = session.external.transport.side.report.events
    assert page.strip.text.startswith(f"ROWS OF ANOTHER FILE n = 300, {events} events")
    assert f"· “{session.external.source}” · External validation" in page.strip.text
    session.external = replace(session.external, source=f"<b>{'north ' * 30}.csv")
    session.validated.emit()
    assert "“<b>north" in page.strip.text and "…" in page.strip.text and len(page.strip.text) < 250
    assert page.strip.findChildren(type(line()))[0].textFormat().name == "PlainText"


def test_sample_size_speaks_of_no_rows(page: ResultsPage) -> None:
    assert turned_to(page, "Sample size").startswith("NO ROWS  · Planning")


def test_few_events_are_said_only_where_those_rows_are_spoken_of(page: ResultsPage, session: Session) -> None:
    evaluation = session.study.evaluation
    assert evaluation is not None
    session._set(session.study.with_evaluation(replace(evaluation, y=evaluation.y * 0)))
    turned_to(page, "Subgroups")
    assert page.strip.few.isVisible()
    turned_to(page, "Sample size")
    assert not page.strip.few.isVisible()


def test_a_test_of_other_patients_is_called_so_once_it_is_opened() -> None:
    evaluation, places = evaluated(threshold=0.3).evaluation, Apart("site", ("B", "C"))
    assert evaluation is not None
    covered = standing(evaluation, Decision(), places)
    assert covered == "Internal validation · the test rows (“site” = B, C) are covered"
    opened = replace(evaluation, part=Part.TEST)
    when = Decision(opened="2026-03-01T10:00:00+00:00")
    assert standing(opened, when, places).startswith(
        "Validation in other groups: “site” = B, C · opened 2026-03-01"
    )
    assert standing(opened, when, Apart("year")).startswith("Validation at a later time: latest by “year”")
    assert standing(opened, when).startswith("Internal validation · opened")


def test_one_is_one_event() -> None:
    assert counted(120, 1) == "n = 120, 1 event (0.8 %)"
