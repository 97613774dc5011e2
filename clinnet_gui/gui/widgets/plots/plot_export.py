"""A plot leaves the window: as a picture, always on white, or as the table of its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QPixmap
from PySide6.QtWidgets import QFileDialog

from clinnet_gui.core.arrays import Floats
from clinnet_gui.gui.style import LIGHT, theme

if TYPE_CHECKING:
    from clinnet_gui.gui.widgets.plots.plot import Plot


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


def picture(plot: Plot) -> QPixmap:
    """Return the drawing area as a picture in the light theme."""
    plot.retheme(LIGHT)
    try:
        drawn: QPixmap = plot.area.grab()
        return drawn
    finally:
        plot.retheme(theme())


def save_picture(plot: Plot, path: Path) -> None:
    """Write the drawing area as PNG, or as SVG where the name ends so; OSError where it cannot."""
    if path.suffix.lower() == ".svg":
        _save_svg(plot, path)
    elif not picture(plot).save(str(path), "PNG"):
        raise OSError(f"{path.name} could not be written")


def _save_svg(plot: Plot, path: Path) -> None:
    from pyqtgraph.exporters import SVGExporter

    plot.retheme(LIGHT)
    try:
        SVGExporter(plot.area.getPlotItem()).export(str(path))
    finally:
        plot.retheme(theme())


def add_actions(plot: Plot) -> None:
    """Give a plot its context menu."""
    for text, slot in (
        ("Copy picture", lambda: QGuiApplication.clipboard().setPixmap(picture(plot))),
        ("Copy values", lambda: _copy_values(plot)),
        ("Save picture…", lambda: _ask_and_save(plot)),
    ):
        action = QAction(text, plot)
        action.triggered.connect(slot)
        plot.addAction(action)
    plot.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)


def _copy_values(plot: Plot) -> None:
    values = plot.values()
    if values is not None:
        QGuiApplication.clipboard().setText(values.text())


def _ask_and_save(plot: Plot) -> None:
    kinds = "PNG picture (*.png);;SVG drawing (*.svg)"
    name, _ = QFileDialog.getSaveFileName(plot, "Save picture", f"{plot.accessibleName()}.png", kinds)
    if not name:
        return
    try:
        save_picture(plot, Path(name))
    except OSError as error:
        plot.readout.setText(str(error))
