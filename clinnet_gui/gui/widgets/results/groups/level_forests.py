"""All figures of groups as forest plots: first those of the risks, then what the threshold does."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.groups.subgroups import Level
from clinnet_gui.core.statistics.reliance import ENOUGH, Reliance
from clinnet_gui.gui.messages import label, tip
from clinnet_gui.gui.widgets.kinds import line
from clinnet_gui.gui.widgets.plots.forest import Line
from clinnet_gui.gui.widgets.plots.forests import Forests
from clinnet_gui.gui.widgets.results.groups.figures import AT_THRESHOLD, OF_RISKS, Figure
from clinnet_gui.gui.widgets.results.measure_text import percent

NO_THRESHOLD = "No threshold was chosen: what it would do in each group is left out."
HOLLOW = f"Hollow points: fewer than {ENOUGH} events or non-events, unstable."


class LevelForests(QWidget):
    """Levels, n, events and each figure with its interval stand in one line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.risks, self.at_threshold = _forests(OF_RISKS), tuple(_forests(of) for of in AT_THRESHOLD)
        self.hollow, self.heading = label(HOLLOW, "muted"), line("", "heading")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        for part in (self.risks, self.hollow, self.heading, *self.at_threshold):
            box.addWidget(part)

    def show_levels(
        self,
        levels: tuple[Level, ...],
        lines_of: Callable[[Figure], tuple[Line, ...]],
        threshold: float | None,
        summary: str = "",
    ) -> None:
        """Draw the lines of each figure: those of ``levels``, and what pools them."""
        self.hollow.setVisible(any(level.reliance is Reliance.UNSTABLE for level in levels))
        self.heading.setText(
            NO_THRESHOLD if threshold is None else f"At the threshold of {percent(threshold)}"
        )
        self.risks.show_lines(tuple((lines_of(figure), figure.ground) for figure in OF_RISKS), summary)
        for forests, figures in zip(self.at_threshold, AT_THRESHOLD, strict=True):
            forests.setVisible(threshold is not None)
            if threshold is not None:
                forests.show_lines(tuple((lines_of(figure), figure.ground) for figure in figures))


def _forests(figures: tuple[Figure, ...]) -> Forests:
    made = Forests(tuple(figure.ground.title for figure in figures))
    for plot, figure in zip(made.plots, figures, strict=True):
        plot.setToolTip(tip(figure.meaning))
    return made
