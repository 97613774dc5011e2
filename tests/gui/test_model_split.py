"""The split on the Model page: folds as a picture, and the test part that can be asked for."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinnet_gui.core.data.dataset import Role
from clinnet_gui.core.data.split import Apart, AskedTest, Part, Split
from clinnet_gui.core.data.splitting import make_split
from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.study import Study
from clinnet_gui.gui.pages.model_page import ModelPage
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.model.split_words import how_drawn, part_lines, turns_taken, words_on_test
from clinnet_gui.gui.widgets.model.test_part import LATEST, NONE, PLACES, RANDOM
from tests import builders
from tests.builders import Patients
from tests.gui.conftest import Rest

FEW = Patients(n=240, seed=4, intercept=-2.4)
"""Patients with too few events for a test part."""

Opened = Callable[[Study], ModelPage]


@pytest.fixture
def opened(qtbot: QtBot, session: Session) -> Opened:
    """The page of a study."""

    def made(study: Study) -> ModelPage:
        session.study = replace(study, trained=None)
        session.encoder = builders.crossed().fit.encoder
        page = ModelPage(session)
        qtbot.addWidget(page)
        page.resize(1040, 640)
        page.show()
        return page

    return made


def planned(of: Patients) -> Study:
    """A study with the plan that the size of its data gives."""
    data = builders.dataset(of)
    begun = Study().with_table(data.table).with_roles(data.roles, data.findings, data)
    return begun.with_plan(make_split(data, builders.SEED), builders.choice(of))


def split_of(session: Session) -> Split:
    assert session.study.split is not None
    return session.study.split


def asked(session: Session) -> AskedTest:
    return session.test_part


def choose(page: ModelPage, way: int) -> None:
    """Choose how the test part is set aside, as a click would."""
    page.test.ways.setCurrentIndex(way)
    page.test.ways.activated.emit(way)


def by_column(page: ModelPage, name: str) -> None:
    """Choose the column that sets it apart."""
    page.test.columns.setCurrentText(name)
    page.test.columns.activated.emit(page.test.columns.currentIndex())


def check(page: ModelPage, value: str) -> None:
    """Tick one value of the column."""
    items = [page.test.values.item(at) for at in range(page.test.values.count())]
    (item,) = [item for item in items if item.text().startswith(value)]
    item.setCheckState(Qt.CheckState.Checked)


def test_a_crossed_split_is_drawn_as_folds(opened: Opened, session: Session) -> None:
    page = opened(builders.crossed_study())
    assert page.split.parts == (Part.CROSS_FITTED, Part.TEST)
    assert page.split.text(Part.CROSS_FITTED, "rows") == "600"
    assert page.split.text(Part.TEST, "rows") == "–"
    assert page.split.picture.isVisible()
    assert page.split.picture.accessibleDescription().startswith("5 folds of 1")
    assert "out-of-fold rows" in page.split.turns.text()
    assert page.parameters.text().endswith("in each of 5 networks")


def test_the_picture_shows_whether_there_is_a_test_part(opened: Opened, session: Session) -> None:
    page = opened(builders.crossed_study())
    without = page.split.picture.grab().toImage()
    session.study = replace(builders.crossed_study(test=True), trained=None)
    session.study_changed.emit()
    assert page.split.text(Part.TEST, "rows") == "120"
    assert page.split.picture.grab().toImage() != without
    assert "120 test rows" in page.split.picture.accessibleDescription()


def test_four_parts_are_lines_without_a_picture(opened: Opened) -> None:
    page = opened(builders.study())
    assert page.split.parts == (Part.TRAIN, Part.EARLY_STOP, Part.CALIBRATE, Part.TEST)
    assert not page.split.picture.isVisible() and not page.split.turns.isVisible()


def test_a_test_part_is_asked_for_and_taken_back(opened: Opened, session: Session, rest: Rest) -> None:
    page = opened(planned(Patients(n=600)))
    assert page.test.ways.currentIndex() == NONE and "out-of-fold rows judge it" in page.test.words.text()
    choose(page, RANDOM)
    rest()
    assert split_of(session).has_test and split_of(session).crossed
    assert page.test.ways.currentIndex() == RANDOM and "You asked for it" in page.test.words.text()
    assert session.steps.next_undo == "Change of the test part"
    session.undo()
    rest()
    assert not split_of(session).has_test and page.test.ways.currentIndex() == NONE
    assert asked(session) is None
    session.redo()
    rest()
    assert split_of(session).has_test and page.test.ways.currentIndex() == RANDOM


def test_it_is_kept_when_the_seed_changes(opened: Opened, session: Session, rest: Rest) -> None:
    page = opened(planned(Patients(n=600)))
    choose(page, RANDOM)
    rest()
    session.set_seed(7)
    rest()
    assert split_of(session).seed == 7 and split_of(session).has_test


def test_rows_left_out_stay_so_under_another_seed(opened: Opened, session: Session, rest: Rest) -> None:
    opened(planned(Patients(n=600)))
    assert session.study.choice is not None
    session.set_spec(replace(session.study.choice.spec, left_out=(3, 5)))
    session.set_seed(7)
    rest()
    choice = session.study.choice
    assert choice is not None and choice.spec.left_out == (3, 5) and choice.spec.seed == 7


def test_too_few_events_are_refused_and_the_plan_stays(
    opened: Opened, session: Session, rest: Rest, qtbot: QtBot
) -> None:
    page = opened(planned(FEW))
    before = session.study
    with qtbot.waitSignal(session.failed, timeout=30_000) as refused:
        choose(page, RANDOM)
    rest()
    error = refused.args[0]
    assert isinstance(error, SettingsRefused) and error.code == "TEST_PART_TOO_SMALL" and error.hint
    assert session.study is before and not session.steps.next_undo
    assert page.test.ways.currentIndex() == NONE and asked(session) is None


def test_a_wish_that_the_data_no_longer_allow_becomes_a_warning(
    opened: Opened, session: Session, rest: Rest
) -> None:
    data = builders.dataset(FEW)
    study = planned(FEW)
    opened(study.with_plan(builders.crossed_split(FEW, test=True), study.choice))
    session.test_part = True
    session.set_seed(3)
    rest()
    assert session.study.dataset is not None and session.study.dataset.n == data.n
    assert not split_of(session).has_test and asked(session) is None
    assert "TEST_PART_TOO_SMALL" in {finding.code for finding in split_of(session).findings}


def test_every_case_of_a_test_part_has_its_reason() -> None:
    said = {words_on_test(has, due) for has in (True, False) for due in (True, False)}
    assert len(said) == 4 and all(text.endswith(".") for text in said)


def test_folds_that_were_never_trained_are_named(opened: Opened) -> None:
    y = builders.dataset().y
    lines = part_lines(builders.crossed_split().first_folds(2, y))
    assert [line.name for line in lines] == ["In folds", "Train only", "Test"]
    assert lines[0].rows + lines[1].rows == y.size
    assert turns_taken(builders.split()) == ""


def test_patients_of_a_place_are_set_apart_and_it_is_undone(
    opened: Opened, session: Session, rest: Rest
) -> None:
    page = opened(planned(Patients(n=600)))
    before = split_of(session)
    choose(page, PLACES)
    by_column(page, "ward")
    assert split_of(session) is before and "nothing changes before" in page.test.words.text()
    check(page, "surgical")
    rest()
    split = split_of(session)
    assert split.apart == Apart("ward", ("surgical",)) == asked(session)
    assert page.test.ways.currentIndex() == PLACES and page.test.values.isVisible()
    assert "never saw" in page.test.words.text() and "“ward” = surgical" in page.split.how.text()
    assert any("is a predictor" in finding.saw for finding in split.findings)
    session.set_seed(9)
    rest()
    assert split_of(session).apart == split.apart and (split_of(session).parts == split.parts).all()
    for _ in range(2):
        session.undo()
        rest()
    assert split_of(session).apart is None and page.test.ways.currentIndex() == NONE
    assert not page.test.values.isVisible() and asked(session) is None


def test_the_latest_are_set_apart_by_a_column_of_years(opened: Opened, session: Session, rest: Rest) -> None:
    data = builders.dataset(Patients(n=600))
    years = builders.number("year", 2010.0 + np.arange(600) // 60)
    columns = (*data.table.columns[:-1], years, data.table.columns[-1])
    roles = replace(data.roles, of=(*data.roles.of[:-1], Role.IGNORE, data.roles.of[-1]))
    dated = replace(data, table=builders.table(*columns), roles=roles)
    study = Study().with_table(dated.table).with_roles(roles, (), dated)
    page = opened(study.with_plan(make_split(dated, 1), builders.choice(Patients(n=600))))
    choose(page, LATEST)
    rest()
    split = split_of(session)
    assert split.apart == Apart("year") and split.counts[Part.TEST] == 120
    assert "From 2018 on" in page.test.words.text() and page.test.columns.currentText() == "year"
    assert not page.test.values.isVisible() and "latest by “year”" in how_drawn(split)


def test_going_back_to_what_is_so_already_draws_nothing_anew(opened: Opened, session: Session) -> None:
    page = opened(planned(Patients(n=600)))
    before, words = session.study, page.test.words.text()
    choose(page, PLACES)
    assert page.test.words.text() != words and page.test.values.isVisible()
    choose(page, NONE)
    assert page.test.words.text() == words and not page.test.values.isVisible()
    assert session.study is before and session.activity is None and not session.steps.next_undo


def test_what_no_column_offers_cannot_be_chosen(opened: Opened) -> None:
    page = opened(planned(Patients(n=600)))
    enabled = [page.test.ways.model().item(way).isEnabled() for way in (RANDOM, PLACES, LATEST, NONE)]
    assert enabled == [True, True, False, True]


def test_a_group_too_small_is_refused_and_shown_as_it_was(
    opened: Opened, session: Session, rest: Rest, qtbot: QtBot
) -> None:
    page = opened(planned(FEW))
    choose(page, PLACES)
    by_column(page, "ward")
    with qtbot.waitSignal(session.failed, timeout=30_000) as refused:
        check(page, "burns")
    rest()
    assert refused.args[0].code == "TEST_PART_TOO_SMALL"
    assert page.test.ways.currentIndex() == NONE and not page.test.values.isVisible()
