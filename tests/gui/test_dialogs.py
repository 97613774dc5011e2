"""Where a file is written: its ending is added, and nothing is replaced unasked."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from clinnet_gui.gui import dialogs


def chosen(monkeypatch: pytest.MonkeyPatch, typed: str, answer: str = dialogs.REPLACE) -> Path | None:
    """What becomes of a name that was typed."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (typed, ""))
    monkeypatch.setattr(dialogs, "ask", lambda *_: answer)
    return dialogs.file_to_write(None, "Save", "proposed.csv", "CSV (*.csv)")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("rates", "rates.csv"),
        ("rates.txt", "rates.txt"),
        ("rates.CSV", "rates.CSV"),
        ("threshold 0.5", "threshold 0.5.csv"),
        ("risk vs. age", "risk vs. age.csv"),
    ],
)
def test_a_name_without_an_ending_gets_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, typed: str, written: str
) -> None:
    assert chosen(monkeypatch, str(tmp_path / typed)) == tmp_path / written


def test_a_file_that_the_dialog_did_not_know_of_is_asked_about(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "rates.csv").touch()
    assert chosen(monkeypatch, str(tmp_path / "rates"), dialogs.NOT) is None
    assert chosen(monkeypatch, str(tmp_path / "rates")) == tmp_path / "rates.csv"
    assert chosen(monkeypatch, str(tmp_path / "rates.csv"), dialogs.NOT) == tmp_path / "rates.csv"
    assert chosen(monkeypatch, "") is None
