"""Nothing of a patient reaches the log."""

import pytest

from clinnet_gui.core import log
from clinnet_gui.core.errors import FileRefused


def _raised(error: Exception) -> Exception:
    try:
        try:
            float("Jane Doe 1931")
        except ValueError as cause:
            raise error from cause
    except type(error) as caught:
        return caught


@pytest.mark.parametrize("error", [ValueError("Jane Doe"), FileRefused("Jane Doe", "her file", "NO_FILE")])
def test_an_error_is_logged_without_its_text(error: Exception) -> None:
    path = log.configure()
    assert path is not None
    line = log.record(_raised(error))
    for handler in log.LOGGER.handlers[:]:
        handler.close()
        log.LOGGER.removeHandler(handler)
    text = path.read_text(encoding="utf-8")
    assert line in text
    assert "Jane" not in text and "1931" not in text and "her file" not in text
    assert type(error).__name__ in line and "test_log.py" in line and "because of ValueError" in line


def test_our_own_code_is_logged() -> None:
    assert "[NO_FILE]" in log.describe(FileRefused("x", code="NO_FILE"))


def test_without_a_place_for_it_there_is_no_log(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CLINNET_HOME", str(tmp_path / "file"))
    assert log.configure() is None
