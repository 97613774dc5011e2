"""Settings survive a restart, and a file that was tampered with gives the defaults."""

from pathlib import Path

import pytest

from clinnet_gui.core.files import user_dir
from clinnet_gui.gui.settings import RECENT, Settings
from clinnet_gui.gui.style import Preference


def test_what_was_chosen_is_there_again(tmp_path: Path) -> None:
    first = Settings()
    first.theme, first.zoom = Preference.DARK, 120
    first.remember(tmp_path / "a b.csv")
    first.save()
    second = Settings()
    assert (second.theme, second.zoom, second.recent) == (Preference.DARK, 120, (tmp_path / "a b.csv",))
    assert (user_dir() / "settings.ini").is_file()


def test_recent_files_are_few_the_newest_first_and_can_be_cleared(tmp_path: Path) -> None:
    settings = Settings()
    for i in [*range(12), 3]:
        settings.remember(tmp_path / f"{i}.csv")
    assert [p.name for p in settings.recent] == ["3.csv", *(f"{i}.csv" for i in range(11, 11 - RECENT, -1))][
        :RECENT
    ]
    settings.forget()
    assert settings.recent == ()


def test_without_a_home_settings_last_as_long_as_the_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder can be made below a file")
    monkeypatch.setenv("CLINNET_HOME", str(tmp_path / "file" / "clinnet"))
    settings = Settings()
    settings.theme = Preference.DARK
    settings.save()
    assert settings.theme is Preference.DARK


@pytest.mark.parametrize(
    "text",
    [
        "[General]\ntheme=purple\nzoom=9000\nrecent=relative.csv, \\0\ngeometry=12\n",
        "[General]\nzoom=-1\ntheme=@Variant(\\0\\0)\nrecent=@Invalid()\n",
        "\x00\xff not an ini file [[[",
        "",
    ],
)
def test_a_file_that_was_tampered_with_gives_the_defaults(text: str) -> None:
    (user_dir() / "settings.ini").write_text(text, encoding="latin-1")
    settings = Settings()
    assert settings.theme is Preference.SYSTEM
    assert settings.zoom == 100
    assert settings.recent == ()
    assert settings.geometry.isEmpty()


def test_whether_the_path_is_folded_is_unknown_until_the_analyst_chose() -> None:
    settings = Settings()
    assert settings.path_folded is None
    for chosen in (True, False):
        settings.path_folded = chosen
        settings.save()
        assert Settings().path_folded is chosen
    (user_dir() / "settings.ini").write_text("[General]\nguided_path=sideways\n")
    assert Settings().path_folded is None
