"""The Model page, in both directions: it draws the study, and what is typed reaches the session."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.model.heuristics import QUALITY_MEMBERS
from clinnet_gui.core.model.size import parameter_count
from clinnet_gui.core.model.spec import Activation, Device, Shortcut, Spec
from clinnet_gui.gui.pages.model_page import ModelPage
from clinnet_gui.gui.session import Session
from tests import builders
from tests.gui.conftest import Rest


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> ModelPage:
    study = builders.study()
    assert study.choice is not None
    session.encoder = builders.trained().fit.encoder
    session.study = replace(study, trained=None, choice=replace(study.choice, spec=study.choice.suggested))
    made = ModelPage(session)
    qtbot.addWidget(made)
    made.resize(1040, 640)
    made.show()
    return made


def spec(session: Session) -> Spec:
    assert session.study.choice is not None
    return session.study.choice.spec


def pick(page: ModelPage, setting: str, value: object) -> None:
    box = page.form.picks[setting]
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def write(page: ModelPage, setting: str, text: str) -> None:
    entry = page.form.inputs[setting]
    entry.setFocus()
    entry.selectAll()
    QTest.keyClicks(entry, text)
    QTest.keyClick(entry, Qt.Key.Key_Return)


def test_without_an_outcome_the_page_shows_the_way_to_data(qtbot: QtBot, session: Session) -> None:
    page = ModelPage(session)
    qtbot.addWidget(page)
    page.show()
    assert page.empty.isVisible() and not page.frame.isVisible()
    with qtbot.waitSignal(session.navigated) as asked:
        page.empty.button.click()
    assert asked.args == ["data"]


def test_split_network_and_reasons_are_the_studys(page: ModelPage, session: Session) -> None:
    study = session.study
    assert study.split is not None and study.choice is not None and session.encoder is not None
    assert page.split.text(Part.TRAIN, "rows") == f"{study.split.counts[0]:,}"
    assert page.split.text(Part.TEST, "events") == f"{study.split.events[3]:,}"
    count = parameter_count(spec(session), session.encoder.inputs)
    assert page.parameters.text() == f"{count:,} parameters"
    assert page.diagram.accessibleDescription() == page.sentence.text() != ""
    assert all(reason.text in page.reasons.text() for reason in study.choice.reasons)
    assert page.encoder.rowCount() == len(session.encoder.codes)
    assert page.form.badge.text() == "suggested" and not page.form.back.isEnabled()


def test_what_is_typed_reaches_the_session_and_can_be_taken_back(page: ModelPage, session: Session) -> None:
    for setting, text in (
        ("hidden", "16 8"),
        ("dropout", "0,25"),
        ("learning_rate", "3e-4"),
        ("batch", "64"),
    ):
        write(page, setting, text)
    pick(page, "activation", Activation.TANH)
    pick(page, "members", QUALITY_MEMBERS)
    pick(page, "shortcut", Shortcut.NONE)
    now = spec(session)
    assert (now.hidden, now.dropout, now.learning_rate, now.batch) == ((16, 8), 0.25, 3e-4, 64)
    assert (now.activation, now.members, now.shortcut) == (Activation.TANH, QUALITY_MEMBERS, Shortcut.NONE)
    assert page.form.badge.text() == "edited"
    assert page.form.notes["dropout"].text() == "suggested: 0.4"
    assert page.form.notes["activation"].text() == "suggested: ReLU"
    assert page.form.notes["shortcut"].text().startswith("suggested: on")
    assert "2 to 7 times as long" in page.form.notes["members"].text()
    page.form.back.click()
    assert session.study.choice is not None and spec(session) == session.study.choice.suggested
    assert page.form.inputs["hidden"].text() == "64, 32" and page.form.badge.text() == "suggested"


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        ("dropout", "1.5"),
        ("dropout", "nan"),
        ("hidden", "64, -2"),
        ("hidden", "64, abc"),
        ("batch", "0"),
        ("epochs", "1e3"),
        ("learning_rate", ""),
        ("patience", "0"),
        ("clip_norm", "inf"),
        ("seed", "-1"),
    ],
)
def test_a_wrong_setting_is_named_where_it_stands(
    page: ModelPage, session: Session, setting: str, text: str
) -> None:
    before = spec(session)
    page.form.inputs[setting].setText(text)
    page.form.commit()
    assert spec(session) == before
    note = page.form.notes[setting]
    assert note.text() and note.property("kind") == "error"
    assert not page.frame.primary.isEnabled() and page.frame.status.text()
    page.form.inputs[setting].undo()
    page.form.show_choice(session.study.choice)  # type: ignore[arg-type]
    assert page.frame.primary.isEnabled() and not page.frame.status.text()


def test_half_typed_settings_survive_what_does_not_concern_them(page: ModelPage, session: Session) -> None:
    page.form.inputs["hidden"].setText("64, 3")
    session.study_changed.emit()
    session.busy_changed.emit()
    assert page.form.inputs["hidden"].text() == "64, 3"


def test_a_shortcut_pressed_in_a_field_takes_what_stands_there(page: ModelPage, session: Session) -> None:
    entry = page.form.inputs["epochs"]
    entry.setText("7")
    QTest.keyClick(entry, Qt.Key.Key_F5)
    assert spec(session).epochs == 7


def test_a_value_from_elsewhere_is_shown_and_can_be_left(page: ModelPage, session: Session) -> None:
    session.set_spec(replace(spec(session), members=5))
    box = page.form.picks["members"]
    assert box.currentText() == "5 members"
    page.form.commit()
    assert spec(session).members == 5
    pick(page, "members", 1)
    assert spec(session).members == 1 and box.findText("5 members") == -1


def test_bins_reach_the_inputs_and_can_be_undone(page: ModelPage, session: Session, rest: Rest) -> None:
    session.set_spec(replace(spec(session), bins=0))
    rest()
    assert session.encoder is not None
    plain = session.encoder.inputs
    pick(page, "bins", 16)
    rest()
    wide = session.encoder.inputs
    assert wide > plain
    assert f"become {wide:,} inputs" in page.shape.text()
    assert page.parameters.text().startswith(f"{parameter_count(spec(session), wide):,} ")
    session.undo()
    rest()
    assert spec(session).bins == 0 and session.encoder.inputs == plain


def test_a_gpu_is_offered_only_where_there_is_one(page: ModelPage, session: Session) -> None:
    box = page.form.picks["device"]
    assert not box.isVisible() and spec(session).device is Device.CPU
    session.gpu = True
    session.study_changed.emit()
    assert box.isVisible() and box.currentText() == "CPU"
    pick(page, "device", Device.CUDA)
    assert spec(session).device is Device.CUDA
    session.gpu = False
    session.study_changed.emit()
    assert box.isVisible()  # a study from a computer with a GPU says so, and can be changed


def test_members_and_linear_path_are_drawn_and_said(page: ModelPage, session: Session) -> None:
    plain = replace(spec(session), members=1, shortcut=Shortcut.NONE)
    pictures, words = [], []
    for made in (plain, replace(plain, members=8), replace(plain, shortcut=Shortcut.ZERO)):
        session.set_spec(made)
        pictures.append(page.diagram.grab().toImage())
        words.append(page.sentence.text())
    assert pictures[0] != pictures[1] != pictures[2] != pictures[0]
    assert "8 members" in words[1] and "linear path" in words[2]
    assert "members" not in words[0] and "linear path" not in words[0]


def test_a_linear_stack_is_drawn_as_the_layer_it_is(page: ModelPage, session: Session) -> None:
    curved = page.diagram.grab().toImage()
    session.set_spec(replace(spec(session), activation=Activation.NONE))
    assert "one linear layer" in page.sentence.text()
    assert page.diagram.grab().toImage() != curved


def test_the_diagram_draws_from_none_to_eight_layers(page: ModelPage, session: Session) -> None:
    pictures = []
    for layers in (0, 1, 4, 8):
        session.set_spec(replace(spec(session), hidden=(32,) * layers, members=2))
        pictures.append(page.diagram.grab().toImage())
    assert all(a != b for a, b in pairwise(pictures))


def test_another_seed_draws_another_split(qtbot: QtBot, page: ModelPage, session: Session) -> None:
    before = session.study.split
    assert before is not None
    page.seed.setValue(77)
    qtbot.waitUntil(lambda: session.study.split is not before, timeout=30_000)
    after = session.study.split
    assert after is not None and after.seed == 77 and (after.parts != before.parts).any()
    assert spec(session).seed == 77 and page.form.inputs["seed"].text() == "77"


def test_drawing_another_split_asks_for_nothing(page: ModelPage, session: Session) -> None:
    asked: list[int] = []
    page.seed.valueChanged.connect(asked.append)
    assert session.study.split is not None
    session.study = replace(session.study, split=replace(session.study.split, seed=5))
    session.study_changed.emit()
    assert page.seed.value() == 5 and not asked


def test_train_starts_with_what_stands_in_the_form(qtbot: QtBot, page: ModelPage, session: Session) -> None:
    page.form.inputs["epochs"].setText("2")
    with qtbot.waitSignal(session.navigated) as asked:
        page.frame.primary.click()
    assert asked.args == ["training"] and session.training
    assert spec(session).epochs == 2
    assert not page.form.isEnabled() and not page.frame.primary.isEnabled()
    qtbot.waitUntil(lambda: not session.training, timeout=30_000)
    assert page.form.isEnabled() and page.frame.primary.isEnabled()
