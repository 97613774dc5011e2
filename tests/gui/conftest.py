"""What the tests of the window share."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinnet_gui.core.data.dataset import Role
from clinnet_gui.core.evaluation.transport import judging
from clinnet_gui.gui.garbage import Garbage
from clinnet_gui.gui.session import Session
from tests.gui.patients import HEADER, rows

Rest = Callable[[], None]
"""Waits until nothing runs."""


@pytest.fixture(autouse=True)
def keys_up(qapp: QApplication) -> Iterator[None]:
    """No test begins with a key held down: offscreen nothing lets go of a modifier but the next key."""
    yield
    if qapp.keyboardModifiers() != Qt.KeyboardModifier.NoModifier:
        QTest.keyClick(QWidget(), Qt.Key.Key_F35)
        assert qapp.keyboardModifiers() == Qt.KeyboardModifier.NoModifier


@pytest.fixture(autouse=True)
def garbage(qapp: QApplication) -> Iterator[None]:
    """Garbage is collected as in the program: left to Python, a thread of one test would delete
    the widgets of those before, in the middle of what Qt does with them."""
    here = Garbage(qapp)
    yield
    here.end()


@pytest.fixture(scope="module")
def few_samples() -> Iterator[None]:
    """Other patients are judged by few bootstrap samples, where intervals are not what tests are about."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judging, "TIMES", 10)
        yield


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    """A file of invented patients."""
    path = tmp_path / "patients.csv"
    path.write_text("\n".join([HEADER, *rows()]) + "\n")
    return path


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    """An empty session; a bug in any of its tasks fails the test."""
    made = Session()
    bugs: list[object] = []
    made.crashed.connect(bugs.append)
    yield made
    made.shut_down()
    assert bugs == []


@pytest.fixture
def rest(qtbot: QtBot, session: Session) -> Rest:
    """Wait until the session rests."""
    return lambda: qtbot.waitUntil(lambda: session.activity is None, timeout=60_000)


@pytest.fixture
def planned(session: Session, csv: Path, rest: Rest) -> Session:
    """A session with a file, an outcome and a plan."""
    session.open_file(csv)
    rest()
    session.set_role(4, Role.OUTCOME)
    rest()
    assert session.study.ready_to_train
    return session


@pytest.fixture
def trained(planned: Session, rest: Rest) -> Session:
    """A session with a network of two epochs, evaluated; no test part was set aside."""
    return quickly(planned, rest)


@pytest.fixture
def tested(planned: Session, rest: Rest) -> Session:
    """The same, with a test part that is covered."""
    planned.set_test_part(True)
    rest()
    return quickly(planned, rest)


def quickly(planned: Session, rest: Rest) -> Session:
    """Train for two epochs and wait for the evaluation."""
    choice = planned.study.choice
    assert choice is not None
    planned.set_spec(replace(choice.spec, epochs=2))
    planned.start_training()
    rest()
    assert planned.study.evaluation is not None
    return planned
