"""A plot leaves the window: as a picture, always on white, or as the table of its numbers."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QFileDialog

from clinnet_gui.core.arrays import Floats
from clinnet_gui.gui.style import LIGHT, theme
from clinnet_gui.gui.widgets.plots.area import Area


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """A plot's numbers: column names and columns (float64, perhaps of different lengths)."""

    names: tuple[str, ...]
    columns: tuple[Floats, ...]

    def text(self, separator: str = "\t") -> str:
        """Return one line a row below a line of names, decimal point, NaN empty."""
        longest = max((column.size for column in self.columns), default=0)
        rows = (separator.join(_cell(column, i) for column in self.columns) for i in range(longest))
        return "\n".join((separator.join(self.names), *rows)) + "\n"


def _cell(column: Floats, row: int) -> str:
    missing = row >= column.size or np.isnan(column[row])
    return "" if missing else f"{column[row]:.10g}"


def picture(area: Area) -> QPixmap:
    """Return the drawing area as a picture in the light theme."""
    area.retheme(LIGHT)
    try:
        drawn: QPixmap = area.grab()
        return drawn
    finally:
        area.retheme(theme())


def save_picture(area: Area, path: Path) -> None:
    """Write the drawing area as PNG, or as SVG where the name ends so; OSError where it cannot."""
    if path.suffix.lower() == ".svg":
        _save_svg(area, path)
    elif not picture(area).save(str(path), "PNG"):
        raise OSError(f"{path.name} could not be written")


def _save_svg(area: Area, path: Path) -> None:
    from pyqtgraph.exporters import SVGExporter

    area.retheme(LIGHT)
    try:
        SVGExporter(area.getPlotItem()).export(str(path))
    finally:
        area.retheme(theme())


def copy_picture(area: Area) -> None:
    """Put the picture on the clipboard."""
    QGuiApplication.clipboard().setPixmap(picture(area))


def copy_values(values: Values) -> None:
    """Put the numbers on the clipboard, a tab between columns."""
    QGuiApplication.clipboard().setText(values.text())


def ask_and_save(area: Area, name: str) -> None:
    """Ask for a file, ``name`` proposed, and write the picture there; OSError where it cannot."""
    kinds = "PNG picture (*.png);;SVG drawing (*.svg)"
    chosen, _ = QFileDialog.getSaveFileName(area, "Save picture", f"{name}.png", kinds)
    if chosen:
        save_picture(area, Path(chosen))
