"""What the window remembers between sessions: theme, geometry, recent files; never a value.

One INI file in the user's folder. A file that was tampered with gives the defaults; where there is
no such folder and none can be made, the settings last until the window closes.
"""

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from clinnet_gui.core.files import user_dir, user_path
from clinnet_gui.gui.style import Preference

RECENT = 8
"""How many recent files are kept."""


class Settings:
    """The window's settings, read and written by name and type."""

    def __init__(self, path: Path | None = None) -> None:
        with suppress(OSError):
            user_dir()
        file = path or user_path() / "settings.ini"
        self._store = QSettings(str(file), QSettings.Format.IniFormat)

    @property
    def theme(self) -> Preference:
        """The chosen theme."""
        text = self._text("theme")
        return Preference(text) if text in list(Preference) else Preference.SYSTEM

    @theme.setter
    def theme(self, preference: Preference) -> None:
        self._store.setValue("theme", str(preference))

    @property
    def zoom(self) -> int:
        """The size of the text in percent, 80 to 200."""
        text = self._text("zoom")
        return int(text) if text.isascii() and text.isdigit() and 80 <= int(text) <= 200 else 100

    @zoom.setter
    def zoom(self, percent: int) -> None:
        self._store.setValue("zoom", str(percent))

    @property
    def path_folded(self) -> bool | None:
        """Whether the guided path shows no more than its heads; None: the analyst never chose."""
        return {"folded": True, "shown": False}.get(self._text("guided_path"))

    @path_folded.setter
    def path_folded(self, folded: bool) -> None:
        self._store.setValue("guided_path", "folded" if folded else "shown")

    @property
    def geometry(self) -> QByteArray:
        """Where the window stood, empty at first."""
        value = self._store.value("geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("geometry", geometry)

    @property
    def recent(self) -> tuple[Path, ...]:
        """The files opened last, the newest first."""
        value = self._store.value("recent")
        texts = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        paths = [Path(text) for text in texts if isinstance(text, str) and text and "\0" not in text]
        return tuple(path for path in paths if path.is_absolute())[:RECENT]

    def remember(self, path: Path) -> None:
        """Put a file in front of the recent ones."""
        path = path.absolute()
        kept = [path, *(p for p in self.recent if p != path)][:RECENT]
        self._store.setValue("recent", [str(p) for p in kept])

    def forget(self) -> None:
        """Clear the recent files."""
        self._store.remove("recent")

    def save(self) -> None:
        """Bring the settings to the disk now."""
        self._store.sync()

    def _text(self, name: str) -> str:
        value = self._store.value(name)
        return value if isinstance(value, str) else ""
