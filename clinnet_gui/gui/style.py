"""The look: named colours in light and dark, the palette, and the style sheet.

Fusion with a palette of our own looks the same on every workstation. pyqtgraph does not follow
the palette: plots listen to ``themes.changed`` and ask ``theme()``.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from clinnet_gui.core.files import resource


@dataclass(frozen=True, slots=True)
class Theme:
    """Named colours as #rrggbb. Every text has a contrast of at least 4.5 on ``bg`` and
    ``surface``, every series of at least 3 (WCAG 2.2)."""

    name: str
    bg: str
    surface: str
    raised: str
    border: str
    text: str
    muted: str
    accent: str
    on_accent: str
    selection: str
    ok: str
    warn: str
    error: str
    event: str
    nonevent: str
    series: tuple[str, ...]

    @property
    def dark(self) -> bool:
        """Whether text is lighter than its background."""
        return self.name == "dark"


LIGHT = Theme(
    "light",
    bg="#FFFFFF",
    surface="#F6F8FA",
    raised="#FFFFFF",
    border="#D1D9E0",
    text="#1F2328",
    muted="#59636E",
    accent="#0B63A5",
    on_accent="#FFFFFF",
    selection="#D6E8F7",
    ok="#0A6B4A",
    warn="#8A4B00",
    error="#B42318",
    event="#D55E00",
    nonevent="#0072B2",
    series=("#0072B2", "#D55E00", "#009E73", "#CC79A7"),
)
DARK = Theme(
    "dark",
    bg="#1E1F22",
    surface="#121314",
    raised="#2A2C30",
    border="#3B3F45",
    text="#E6E8EB",
    muted="#9AA4AF",
    accent="#4FA3E0",
    on_accent="#0B1620",
    selection="#1F3D55",
    ok="#4CC38A",
    warn="#F2B04A",
    error="#FF8A7A",
    event="#D55E00",
    nonevent="#56B4E9",
    series=("#56B4E9", "#E69F00", "#009E73", "#CC79A7"),
)
"""Okabe and Ito's colours that keep 3:1 on each background; event and non-event are never told
apart by colour alone."""


class Preference(StrEnum):
    """What the analyst chose under View, Theme."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Themes(QObject):
    """The theme in force; ``changed`` follows the analyst's choice and the system's scheme."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._preference = Preference.SYSTEM
        self._current = LIGHT
        self._percent = 100

    @property
    def current(self) -> Theme:
        """The colours to draw with."""
        return self._current

    @property
    def preference(self) -> Preference:
        """What the analyst chose."""
        return self._preference

    @property
    def percent(self) -> int:
        """The size of all texts, 80 to 200 percent."""
        return self._percent

    def choose(self, preference: Preference) -> None:
        """Take the analyst's choice and restyle the application."""
        self._preference = preference
        self.refresh()

    def zoom(self, percent: int) -> None:
        """Set the size of all texts, 80 to 200 percent."""
        self._percent = percent
        self.refresh()

    @contextmanager
    def lent(self, other: Theme) -> Iterator[None]:
        """Let ``theme()`` be another one while a picture is painted; the window keeps its own."""
        before, self._current = self._current, other
        try:
            yield
        finally:
            self._current = before

    def refresh(self) -> None:
        """Settle the theme anew (the system's scheme may have changed) and apply it."""
        dark = self._preference is Preference.DARK or (
            self._preference is Preference.SYSTEM
            and QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        )
        self._current = DARK if dark else LIGHT
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply(app, self._current, self._percent)
        self.changed.emit()


themes = Themes()
"""The application's one theme."""


def theme() -> Theme:
    """Return the colours in force."""
    return themes.current


def scaled(pixels: int) -> int:
    """Return a width or height that grows with the texts."""
    return round(pixels * themes.percent / 100)


def apply(app: QApplication, colours: Theme, percent: int = 100) -> None:
    """Give the application the theme's palette and style sheet, and the size of its texts.

    The sheet before is taken away first: one put in place of another is laid on every widget there is,
    also on those that were never shown, which holds the window four times as long. Windows are told of the
    font at once, between the two: Qt tells them at the next turn, and a sheet gives each widget the font
    that its parent has, in an order that no two runs share, so that some would keep the size before.
    """
    app.setStyleSheet("")
    font = app.font()
    font.setPointSizeF(10.0 * percent / 100)
    app.setFont(font)
    for window in app.topLevelWidgets():
        app.sendEvent(window, QEvent(QEvent.Type.ApplicationFontChange))
    app.setPalette(palette(colours))
    app.setStyleSheet(sheet(colours, percent))


def dress(app: QApplication) -> None:
    """Set style and font once, before any widget is made."""
    app.setStyle("Fusion")
    families = []
    for path in sorted(resource("fonts").glob("*.otf")):
        loaded = QFontDatabase.addApplicationFont(str(path))
        families += QFontDatabase.applicationFontFamilies(loaded)
    if families:
        app.setFont(QFont(families[0]))
    app.styleHints().colorSchemeChanged.connect(lambda _: themes.refresh())


def sheet(colours: Theme, percent: int = 100) -> str:
    """Return the style sheet: ``@names`` become the theme's colours, sizes in pt follow the zoom."""
    text = resource("style/clinnet.qss").read_text(encoding="utf-8")
    text = re.sub(r"([\d.]+)pt\b", lambda found: f"{float(found[1]) * percent / 100:.4g}pt", text)
    names = [f.name for f in fields(colours) if f.name not in ("name", "series")]
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(f"@{name}", str(getattr(colours, name)))
    return text.replace("@icons", resource("icons").as_posix() + f"/{colours.name}")


def palette(colours: Theme) -> QPalette:
    """Return the palette that Fusion draws with."""
    made = QPalette()
    role = QPalette.ColorRole
    for target, colour in (
        (role.Window, colours.bg),
        (role.Base, colours.bg),
        (role.AlternateBase, colours.surface),
        (role.Button, colours.surface),
        (role.ToolTipBase, colours.raised),
        (role.WindowText, colours.text),
        (role.Text, colours.text),
        (role.ButtonText, colours.text),
        (role.ToolTipText, colours.text),
        (role.PlaceholderText, colours.muted),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Link, colours.accent),
        (role.Mid, colours.border),
        (role.Dark, colours.border),
    ):
        made.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, target, QColor(colours.muted))
    return made


def restyle(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet selects by, and redraw the widget."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
